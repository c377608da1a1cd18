# Quantiles over all samples for each county of one region.
# Usage: awk -v region=South -f quantiles.awk points.csv all_points.csv counties.csv
#   points.csv: where the model was integrated; all_points.csv: a row of results per sample; counties.csv: the counties
# Output: code, state, region, population, column, row,
#         attack rate (5, 25, 50, 75, 95 % quantile), day of the peak (the same quantiles)
# Values are counted into bins (0.1 % of the population; one day), so no sorting is needed.
function write_quantiles(bin, bins, scale, form,    q, b, sum) {
    b = -1
    sum = 0
    for (q = 1; q <= 5; q++) {
        while (sum < level[q] * samples && b < bins) {
            b++
            sum += bin[b]
        }
        printf form, b * scale
    }
}

function write_county(    place, k, w, v, s, b) {
    place = (log($4) / log(10) - low) / step
    if (place < 0) { place = 0 }
    if (place > points - 1.000001) { place = points - 1.000001 }
    k = int(place)
    w = place - k
    v = 1 - w
    split("", attacks)
    split("", peaks)
    b = k
    for (s = 1; s <= samples; s++) {
        b += points
        attacks[int((v * attack[b] + w * attack[b + 1]) * 1000 + 0.5)]++
        peaks[int(v * peak[b] + w * peak[b + 1] + 0.5)]++
    }
    printf "%s", $0
    write_quantiles(attacks, 1000, 0.001, ",%.3f")
    write_quantiles(peaks, 180, 1, ",%d")
    print ""
}

BEGIN {
    FS = ","
    split("0.05 0.25 0.5 0.75 0.95", level, " ")
}

FNR == 1 { file++ }

file == 1 {
    all++
    if ($1 == region) {
        if (points == 0) { first = all; low = $2 }
        if (points == 1) { step = $2 - low }
        points++
    }
    next
}

# The results of sample s at point k are kept at s * points + k.
file == 2 {
    samples++
    for (k = 0; k < points; k++) {
        attack[samples * points + k] = $(first + k)
        peak[samples * points + k] = $(all + first + k)
    }
    next
}

$3 == region { write_county() }
