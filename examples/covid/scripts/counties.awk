# Makes a table of counties: the real number of counties per state, log-normal populations scaled to the state's total.
# Usage: awk -v seed=2020 -f counties.awk states.csv > counties.csv
# Output: code, state, region, population, column and row of the state in the tile map; largest county of a state first.
function uniform() {
    state = (16807 * state) % 2147483647
    return state / 2147483647
}

function normal() {
    return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform())
}

# Sorted insertion: a state has at most 254 counties.
function insert(size, count,    i) {
    for (i = count; i > 1 && weight[i - 1] < size; i--) {
        weight[i] = weight[i - 1]
    }
    weight[i] = size
}

BEGIN {
    FS = ","
    state = seed
    for (i = 0; i < 10; i++) {
        uniform()
    }
}

/^#/ { next }

{
    total = 0
    for (k = 1; k <= $4; k++) {
        size = exp(1.25 * normal())
        total += size
        insert(size, k)
    }
    for (k = 1; k <= $4; k++) {
        printf "%s%03d,%s,%s,%.0f,%d,%d\n", $1, 2 * k - 1, $2, $3, $5 * weight[k] / total + 0.5, $6, $7
    }
}
