# From infections to reported cases: a part is detected, three to twelve days later, and fewer on weekends.
# Usage: awk -v detection=0.3 -f report.awk infections.csv > cases.csv
BEGIN {
    FS = ","
    first = 3
    last = 3 + split("4 9 14 17 17 14 11 7 4 3", share, " ") - 1
    split("1.08 1.10 1.08 1.06 1.04 0.86 0.78", weekday, " ")
}

{
    for (d = 1; d <= NF; d++) {
        cases = 0
        for (lag = first; lag <= last && lag < d; lag++) {
            cases += $(d - lag) * share[lag - first + 1] / 100
        }
        printf "%s%.0f", (d > 1 ? "," : ""), cases * detection * weekday[(d - 1) % 7 + 1]
    }
    print ""
}
