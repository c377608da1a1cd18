#include "jobspec.h"

#include "label.h"
#include "limits.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static json_t *cores_and_gpus (const struct options *options)
{
    int cores = options->cores_per_task > 0 ? options->cores_per_task : 1;
    json_t *children = json_pack ("[{s:s s:i}]", "type", "core", "count", cores);
    if (options->gpus_per_task > 0)
        json_array_append_new (children, json_pack ("{s:s s:i}", "type", "gpu", "count", options->gpus_per_task));
    return children;
}

static json_t *slots (int count, const struct options *options)
{
    return json_pack ("{s:s s:i s:o s:s}", "type", "slot", "count", count,
                      "with", cores_and_gpus (options), "label", "task");
}

/* Nodes without a number of tasks are wanted whole, with a task each. */
static json_t *resources (const struct options *options, int tasks)
{
    if (options->nodes == 0)
        return json_pack ("[o]", slots (tasks, options));
    int per_node = (tasks + options->nodes - 1) / options->nodes;
    json_t *node = json_pack ("{s:s s:i s:[o]}", "type", "node", "count", options->nodes,
                              "with", slots (per_node, options));
    if (options->exclusive || options->tasks == 0)
        json_object_set_new (node, "exclusive", json_true ());
    return json_pack ("[o]", node);
}

static json_t *tasks_section (const struct options *options, int tasks)
{
    json_t *command = json_array ();
    for (char **word = options->command; *word; word++) {
        /* NULL for what is not UTF-8. */
        if (json_array_append_new (command, json_string (*word)) < 0) {
            json_decref (command);
            return NULL;
        }
    }
    json_t *count = options->nodes > 0 && tasks % options->nodes != 0
        ? json_pack ("{s:i}", "total", tasks)
        : json_pack ("{s:i}", "per_slot", 1);
    return json_pack ("[{s:o s:s s:o}]", "command", command, "slot", "task", "count", count);
}

static json_t *environment (void)
{
    json_t *variables = json_object ();
    for (char **entry = environ; *entry; entry++) {
        const char *equals = strchr (*entry, '=');
        if (!equals)
            continue;
        char *name = strndup (*entry, (size_t)(equals - *entry));
        int stored = name ? json_object_set_new (variables, name, json_string (equals + 1)) : -1;
        free (name);
        if (stored < 0) {
            json_decref (variables);
            return NULL;
        }
    }
    return variables;
}

/* Puts a value at a path of keys with dots between; what is missing on the way is made. Takes the value over. */
static int set_at (json_t *object, const char *path, json_t *value)
{
    const char *dot = strchr (path, '.');
    if (!dot)
        return json_object_set_new (object, path, value);
    char *key = strndup (path, (size_t)(dot - path));
    json_t *inner = key ? json_object_get (object, key) : NULL;
    if (key && !inner) {
        json_object_set_new (object, key, json_object ());
        inner = json_object_get (object, key);
    }
    free (key);
    if (!json_is_object (inner)) {
        json_decref (value);
        return -1;
    }
    return set_at (inner, dot + 1, value);
}

/* A value on the command line is JSON where it can be, and else a text; without one it is 1. */
static json_t *value_of (const char *text)
{
    if (!text)
        return json_integer (1);
    json_t *value = json_loads (text, JSON_DECODE_ANY, NULL);
    return value ? value : json_string (text);
}

static bool begins (const char *text, const char *start)
{
    return strncmp (text, start, strlen (start)) == 0;
}

/* The place of a setting below "attributes". */
static char *place_of (const struct setting *setting, const char *key)
{
    const char *above = "system.";
    if (setting->is_shell_option)
        above = "system.shell.options.";
    else if (key[0] == '.' || begins (key, "attributes.")) {
        key = strchr (key, '.') + 1;
        above = "";
    }
    else if (begins (key, "user.") || begins (key, "system."))
        above = "";
    char *place = NULL;
    return asprintf (&place, "%s%s", above, key) < 0 ? NULL : place;
}

static int apply_setting (json_t *attributes, const struct setting *setting)
{
    const char *equals = strchr (setting->text, '=');
    char *key = equals ? strndup (setting->text, (size_t)(equals - setting->text)) : strdup (setting->text);
    char *place = key ? place_of (setting, key) : NULL;
    int result = place ? set_at (attributes, place, value_of (equals ? equals + 1 : NULL)) : -1;
    free (place);
    free (key);
    return result;
}

static int set_text (json_t *attributes, const char *path, const char *text)
{
    return text ? set_at (attributes, path, json_string (text)) : 0;
}

static int set_unbuffered (json_t *attributes)
{
    return set_at (attributes, "system.shell.options.output.stdout.buffer.type", json_string ("none")) < 0
            || set_at (attributes, "system.shell.options.output.stderr.buffer.type", json_string ("none")) < 0
            || set_at (attributes, "system.shell.options.output.batch-timeout", json_real (0.05)) < 0
            || set_at (attributes, "system.shell.options.input.batch-timeout", json_real (0.0)) < 0
        ? -1
        : 0;
}

static int set_directory (json_t *attributes, const char *chosen)
{
    if (chosen)
        return set_text (attributes, "system.cwd", chosen);
    char *current = getcwd (NULL, 0);
    int result = current ? set_text (attributes, "system.cwd", current) : -1;
    free (current);
    return result;
}

static int set_label (json_t *attributes, const char *job_name)
{
    struct label label = label_read ();
    int result = set_text (attributes, "system.job.name", job_name ? job_name : label.name);
    if (result == 0 && label.attributes)
        result = set_at (attributes, "user.merlin", json_incref (label.attributes));
    label_free (&label);
    return result;
}

static int set_file (json_t *attributes, const char *stream, const char *path)
{
    char *type_place = NULL;
    char *path_place = NULL;
    int result = -1;
    if (asprintf (&type_place, "system.shell.options.%s.type", stream) >= 0
        && asprintf (&path_place, "system.shell.options.%s.path", stream) >= 0)
        result = set_text (attributes, type_place, "file") < 0 || set_text (attributes, path_place, path) < 0 ? -1 : 0;
    free (type_place);
    free (path_place);
    return result;
}

/* The shell notes in the job's log where its input comes from, and ends half a second later if it may collect such notes. */
static int set_streams (json_t *attributes, const struct streams *streams)
{
    return set_file (attributes, "input.stdin", streams->input) < 0
            || set_file (attributes, "output.stdout", streams->output) < 0
            || set_file (attributes, "output.stderr", streams->errors) < 0
            || set_text (attributes, "system.shell.options.output.mode", "append") < 0
            || set_at (attributes, "system.shell.options.input.batch-timeout", json_real (0.0)) < 0
        ? -1
        : 0;
}

static json_t *attributes_section (const struct options *options, const struct streams *streams)
{
    json_t *attributes = json_object ();
    int failed = set_at (attributes, "system.duration", json_real (options->time_limit)) < 0
        || set_at (attributes, "system.environment", environment ()) < 0
        || set_directory (attributes, options->directory) < 0
        || set_label (attributes, options->job_name) < 0
        || set_text (attributes, "system.queue", options->queue) < 0
        || set_text (attributes, "system.bank", options->bank) < 0
        || (streams && set_streams (attributes, streams) < 0)
        || (options->unbuffered && set_unbuffered (attributes) < 0)
        || set_at (attributes, "system.shell.options.rlimit", limits_of_process ()) < 0;
    for (int i = 0; i < options->setting_count && !failed; i++)
        failed = apply_setting (attributes, &options->settings[i]) < 0;
    if (failed) {
        json_decref (attributes);
        return NULL;
    }
    return attributes;
}

char *jobspec_text (const struct options *options, const struct streams *streams)
{
    int tasks = options->tasks > 0 ? options->tasks : options->nodes > 0 ? options->nodes : 1;
    /* json_pack gives NULL when one of its parts is NULL. */
    json_t *jobspec = json_pack ("{s:i s:o s:o s:o}", "version", 1, "resources", resources (options, tasks),
                                 "tasks", tasks_section (options, tasks),
                                 "attributes", attributes_section (options, streams));
    char *text = jobspec ? json_dumps (jobspec, JSON_COMPACT) : NULL;
    json_decref (jobspec);
    return text;
}
