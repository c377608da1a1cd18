/* What the two reference launchers share: arguments, a clock, children by process id, and errors that end the program. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include <stdio.h>
#include <sys/types.h>

struct arguments {
    const char *directory; /* an existing, empty directory */
    long count;            /* tasks to run */
    int children;          /* how many run at a time */
    const char *command;   /* what each task's script does; NULL: nothing, with the task's number */
};

/* One running child and the task that it runs; a pid of 0 marks a free slot. */
struct slot {
    pid_t pid;
    long task;
};

struct arguments read_arguments(int argc, char **argv);

/* Seconds on a clock that nobody sets. */
double seconds_now(void);

/* Writes the script of a task, ready to be started: "#!/bin/bash", a blank line, and the command or ": <task>". */
void write_script(const char *path, long task, const char *command);

/* Waits until a child has ended, takes it out of its slot and says which task it ran and whether it exited with 0. */
struct slot *wait_for_child(struct slot *slots, int children, int *succeeded);

/* Prints the one line of result: seconds, then the number of tasks that failed. */
void print_result(double seconds, long failed);

/* Prints what failed, with the reason in errno, and exits with 1. */
_Noreturn void fail(const char *what, const char *name);

#endif
