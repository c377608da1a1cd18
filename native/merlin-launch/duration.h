#ifndef MERLIN_LAUNCH_DURATION_H
#define MERLIN_LAUNCH_DURATION_H

#include <stdbool.h>

/* Reads a time limit as "flux run" takes it, into seconds: a bare number is minutes; "ms", "s", "m", "h" and "d" follow
 * one directly. Returns false for anything else. */
bool duration_read (const char *text, double *seconds);

#endif
