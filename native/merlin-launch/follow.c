#include "follow.h"

#include "signals.h"

#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double interrupt_seconds = 2;

struct followed {
    flux_t *handle;
    flux_jobid_t job;
    double submitted;
    double interrupted;
    int exit_code;
};

static void say (const char *text)
{
    fprintf (stderr, "merlin-launch: %s\n", text);
}

static void say_answer (flux_future_t *answer, void *arg)
{
    (void)arg;
    if (flux_future_get (answer, NULL) < 0)
        say (flux_future_error_string (answer));
    flux_future_destroy (answer);
}

static void await_answer (flux_future_t *answer)
{
    if (!answer || flux_future_then (answer, -1, say_answer, NULL) < 0)
        say (strerror (errno));
}

/* One interrupt may be a slip of the hand. */
static void on_interrupt (struct followed *followed)
{
    double now = flux_reactor_now (flux_get_reactor (followed->handle));
    if (followed->interrupted > 0 && now - followed->interrupted <= interrupt_seconds)
        await_answer (flux_job_cancel (followed->handle, followed->job, "interrupted by ctrl-C"));
    else
        say ("one more ctrl-C within 2s to cancel");
    followed->interrupted = now;
}

static void on_signal (flux_reactor_t *reactor, flux_watcher_t *watcher, int events, void *arg)
{
    (void)reactor;
    (void)events;
    struct followed *followed = arg;
    int number = flux_signal_watcher_get_signum (watcher);
    if (number == SIGINT)
        on_interrupt (followed);
    else
        await_answer (flux_job_kill (followed->handle, followed->job, number));
}

static void on_exception (const struct followed *followed, double time, json_t *context)
{
    char id[64] = "";
    const char *type;
    const char *note;
    int severity;
    if (json_unpack (context, "{s:s s:i s:s}", "type", &type, "severity", &severity, "note", &note) < 0)
        return;
    flux_job_id_encode (followed->job, "f58", id, sizeof (id));
    fprintf (stderr, "%.3fs: job.exception %s type=%s severity=%d %s\n", time - followed->submitted, id, type, severity,
             note);
}

static void on_finish (struct followed *followed, json_t *context)
{
    int status;
    flux_error_t words;
    if (json_unpack (context, "{s:i}", "status", &status) < 0)
        return;
    followed->exit_code = flux_job_waitstatus_to_exitcode (status, &words);
    if (followed->exit_code != 0)
        say (words.text);
}

/* Whether the event is the last one that matters. */
static bool take_event (struct followed *followed, json_t *event)
{
    double time;
    const char *name;
    json_t *context = NULL;
    if (json_unpack (event, "{s:F s:s s?o}", "timestamp", &time, "name", &name, "context", &context) < 0)
        return false;
    if (followed->submitted == 0)
        followed->submitted = time;
    if (strcmp (name, "exception") == 0)
        on_exception (followed, time, context);
    else if (strcmp (name, "finish") == 0) {
        on_finish (followed, context);
        return true;
    }
    return false;
}

static void on_event (flux_future_t *events, void *arg)
{
    struct followed *followed = arg;
    const char *text;
    bool is_over = flux_job_event_watch_get (events, &text) < 0;
    if (is_over && errno != ENODATA)
        say (flux_future_error_string (events));
    if (!is_over) {
        json_t *event = json_loads (text, 0, NULL);
        is_over = event && take_event (followed, event);
        json_decref (event);
    }
    if (is_over)
        flux_reactor_stop (flux_get_reactor (followed->handle));
    else
        flux_future_reset (events);
}

/* The job manager knows of the end some 15 ms before the job's log tells of it. Success needs no log. */
static void on_answer (flux_future_t *answer, void *arg)
{
    struct followed *followed = arg;
    bool is_success;
    if (flux_job_wait_get_status (answer, &is_success, NULL) == 0 && is_success) {
        followed->exit_code = EXIT_SUCCESS;
        flux_reactor_stop (flux_get_reactor (followed->handle));
    }
}

int follow (flux_t *handle, flux_jobid_t job)
{
    struct followed followed = {.handle = handle, .job = job, .exit_code = EXIT_FAILURE};
    flux_reactor_t *reactor = flux_get_reactor (handle);
    flux_watcher_t *watchers[RELAYED_SIGNALS];
    for (int i = 0; i < RELAYED_SIGNALS; i++) {
        /* The reactor sees a signal that is held, and one that is not. */
        watchers[i] = flux_signal_watcher_create (reactor, relayed_signals[i], on_signal, &followed);
        flux_watcher_start (watchers[i]);
    }
    flux_future_t *events = flux_job_event_watch (handle, job, "eventlog", 0);
    flux_future_t *answer = flux_job_wait (handle, job);
    if (!events || !answer || flux_future_then (events, -1, on_event, &followed) < 0
        || flux_future_then (answer, -1, on_answer, &followed) < 0 || flux_reactor_run (reactor, 0) < 0)
        say (strerror (errno));
    flux_future_destroy (answer);
    flux_future_destroy (events);
    for (int i = 0; i < RELAYED_SIGNALS; i++)
        flux_watcher_destroy (watchers[i]);
    return followed.exit_code;
}
