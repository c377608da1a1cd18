#include "handover.h"

#include "label.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JOB_ID_SIZE = 64 };

/* NULL without a value. */
static char *option_of (const char *name, const char *value)
{
    char *option = NULL;
    return value && asprintf (&option, "%s%s", name, value) >= 0 ? option : NULL;
}

void handover_to_run (char **argv)
{
    size_t count = 0;
    while (argv[count])
        count++;
    char **words = calloc (count + 4, sizeof (char *));
    if (words) {
        struct label label = label_read ();
        char *attributes = label.attributes ? json_dumps (label.attributes, JSON_COMPACT) : NULL;
        /* They come first, so that the user's own count. */
        char *added[] = {option_of ("--job-name=", label.name), option_of ("--setattr=user.merlin=", attributes)};
        size_t next = 0;
        words[next++] = "flux";
        words[next++] = "run";
        for (size_t i = 0; i < sizeof (added) / sizeof (*added); i++)
            if (added[i])
                words[next++] = added[i];
        for (size_t i = 1; i < count; i++)
            words[next++] = argv[i];
        execvp (words[0], words);
        free (added[0]);
        free (added[1]);
        free (attributes);
        label_free (&label);
    }
    fprintf (stderr, "merlin-launch: cannot start 'flux run': %s; is the flux command on PATH?\n", strerror (errno));
    free (words);
}

/* Tries a program in each directory of a list with colons between. */
static void execute_in (const char *directories, const char *program, char *const *words)
{
    for (const char *start = directories; start && *start;) {
        int length = (int)strcspn (start, ":");
        char *path = NULL;
        if (length > 0 && asprintf (&path, "%.*s/%s", length, start, program) >= 0)
            execv (path, words);
        free (path);
        start += length + (start[length] == ':');
    }
}

void handover_to_attach (const struct options *options, flux_jobid_t job)
{
    char id[JOB_ID_SIZE];
    char *words[6] = {"flux-job", "attach"};
    int count = 2;
    if (options->label_output)
        words[count++] = "--label-io";
    if (options->unbuffered)
        words[count++] = "--unbuffered";
    if (flux_job_id_encode (job, "f58", id, sizeof (id)) == 0) {
        words[count] = id;
        execute_in (getenv ("FLUX_EXEC_PATH"), words[0], words);
        execute_in (flux_conf_builtin_get ("exec_path", FLUX_CONF_AUTO), words[0], words);
    }
    fprintf (stderr, "merlin-launch: cannot start Flux's own 'flux-job attach': %s; the job is cancelled\n", strerror (errno));
}
