# Quantiles of the nation's reported cases for each day.
# Usage: awk -f days.awk all_cases.csv | sort -k1,1n -k2,2n | awk -v samples=1000 -f fan.awk > fan.csv
# Output: day, then the 5, 25, 50, 75 and 95 % quantile (smallest value that the share of samples does not exceed).
BEGIN {
    levels = split("0.05 0.25 0.5 0.75 0.95", level, " ")
    for (q = 1; q <= levels; q++) {
        rank[q] = int(level[q] * samples)
        if (rank[q] < level[q] * samples) { rank[q]++ }
    }
}

$1 != day || NR == 1 {
    if (NR > 1) { print "" }
    day = $1
    seen = 0
    printf "%d", day
}

{
    seen++
    for (q = 1; q <= levels; q++) {
        if (seen == rank[q]) { printf ",%s", $2 }
    }
}

END { print "" }
