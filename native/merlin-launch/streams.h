#ifndef MERLIN_LAUNCH_STREAMS_H
#define MERLIN_LAUNCH_STREAMS_H

#include "options.h"

#include <flux/core.h>

/* The files that a job can read and write itself, in place of having everything carried from and to this program through
 * Flux's store. Paths are absolute. */
struct streams {
    char *input;
    char *output;
    char *errors;
};

/* Finds out whether this program's standard streams are files that the job sees under the same paths: its input is
 * /dev/null, its outputs are files or /dev/null, the instance is the user's own and on this host alone, and no option wants
 * it otherwise. */
bool streams_find (const struct options *options, flux_t *handle, struct streams *streams);

/* The job has ended: puts the offsets of the output files behind what it wrote, for those who write after this program. */
void streams_advance (void);

void streams_free (struct streams *streams);

#endif
