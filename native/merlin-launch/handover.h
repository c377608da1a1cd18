#ifndef MERLIN_LAUNCH_HANDOVER_H
#define MERLIN_LAUNCH_HANDOVER_H

#include "options.h"

#include <flux/core.h>

/* Becomes "flux run" with the same arguments. Returns only when there is no such command, which it has then said. */
void handover_to_run (char **argv);

/* Becomes "flux-job attach", which is what "flux run" becomes too: output, input, signals and exit code of a job are
 * its affair. Returns only when there is no such program, which it has then said. */
void handover_to_attach (const struct options *options, flux_jobid_t job);

#endif
