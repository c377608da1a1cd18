/* Reference (b): as (a), but each task gets what Merlin makes for it: its directory in the hierarchy of 25 entries a
 * level, its script, its output files (opened in the child), and MERLIN_FINISHED after an exit with 0. The next task is
 * made ready while the children run, so that a free slot is filled at once. */
#define _GNU_SOURCE
#include "reference.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LEVEL_MAX_DIRS 25
#define DEEPEST 8 /* 25^8 tasks */
#define PATH_ROOM (DEEPEST * 3 + 32)

extern char **environ;

static int levels_for(long count)
{
    int levels = 0;
    for (long reach = 1; count > 1 && reach < count; reach *= LEVEL_MAX_DIRS) {
        levels++;
    }
    return levels;
}

/* The digits of the task to the base of 25, two characters each, then the name of a file, if any. */
static void write_path(char *path, long task, int levels, const char *file)
{
    for (int level = levels - 1; level >= 0; level--) {
        long digit = task % LEVEL_MAX_DIRS;
        task /= LEVEL_MAX_DIRS;
        path[3 * level] = (char)('0' + digit / 10);
        path[3 * level + 1] = (char)('0' + digit % 10);
        path[3 * level + 2] = '/';
    }
    snprintf(path + 3 * levels, (size_t)(PATH_ROOM - 3 * levels), "%s", file);
}

/* Makes the task's directory, and those above it where the task is the first in them. */
static void make_directories(long task, int levels)
{
    char path[PATH_ROOM];
    write_path(path, task, levels, "");
    int level = levels;
    for (long rest = task; level > 1 && rest % LEVEL_MAX_DIRS == 0; rest /= LEVEL_MAX_DIRS) {
        level--;
    }
    for (; level <= levels && levels > 0; level++) {
        path[3 * level - 1] = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST) {
            fail("cannot make", path);
        }
        path[3 * level - 1] = '/';
    }
}

static void prepare(long task, int levels, const char *command)
{
    char path[PATH_ROOM];
    make_directories(task, levels);
    write_path(path, task, levels, "task.sh");
    write_script(path, task, command);
}

static void open_output(posix_spawn_file_actions_t *actions)
{
    errno = posix_spawn_file_actions_init(actions);
    int flags = O_WRONLY | O_CREAT | O_APPEND;
    if (errno != 0 || (errno = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)) != 0
        || (errno = posix_spawn_file_actions_addopen(actions, 1, "task.out", flags, 0666)) != 0
        || (errno = posix_spawn_file_actions_addopen(actions, 2, "task.err", flags, 0666)) != 0) {
        fail("cannot describe", "the output files");
    }
}

/* Children start in the current directory, so this program goes there and comes back. */
static void spawn(struct slot *slot, long task, int levels, int root, const posix_spawn_file_actions_t *actions)
{
    char path[PATH_ROOM];
    char *argv[] = {"./task.sh", NULL};
    write_path(path, task, levels, ".");
    if (chdir(path) != 0) {
        fail("cannot enter", path);
    }
    errno = posix_spawn(&slot->pid, argv[0], actions, NULL, argv, environ);
    if (errno != 0) {
        fail("cannot start", path);
    }
    if (fchdir(root) != 0) {
        fail("cannot return to", "the directory given");
    }
    slot->task = task;
}

static void mark_finished(long task, int levels)
{
    char path[PATH_ROOM];
    write_path(path, task, levels, "MERLIN_FINISHED");
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0 || close(file) != 0) {
        fail("cannot write", path);
    }
}

static long run_all(long count, int children, const char *command, int root)
{
    struct slot *slots = calloc((size_t)children, sizeof *slots);
    if (slots == NULL) {
        fail("cannot make room for", "the children");
    }
    posix_spawn_file_actions_t actions;
    open_output(&actions);
    int levels = levels_for(count);
    long started = 0;
    long failed = 0;
    prepare(0, levels, command);
    for (long ended = 0; ended < count;) {
        for (int i = 0; i < children && started < count; i++) {
            if (slots[i].pid == 0) {
                spawn(&slots[i], started++, levels, root, &actions);
                if (started < count) {
                    prepare(started, levels, command);
                }
            }
        }
        int succeeded;
        long task = wait_for_child(slots, children, &succeeded)->task;
        ended++;
        if (succeeded) {
            mark_finished(task, levels);
        } else {
            failed++;
        }
    }
    posix_spawn_file_actions_destroy(&actions);
    free(slots);
    return failed;
}

int main(int argc, char **argv)
{
    struct arguments arguments = read_arguments(argc, argv);
    if (chdir(arguments.directory) != 0) {
        fail("cannot enter", arguments.directory);
    }
    int root = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        fail("cannot open", arguments.directory);
    }
    double start = seconds_now();
    long failed = run_all(arguments.count, arguments.children, arguments.command, root);
    print_result(seconds_now() - start, failed);
    return failed == 0 ? 0 : 1;
}
