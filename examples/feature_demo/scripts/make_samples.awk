# n points, uniform in the unit square. The generator is our own, since every awk has a different rand().
function uniform() {
    state = (16807 * state) % 2147483647
    return state / 2147483647
}

BEGIN {
    state = seed
    for (i = 0; i < 10; i++) {
        uniform()
    }
    for (i = 0; i < n; i++) {
        printf "%.6f,%.6f\n", uniform(), uniform()
    }
}
