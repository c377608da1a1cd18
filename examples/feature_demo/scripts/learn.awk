# Least squares by the normal equations. Writes a,b,c of y = a + b x0 + c x1.
BEGIN { FS = "," }

NR > 1 {
    term[1] = 1; term[2] = $1; term[3] = $2; term[4] = $3
    for (i = 1; i <= 3; i++) {
        for (j = 1; j <= 4; j++) {
            m[i, j] += term[i] * term[j]
        }
    }
}

END {
    for (p = 1; p <= 3; p++) {
        # With fewer than three points the system is singular; the ridge keeps it solvable.
        m[p, p] += 1e-9
        for (i = 1; i <= 3; i++) {
            if (i != p) {
                factor = m[i, p] / m[p, p]
                for (j = p; j <= 4; j++) {
                    m[i, j] -= factor * m[p, j]
                }
            }
        }
    }
    printf "%.6f,%.6f,%.6f\n", m[1, 4] / m[1, 1], m[2, 4] / m[2, 2], m[3, 4] / m[3, 3]
}
