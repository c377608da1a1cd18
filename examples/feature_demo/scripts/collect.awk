# Lines of x0,x1,x2,y to a table of x0,x1,y with a header.
BEGIN {
    FS = ","
    print "x0,x1,y"
}

{ print $1 "," $2 "," $4 }
