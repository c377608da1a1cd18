# SEIR for 180 days at every point of points.csv: midpoint rule, two steps a day.
# Usage: awk -v r0=… -v incubation=… -v infectious=… -v seeds=… -v day=… -v effect=… -f simulate.awk points.csv
# Writes: infections.csv, one row with the nation's new infections of each day;
#         points.csv, one row with each point's attack rate, then each point's day of the peak.
BEGIN {
    FS = ","
    days = 180
    half = 0.25; whole = 0.5
    onset = 1 / incubation
    recovery = 1 / infectious
    for (d = 0; d < days; d++) {
        ramp = (d - day) / 7
        ramp = ramp < 0 ? 0 : ramp > 1 ? 1 : ramp
        contacts[d] = r0 * recovery * (1 - effect * ramp)
    }
}

{
    e = seeds / 1000000
    s = 1 - e
    i = 0
    highest = 0
    peak = days
    for (d = int($4); d < days; d++) {
        beta = contacts[d] * $3
        before = s
        for (n = 0; n < 2; n++) {
            flow = beta * s * i
            se = s - half * flow
            ee = e + half * (flow - onset * e)
            ie = i + half * (onset * e - recovery * i)
            flow = beta * se * ie
            s -= whole * flow
            e += whole * (flow - onset * ee)
            i += whole * (onset * ee - recovery * ie)
        }
        fresh = before - s
        infections[d] += $5 * fresh
        if (fresh > highest) {
            highest = fresh
            peak = d
        }
    }
    attack[NR] = 1 - s
    peaks[NR] = peak
}

END {
    for (d = 0; d < days; d++) {
        printf "%s%.0f", (d ? "," : ""), infections[d] > "infections.csv"
    }
    print "" > "infections.csv"
    for (k = 1; k <= NR; k++) {
        printf "%.5f,", attack[k] > "points.csv"
    }
    for (k = 1; k <= NR; k++) {
        printf "%d%s", peaks[k], (k < NR ? "," : "\n") > "points.csv"
    }
}
