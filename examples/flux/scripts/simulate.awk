# The logistic map from x, long enough to take a moment.
BEGIN {
    for (i = 0; i < 20000; i++) {
        x = 3.9 * x * (1 - x)
    }
    printf "%.6f\n", x
}
