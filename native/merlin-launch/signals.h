#ifndef MERLIN_LAUNCH_SIGNALS_H
#define MERLIN_LAUNCH_SIGNALS_H

#include <stdbool.h>

enum { RELAYED_SIGNALS = 6 };

/* The signals that are passed on to the job, or cancel it. */
extern const int relayed_signals[RELAYED_SIGNALS];

/* From before the job exists until somebody attends to it, these signals wait: none of them may leave a job behind.
 * Whoever follows the job takes them up where they were held. */
void signals_hold (bool hold);

#endif
