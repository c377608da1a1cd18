// Runs the same Flux job many times and does nothing else: submits through libflux, so many at a time, and waits for each.
// What Flux itself can do.
//   flux_jobs JOBSPEC-FILE COUNT DEPTH
#include <errno.h>
#include <flux/core.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pipeline {
    flux_t *flux;
    const char *jobspec;
    long unsubmitted;
    long unended;
    long failed;
};

static void stop(const char *what)
{
    fprintf(stderr, "flux_jobs: %s: %s\n", what, strerror(errno));
    exit(1);
}

static char *contents(const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        stop(path);
    long length = ftell(file);
    rewind(file);
    char *text = calloc(1, (size_t)length + 1);
    if (!text || fread(text, 1, (size_t)length, file) != (size_t)length)
        stop(path);
    fclose(file);
    return text;
}

static void submit(struct pipeline *pipeline);

static void ended(flux_future_t *future, void *argument)
{
    struct pipeline *pipeline = argument;
    bool success;
    const char *error;
    if (flux_job_wait_get_status(future, &success, &error) < 0)
        stop("flux_job_wait");
    pipeline->failed += !success;
    flux_future_destroy(future);
    if (--pipeline->unended == 0)
        flux_reactor_stop(flux_get_reactor(pipeline->flux));
    else
        submit(pipeline);
}

static void submitted(flux_future_t *future, void *argument)
{
    struct pipeline *pipeline = argument;
    flux_jobid_t id;
    if (flux_job_submit_get_id(future, &id) < 0)
        stop("flux_job_submit");
    flux_future_destroy(future);
    flux_future_t *wait = flux_job_wait(pipeline->flux, id);
    if (!wait || flux_future_then(wait, -1, ended, pipeline) < 0)
        stop("flux_job_wait");
}

static void submit(struct pipeline *pipeline)
{
    if (pipeline->unsubmitted == 0)
        return;
    pipeline->unsubmitted--;
    flux_future_t *future =
        flux_job_submit(pipeline->flux, pipeline->jobspec, FLUX_JOB_URGENCY_DEFAULT, FLUX_JOB_WAITABLE);
    if (!future || flux_future_then(future, -1, submitted, pipeline) < 0)
        stop("flux_job_submit");
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: flux_jobs JOBSPEC-FILE COUNT DEPTH\n");
        return 2;
    }
    long count = atol(argv[2]);
    struct pipeline pipeline = {
        .flux = flux_open(NULL, 0), .jobspec = contents(argv[1]), .unsubmitted = count, .unended = count};
    if (!pipeline.flux)
        stop("flux_open");
    for (long depth = atol(argv[3]); depth > 0; depth--)
        submit(&pipeline);
    if (flux_reactor_run(flux_get_reactor(pipeline.flux), 0) < 0)
        stop("flux_reactor_run");
    flux_close(pipeline.flux);
    return pipeline.failed ? 1 : 0;
}
