/* Does what "flux run" does, in a few milliseconds: makes the jobspec and submits it through libflux to the instance that
 * FLUX_URI names. Where its own streams are plain files on the job's only host, as those of Merlin's tasks are, the job
 * opens these files itself and this program waits for its end; otherwise it becomes "flux-job attach", as "flux run" does.
 *
 * Everything that is not known here, an option or a value, is given to "flux run" with the same arguments. */
#include "follow.h"
#include "handover.h"
#include "jobspec.h"
#include "options.h"
#include "plugins.h"
#include "signals.h"
#include "streams.h"

#include <errno.h>
#include <flux/core.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Submits a job; says why when it cannot. */
static bool submit (flux_t *handle, const char *jobspec, int flags, flux_jobid_t *job)
{
    flux_future_t *answer = flux_job_submit (handle, jobspec, FLUX_JOB_URGENCY_DEFAULT, flags);
    bool is_submitted = answer && flux_job_submit_get_id (answer, job) == 0;
    if (!is_submitted)
        fprintf (stderr, "merlin-launch: %s\n", answer ? flux_future_error_string (answer) : strerror (errno));
    flux_future_destroy (answer);
    return is_submitted;
}

static void cancel (flux_t *handle, flux_jobid_t job)
{
    flux_future_t *answer = flux_job_cancel (handle, job, "merlin-launch cannot attach to it");
    if (answer)
        flux_future_get (answer, NULL);
    flux_future_destroy (answer);
}

static int launch (flux_t *handle, const char *jobspec, const struct options *options, bool is_direct)
{
    flux_jobid_t job;
    int status = EXIT_FAILURE;
    signals_hold (true);
    if (submit (handle, jobspec, is_direct ? FLUX_JOB_WAITABLE : 0, &job)) {
        if (is_direct) {
            status = follow (handle, job);
            streams_advance ();
        }
        else {
            handover_to_attach (options, job);
            cancel (handle, job);
        }
    }
    signals_hold (false);
    return status;
}

int main (int argc, char **argv)
{
    struct options options;
    struct streams streams = {0};
    bool is_known = options_read (argc, argv, &options) && !plugins_change_jobs ();
    flux_t *handle = is_known ? flux_open (NULL, 0) : NULL;
    bool is_direct = handle && streams_find (&options, handle, &streams);
    char *jobspec = handle ? jobspec_text (&options, is_direct ? &streams : NULL) : NULL;
    int status = EXIT_FAILURE;
    if (jobspec)
        status = launch (handle, jobspec, &options, is_direct);
    else
        handover_to_run (argv);
    flux_close (handle);
    free (jobspec);
    streams_free (&streams);
    free (options.settings);
    return status;
}
