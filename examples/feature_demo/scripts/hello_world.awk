# The function that is studied: a plane with a small wave on it. Writes x0,x1,x2,y.
BEGIN {
    printf "%s,%s,%s,%.6f\n", x0, x1, x2, x0 + 2 * x1 + x2 + 0.05 * sin(6 * x0)
}
