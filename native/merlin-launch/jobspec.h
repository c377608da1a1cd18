#ifndef MERLIN_LAUNCH_JOBSPEC_H
#define MERLIN_LAUNCH_JOBSPEC_H

#include "options.h"
#include "streams.h"

/* The jobspec (RFC 25, version 1) that "flux run" makes of the same options, with this process's environment, working
 * directory and limits, as JSON text that the caller frees. The job opens its streams itself where they are not NULL.
 *
 * NULL when it cannot be written, because a text of it is not UTF-8 for instance. */
char *jobspec_text (const struct options *options, const struct streams *streams);

#endif
