#ifndef MERLIN_LAUNCH_LIMITS_H
#define MERLIN_LAUNCH_LIMITS_H

#include <jansson.h>

/* This process's soft resource limits that a job takes over, by the names of the job shell; -1 is unlimited.
 * NULL when there is no memory. The caller owns it. */
json_t *limits_of_process (void);

#endif
