#include "limits.h"

#include <sys/resource.h>

struct limit {
    int resource;
    const char *name;
};

/* "flux run" leaves out what a user rarely sets and what needs a privilege: locked memory, queues, priorities. */
static const struct limit limits[] = {
    {RLIMIT_CPU, "cpu"},
    {RLIMIT_FSIZE, "fsize"},
    {RLIMIT_DATA, "data"},
    {RLIMIT_STACK, "stack"},
    {RLIMIT_CORE, "core"},
    {RLIMIT_NOFILE, "nofile"},
    {RLIMIT_AS, "as"},
    {RLIMIT_RSS, "rss"},
    {RLIMIT_NPROC, "nproc"},
};

json_t *limits_of_process (void)
{
    json_t *values = json_object ();
    for (size_t i = 0; i < sizeof (limits) / sizeof (limits[0]); i++) {
        struct rlimit limit;
        if (getrlimit (limits[i].resource, &limit) < 0)
            continue;
        json_int_t soft = limit.rlim_cur == RLIM_INFINITY ? -1 : (json_int_t)limit.rlim_cur;
        json_object_set_new (values, limits[i].name, json_integer (soft));
    }
    return values;
}
