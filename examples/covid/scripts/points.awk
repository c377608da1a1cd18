# Where the model is integrated. A county's epidemic depends on its region and, smoothly, on the logarithm of its
# population; so the model is integrated at a few populations per region, and counties lie between two of them.
# Usage: awk -f points.awk counties.csv > points.csv
# Output: region, log10(population), contact factor, day of arrival, people whom the point stands for (linear weights).
BEGIN {
    FS = ","
    regions = split("Northeast Midwest South West", region, " ")
    split("0 10 7 3", delay, " ")
    low = 2.5; step = 0.25; points = 19
}

{
    place = (log($4) / log(10) - low) / step
    if (place < 0) { place = 0 }
    if (place > points - 1.000001) { place = points - 1.000001 }
    k = int(place)
    people[$3, k] += $4 * (k + 1 - place)
    people[$3, k + 1] += $4 * (place - k)
}

END {
    for (r = 1; r <= regions; r++) {
        for (k = 0; k < points; k++) {
            size = low + k * step
            printf "%s,%.2f,%.4f,%.2f,%.0f\n", region[r], size, 0.82 + 0.08 * (size - 2.5), \
                delay[r] + 5 * (7 - size), people[region[r], k]
        }
    }
}
