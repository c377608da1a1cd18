#ifndef MERLIN_LAUNCH_PLUGINS_H
#define MERLIN_LAUNCH_PLUGINS_H

#include <stdbool.h>

/* Whether this site or user has plugins for "flux run" (Python, since 0.79), which may change any job: then only
 * "flux run" knows what the job is to be. */
bool plugins_change_jobs (void);

#endif
