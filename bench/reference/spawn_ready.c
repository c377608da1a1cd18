/* Reference (a): what starting N processes costs, and nothing else. The scripts are there before the clock starts; they
 * inherit standard input, output and error. */
#define _GNU_SOURCE
#include "reference.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <unistd.h>

extern char **environ;

static void spawn(struct slot *slot, long task)
{
    char name[32];
    snprintf(name, sizeof name, "./%ld.sh", task);
    char *argv[] = {name, NULL};
    errno = posix_spawn(&slot->pid, name, NULL, NULL, argv, environ);
    if (errno != 0) {
        fail("cannot start", name);
    }
    slot->task = task;
}

static long run_all(long count, int children)
{
    struct slot *slots = calloc((size_t)children, sizeof *slots);
    if (slots == NULL) {
        fail("cannot make room for", "the children");
    }
    long started = 0;
    long failed = 0;
    for (int i = 0; i < children && started < count; i++) {
        spawn(&slots[i], started++);
    }
    for (long ended = 0; ended < count; ended++) {
        int succeeded;
        struct slot *slot = wait_for_child(slots, children, &succeeded);
        failed += !succeeded;
        if (started < count) {
            spawn(slot, started++);
        }
    }
    free(slots);
    return failed;
}

int main(int argc, char **argv)
{
    struct arguments arguments = read_arguments(argc, argv);
    if (chdir(arguments.directory) != 0) {
        fail("cannot enter", arguments.directory);
    }
    for (long task = 0; task < arguments.count; task++) {
        char name[32];
        snprintf(name, sizeof name, "%ld.sh", task);
        write_script(name, task, arguments.command);
    }
    double start = seconds_now();
    long failed = run_all(arguments.count, arguments.children);
    print_result(seconds_now() - start, failed);
    return failed == 0 ? 0 : 1;
}
