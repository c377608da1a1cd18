#ifndef MERLIN_LAUNCH_OPTIONS_H
#define MERLIN_LAUNCH_OPTIONS_H

#include <stdbool.h>

/* A "KEY" or "KEY=VALUE" as the user gave it, in the order of the command line. */
struct setting {
    bool is_shell_option; /* -o; otherwise an attribute, -S */
    const char *text;
};

/* The command line. Texts are borrowed from argv; an absent option is NULL or 0. */
struct options {
    int tasks;
    int nodes;
    int cores_per_task;
    int gpus_per_task;
    double time_limit; /* seconds; 0: none */
    bool exclusive;
    bool label_output;
    bool unbuffered;
    const char *queue;
    const char *bank;
    const char *job_name;
    const char *directory;
    struct setting *settings; /* argc entries at most */
    int setting_count;
    char **command; /* ends with NULL */
};

/* Reads the options of "flux run" that are known here.
 *
 * Returns false for anything else: an unknown option, a value that does not fit, no command. "flux run" gets such a
 * command line as it is, and does or says what it does or says. */
bool options_read (int argc, char **argv, struct options *options);

#endif
