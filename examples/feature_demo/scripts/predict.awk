# Usage: awk -f predict.awk model.csv points.csv. Writes x0,x1,y for each point.
BEGIN { FS = "," }

NR == 1 {
    a = $1; b = $2; c = $3
    next
}

{ printf "%s,%s,%.6f\n", $1, $2, a + b * $1 + c * $2 }
