# Turns a row of daily values per sample into lines of "day value".
BEGIN { FS = "," }

{
    for (d = 1; d <= NF; d++) {
        print d - 1, $d
    }
}
