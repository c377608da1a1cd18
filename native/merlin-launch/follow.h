#ifndef MERLIN_LAUNCH_FOLLOW_H
#define MERLIN_LAUNCH_FOLLOW_H

#include <flux/core.h>

/* Waits for the end of a waitable job that reads and writes its files itself. Signals are passed on, two interrupts within two
 * seconds cancel it, and what befalls it is said on standard error as "flux run" says it.
 *
 * Returns the exit code that "flux run" would end with. */
int follow (flux_t *handle, flux_jobid_t job);

#endif
