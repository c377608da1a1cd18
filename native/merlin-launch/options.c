#include "options.h"

#include "duration.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum option_id {
    TASKS,
    NODES,
    CORES_PER_TASK,
    GPUS_PER_TASK,
    TIME_LIMIT,
    EXCLUSIVE,
    SHELL_OPTION,
    ATTRIBUTE,
    QUEUE,
    BANK,
    JOB_NAME,
    DIRECTORY,
    LABEL_OUTPUT,
    UNBUFFERED,
    QUIET,
};

struct known_option {
    enum option_id id;
    char letter; /* 0: none */
    const char *word;
    bool takes_value;
};

static const struct known_option known_options[] = {
    {TASKS, 'n', "ntasks", true},
    {NODES, 'N', "nodes", true},
    {CORES_PER_TASK, 'c', "cores-per-task", true},
    {GPUS_PER_TASK, 'g', "gpus-per-task", true},
    {TIME_LIMIT, 't', "time-limit", true},
    {EXCLUSIVE, 'x', "exclusive", false},
    {SHELL_OPTION, 'o', "setopt", true},
    {ATTRIBUTE, 'S', "setattr", true},
    {QUEUE, 'q', "queue", true},
    {BANK, 'B', "bank", true},
    {JOB_NAME, 0, "job-name", true},
    {DIRECTORY, 0, "cwd", true},
    {LABEL_OUTPUT, 'l', "label-io", false},
    {UNBUFFERED, 'u', "unbuffered", false},
    {QUIET, 0, "quiet", false},
};

/* The option that an argument names, or NULL; the value that is part of the argument goes to *value, else NULL.
 * Words are not abbreviated, and letters not clustered: "flux run" differs there from version to version. */
static const struct known_option *find (const char *argument, const char **value)
{
    *value = NULL;
    for (size_t i = 0; i < sizeof (known_options) / sizeof (known_options[0]); i++) {
        const struct known_option *option = &known_options[i];
        if (argument[1] != '-') {
            if (option->letter != argument[1])
                continue;
            *value = argument[2] ? argument + 2 : NULL;
            return option;
        }
        size_t length = strlen (option->word);
        if (strncmp (argument + 2, option->word, length) != 0)
            continue;
        if (argument[2 + length] == '=')
            *value = argument + 2 + length + 1;
        if (*value || argument[2 + length] == '\0')
            return option;
    }
    return NULL;
}

static bool read_count (const char *text, int minimum, int *count)
{
    char *end;
    errno = 0;
    long number = strtol (text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || number < minimum || number > INT_MAX)
        return false;
    *count = (int)number;
    return true;
}

static bool add_setting (struct options *options, bool is_shell_option, const char *text)
{
    /* ^KEY=FILE reads the value from a file. */
    if (text[0] == '^' || text[0] == '=' || text[0] == '\0')
        return false;
    options->settings[options->setting_count++] = (struct setting){is_shell_option, text};
    return true;
}

static bool apply (struct options *options, enum option_id id, const char *value)
{
    switch (id) {
    case TASKS:
        return read_count (value, 1, &options->tasks);
    case NODES:
        return read_count (value, 1, &options->nodes);
    case CORES_PER_TASK:
        return read_count (value, 1, &options->cores_per_task);
    case GPUS_PER_TASK:
        return read_count (value, 0, &options->gpus_per_task);
    case TIME_LIMIT:
        return duration_read (value, &options->time_limit);
    case EXCLUSIVE:
        return options->exclusive = true;
    case SHELL_OPTION:
        return add_setting (options, true, value);
    case ATTRIBUTE:
        return add_setting (options, false, value);
    case QUEUE:
        options->queue = value;
        return true;
    case BANK:
        options->bank = value;
        return true;
    case JOB_NAME:
        options->job_name = value;
        return true;
    case DIRECTORY:
        options->directory = value;
        return true;
    case LABEL_OUTPUT:
        return options->label_output = true;
    case UNBUFFERED:
        return options->unbuffered = true;
    case QUIET: /* "flux run" prints no job id anyhow */
        return true;
    }
    return false;
}

static bool is_consistent (const struct options *options)
{
    bool too_many_nodes = options->nodes > 0 && options->tasks > 0 && options->nodes > options->tasks;
    bool exclusive_what = options->exclusive && options->nodes == 0;
    return !too_many_nodes && !exclusive_what;
}

bool options_read (int argc, char **argv, struct options *options)
{
    *options = (struct options){.settings = calloc ((size_t)argc, sizeof (struct setting))};
    if (!options->settings)
        return false;
    int next = 1;
    while (next < argc && argv[next][0] == '-' && argv[next][1] != '\0') {
        const char *argument = argv[next++];
        if (strcmp (argument, "--") == 0)
            break;
        const char *value;
        const struct known_option *option = find (argument, &value);
        if (!option || (value && !option->takes_value))
            return false;
        if (option->takes_value && !value) {
            /* What looks like an option is none's value for "flux run". */
            if (next == argc || argv[next][0] == '-')
                return false;
            value = argv[next++];
        }
        if (!apply (options, option->id, value))
            return false;
    }
    options->command = argv + next;
    return next < argc && is_consistent (options);
}
