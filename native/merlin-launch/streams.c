#include "streams.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char null_device[] = "/dev/null";

/* The path under which a descriptor's file can be opened again, or NULL. */
static char *path_of (int descriptor)
{
    char link[64];
    char path[PATH_MAX];
    snprintf (link, sizeof (link), "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink (link, path, sizeof (path) - 1);
    if (length <= 0 || path[0] != '/')
        return NULL;
    path[length] = '\0';
    struct stat open_file;
    struct stat named_file;
    bool is_same = fstat (descriptor, &open_file) == 0 && stat (path, &named_file) == 0
        && open_file.st_dev == named_file.st_dev && open_file.st_ino == named_file.st_ino;
    /* Flux fills in what stands between double braces. */
    return is_same && !strstr (path, "{{") ? strdup (path) : NULL;
}

static bool is_null_device (const char *path)
{
    return path && strcmp (path, null_device) == 0;
}

/* A file that is written from its end on, as the job does, or one in which that makes no difference. */
static bool takes_appended (int descriptor, const char *path)
{
    struct stat file;
    int flags = fcntl (descriptor, F_GETFL);
    if (!path || flags < 0 || (flags & O_ACCMODE) == O_RDONLY || fstat (descriptor, &file) < 0)
        return false;
    if (!S_ISREG (file.st_mode))
        return is_null_device (path);
    return (flags & O_APPEND) || lseek (descriptor, 0, SEEK_CUR) == file.st_size;
}

/* Options about the streams are Flux's to carry out. */
static bool options_leave_them (const struct options *options)
{
    static const char *const about_streams[] = {"output", "input", "pty"};
    if (options->label_output || options->unbuffered)
        return false;
    for (int i = 0; i < options->setting_count; i++) {
        const char *text = options->settings[i].text;
        if (!options->settings[i].is_shell_option && strstr (text, "shell"))
            return false;
        for (size_t j = 0; j < sizeof (about_streams) / sizeof (about_streams[0]); j++)
            if (strncmp (text, about_streams[j], strlen (about_streams[j])) == 0)
                return false;
    }
    return true;
}

static bool is_on_this_host (flux_t *handle)
{
    uint32_t brokers;
    const char *uri = getenv ("FLUX_URI");
    return uri && strncmp (uri, "local://", 8) == 0 && flux_get_size (handle, &brokers) == 0 && brokers == 1;
}

/* Only the owner of an instance may wait for a job without reading its log. */
static bool is_owner (flux_t *handle)
{
    const char *owner = flux_attr_get (handle, "security.owner");
    char *end;
    return owner && strtoul (owner, &end, 10) == geteuid () && *end == '\0';
}

/* Before 0.60 the job shell empties its output files when it opens them. */
static bool can_append (void)
{
    int major;
    int minor;
    flux_core_version (&major, &minor, NULL);
    return major > 0 || minor >= 60;
}

bool streams_find (const struct options *options, flux_t *handle, struct streams *streams)
{
    *streams = (struct streams){0};
    if (!can_append () || !options_leave_them (options) || !is_on_this_host (handle) || !is_owner (handle))
        return false;
    streams->input = path_of (STDIN_FILENO);
    streams->output = path_of (STDOUT_FILENO);
    streams->errors = path_of (STDERR_FILENO);
    if (is_null_device (streams->input) && takes_appended (STDOUT_FILENO, streams->output)
        && takes_appended (STDERR_FILENO, streams->errors))
        return true;
    streams_free (streams);
    return false;
}

void streams_advance (void)
{
    lseek (STDOUT_FILENO, 0, SEEK_END);
    lseek (STDERR_FILENO, 0, SEEK_END);
}

void streams_free (struct streams *streams)
{
    free (streams->input);
    free (streams->output);
    free (streams->errors);
    *streams = (struct streams){0};
}
