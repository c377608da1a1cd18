# The number of values and their mean.
{ sum += $1 }
END { printf "%d values, mean %.3f\n", NR, NR ? sum / NR : 0 }
