# Latin hypercube over the uncertain parameters: each column's range is cut into n strata, each stratum is hit once.
# Usage: awk -v n=1000 -v seed=2020 -f samples.awk
# Columns: R0, incubation (days), infectious (days), detected fraction, first infections per million,
#          day and strength of the intervention.
# The generator is our own, since every awk has a different rand().
function uniform() {
    state = (16807 * state) % 2147483647
    return state / 2147483647
}

function column(name, low, high, logarithmic,    i, j, other, share) {
    for (i = 0; i < n; i++) {
        stratum[i] = i
    }
    for (i = n - 1; i > 0; i--) {
        j = int(uniform() * (i + 1))
        other = stratum[i]; stratum[i] = stratum[j]; stratum[j] = other
    }
    for (i = 0; i < n; i++) {
        share = (stratum[i] + uniform()) / n
        value[i, name] = logarithmic ? low * exp(share * log(high / low)) : low + share * (high - low)
    }
}

BEGIN {
    state = seed
    for (i = 0; i < 10; i++) {
        uniform()
    }
    column("r0", 2.0, 3.4, 0)
    column("incubation", 3, 7, 0)
    column("infectious", 4, 9, 0)
    column("detection", 0.05, 0.3, 0)
    column("seeds", 2, 40, 1)
    column("day", 40, 100, 0)
    column("effect", 0.2, 0.7, 0)
    for (i = 0; i < n; i++) {
        printf "%.4f,%.3f,%.3f,%.4f,%.4f,%.2f,%.4f\n", value[i, "r0"], value[i, "incubation"], \
            value[i, "infectious"], value[i, "detection"], value[i, "seeds"], value[i, "day"], value[i, "effect"]
    }
}
