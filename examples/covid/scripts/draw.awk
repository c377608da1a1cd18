# Draws the ensemble as SVG: every county in a tile map of the states, the counties hit hardest, the nation's cases.
# Usage: awk -v samples=1000 -f draw.awk county_quantiles.csv fan.csv > ensemble.svg
function text(x, y, size, anchor, colour, words) {
    printf "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n", \
        x, y, size, anchor, colour, words
}

function bold(x, y, size, words) {
    printf "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" font-weight=\"bold\" fill=\"%s\">%s</text>\n", \
        x, y, size, ink, words
}

function line(x1, y1, x2, y2, colour, width) {
    printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>\n", \
        x1, y1, x2, y2, colour, width
}

# 1234567 -> 1,234,567
function grouped(number,    digits, out) {
    digits = sprintf("%.0f", number)
    while (length(digits) > 3) {
        out = "," substr(digits, length(digits) - 2) out
        digits = substr(digits, 1, length(digits) - 3)
    }
    return digits out
}

# A round number not smaller than the given one.
function ceiling(number,    power, k) {
    for (power = 1; power * 10 < number; power *= 10) { }
    for (k = 1; step[k] * power < number; k++) { }
    return step[k] * power
}

function colour(share,    k, w) {
    share = share < 0 ? 0 : share > 0.9999 ? 0.9999 : share
    k = int(share * 5)
    w = share * 5 - k
    k++
    return sprintf("rgb(%d,%d,%d)", red[k] + w * (red[k + 1] - red[k]), green[k] + w * (green[k + 1] - green[k]), \
        blue[k] + w * (blue[k + 1] - blue[k]))
}

function draw_state(name,    x, y, side, cell, k, number) {
    x = 50 + 66 * column[name]
    y = 118 + 66 * row[name]
    number = counties[name]
    for (side = 1; side * side < number; side++) { }
    cell = 60 / side
    printf "<rect x=\"%d\" y=\"%d\" width=\"60\" height=\"60\" fill=\"#e9e6e0\"/>\n", x, y
    for (k = 0; k < number; k++) {
        printf "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>\n", \
            x + cell * (k % side), y + cell * int(k / side), cell * 0.94, cell * 0.94, \
            colour(median[name, k + 1] / darkest)
    }
    printf "<text x=\"%d\" y=\"%d\" font-size=\"13\" font-weight=\"bold\" fill=\"%s\" stroke=\"white\" " \
        "stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">%s</text>\n", x + 3, y + 14, ink, name
}

function draw_map(    k, x) {
    bold(50, 92, 16, "Share infected within 180 days, median of the ensemble")
    text(50, 109, 12, "start", grey, "One square per county, the largest of each state first")
    for (k = 1; k <= states; k++) { draw_state(state[k]) }
    for (k = 0; k < 100; k++) {
        printf "<rect x=\"%.1f\" y=\"80\" width=\"2.2\" height=\"12\" fill=\"%s\"/>\n", 570 + 2 * k, colour(k / 100)
    }
    text(570, 106, 11, "middle", grey, "0 %")
    text(770, 106, 11, "middle", grey, sprintf("%d %%", darkest * 100))
}

function draw_ranking(    k, y, left, scale) {
    left = 905; scale = 245
    bold(left - 75, 92, 16, "Counties hit hardest")
    text(left - 75, 109, 12, "start", grey, "Share infected: median, 50 % and 90 % of simulations")
    for (k = 0; k <= 4; k++) {
        line(left + scale * k / 4, 124, left + scale * k / 4, 630, "#ddd8d0", 1)
        text(left + scale * k / 4, 646, 11, "middle", grey, k * 25 " %")
    }
    for (k = 1; k <= ranked; k++) {
        y = 140 + (k - 1) * 24.5
        text(left - 12, y + 4, 12, "end", ink, top_name[k])
        line(left + scale * top[k, 1], y, left + scale * top[k, 5], y, "#f2b48c", 4)
        line(left + scale * top[k, 2], y, left + scale * top[k, 4], y, "#d9603b", 8)
        printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"#6b1540\" stroke=\"white\"/>\n", left + scale * top[k, 3], y
    }
}

function day_x(d) { return 110 + d * 1040 / 179 }
function cases_y(cases) { return 960 - cases * 225 / highest }

function band(low, high, fill,    k) {
    printf "<polygon fill=\"%s\" points=\"", fill
    for (k = 0; k < days; k++) { printf "%.1f,%.1f ", day_x(k), cases_y(fan[k, high]) }
    for (k = days - 1; k >= 0; k--) { printf "%.1f,%.1f ", day_x(k), cases_y(fan[k, low]) }
    print "\"/>"
}

function draw_fan(    k) {
    bold(50, 700, 16, "Reported cases a day, the whole nation")
    text(50, 717, 12, "start", grey, "Median, 50 % and 90 % of simulations")
    for (k = 0; k <= 4; k++) {
        line(110, cases_y(highest * k / 4), 1150, cases_y(highest * k / 4), "#ddd8d0", 1)
        text(102, cases_y(highest * k / 4) + 4, 11, "end", grey, grouped(highest * k / 4))
    }
    for (k = 0; k < days; k += 30) { text(day_x(k), 978, 11, "middle", grey, "day " k) }
    band(1, 5, "#f7d3b8")
    band(2, 4, "#ea9466")
    printf "<polyline fill=\"none\" stroke=\"#6b1540\" stroke-width=\"2.5\" points=\""
    for (k = 0; k < days; k++) { printf "%.1f,%.1f ", day_x(k), cases_y(fan[k, 3]) }
    print "\"/>"
}

# Keeps the counties with the largest median, best first.
function rank_county(    k, q) {
    for (k = ranked; k >= 1 && top[k, 3] < $9; k--) {
        top_name[k + 1] = top_name[k]
        for (q = 1; q <= 5; q++) { top[k + 1, q] = top[k, q] }
    }
    if (k >= 20) { return }
    top_name[k + 1] = $2 " " $1
    for (q = 1; q <= 5; q++) { top[k + 1, q] = $(6 + q) }
    if (ranked < 20) { ranked++ }
}

BEGIN {
    FS = ","
    ink = "#2b2230"; grey = "#6f6873"
    split("1 2 3 4 6 8 10", step, " ")
    split("255 253 247 226 160 75", red, " ")
    split("246 214 150 85 28 12", green, " ")
    split("214 140 80 57 68 60", blue, " ")
}

FNR == 1 { file++ }

file == 1 {
    if (!($2 in counties)) {
        state[++states] = $2
        column[$2] = $5
        row[$2] = $6
    }
    median[$2, ++counties[$2]] = $9
    total++
    if ($9 > most) { most = $9 }
    rank_county()
    next
}

{
    for (q = 1; q <= 5; q++) { fan[days, q] = $(q + 1) }
    if ($6 > highest) { highest = $6 }
    days++
}

END {
    darkest = int(most * 10 + 0.999) / 10
    if (darkest == 0) { darkest = 0.1 }
    highest = ceiling(highest)
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"1000\" viewBox=\"0 0 1200 1000\" " \
        "font-family=\"Helvetica, Arial, sans-serif\">"
    print "<rect width=\"1200\" height=\"1000\" fill=\"#fbfaf7\"/>"
    bold(50, 48, 25, grouped(samples) (samples == 1 ? " epidemic in " : " epidemics in ") grouped(total) " counties")
    draw_map()
    draw_ranking()
    draw_fan()
    text(1150, 48, 11, "end", grey, "Number of counties and population of each state are real, its counties are made up.")
    print "</svg>"
}
