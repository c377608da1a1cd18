/* Does what "flux run" does, in a few milliseconds: makes the jobspec, submits it through libflux to the instance that
 * FLUX_URI names, and becomes "flux-job attach". What "flux run" spends on Python is saved; what happens to the job's
 * output, input, signals and exit code is Flux's own code in both.
 *
 * Everything that is not known here, an option or a value, is given to "flux run" with the same arguments. */
#include "handover.h"
#include "jobspec.h"
#include "options.h"
#include "plugins.h"

#include <errno.h>
#include <flux/core.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The signals that attach passes on to the job, or cancels it by. */
static const int relayed_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGUSR1, SIGUSR2};

/* From before the job exists until attach listens, these signals wait: none of them may leave a job behind that nobody
 * attends to. Attach takes them up where they were held. */
static void hold_signals (bool hold)
{
    sigset_t signals;
    sigemptyset (&signals);
    for (size_t i = 0; i < sizeof (relayed_signals) / sizeof (relayed_signals[0]); i++)
        sigaddset (&signals, relayed_signals[i]);
    sigprocmask (hold ? SIG_BLOCK : SIG_UNBLOCK, &signals, NULL);
}

/* Submits a job; says why when it cannot. */
static bool submit (flux_t *handle, const char *jobspec, flux_jobid_t *job)
{
    flux_future_t *answer = flux_job_submit (handle, jobspec, FLUX_JOB_URGENCY_DEFAULT, 0);
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

static int launch (flux_t *handle, const char *jobspec, const struct options *options)
{
    flux_jobid_t job;
    hold_signals (true);
    if (submit (handle, jobspec, &job)) {
        handover_to_attach (options, job);
        cancel (handle, job);
    }
    hold_signals (false);
    return EXIT_FAILURE;
}

int main (int argc, char **argv)
{
    struct options options;
    bool is_known = options_read (argc, argv, &options) && !plugins_change_jobs ();
    char *jobspec = is_known ? jobspec_text (&options) : NULL;
    flux_t *handle = jobspec ? flux_open (NULL, 0) : NULL;
    int status = EXIT_FAILURE;
    if (handle)
        status = launch (handle, jobspec, &options);
    else
        handover_to_run (argv);
    flux_close (handle);
    free (jobspec);
    free (options.settings);
    return status;
}
