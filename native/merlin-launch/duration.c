#include "duration.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct unit {
    const char *name;
    double seconds;
};

static const struct unit units[] = {
    {"", 60},
    {"ms", 0.001},
    {"s", 1},
    {"m", 60},
    {"h", 3600},
    {"d", 86400},
};

bool duration_read (const char *text, double *seconds)
{
    /* strtod takes more than "flux run" does, hexadecimals for instance. */
    size_t digits = strspn (text, "0123456789.");
    char *end;
    double number = strtod (text, &end);
    if (digits == 0 || end != text + digits)
        return false;
    for (size_t i = 0; i < sizeof (units) / sizeof (units[0]); i++) {
        if (strcmp (end, units[i].name) == 0) {
            *seconds = number * units[i].seconds;
            return isfinite (*seconds);
        }
    }
    return false;
}
