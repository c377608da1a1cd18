/* Runs a command and prints one line about it: exit status, seconds until it ended, seconds until its first message,
 * and the largest resident set of it or of any of its children in KiB.
 *
 *   measure [-l LOG] [-t SECONDS] [-m FIFO] COMMAND [ARGUMENT...]
 *
 * -l  file for the command's output;
 * -t  limit, after which the command is killed and the status is "timed-out";
 * -m  a named pipe to be made: when anything is written to it, the time is taken and the command gets an interrupt.
 *     Without a message, the third number is "-".
 *
 * The command has a process group of its own. SIGINT and SIGTERM are passed on to it, and this program's own exit status
 * then tells of them. */
#define _GNU_SOURCE
#include "reference.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct options {
    const char *log;
    const char *fifo;
    double limit; /* seconds; 0: none */
    char **command;
};

static struct options read_options(int argc, char **argv)
{
    struct options options = {0};
    int option;
    while ((option = getopt(argc, argv, "+l:t:m:")) != -1) {
        switch (option) {
        case 'l': options.log = optarg; break;
        case 'm': options.fifo = optarg; break;
        case 't': options.limit = atof(optarg); break;
        default: exit(2);
        }
    }
    if (optind == argc) {
        fprintf(stderr, "usage: %s [-l LOG] [-t SECONDS] [-m FIFO] COMMAND [ARGUMENT...]\n", argv[0]);
        exit(2);
    }
    options.command = argv + optind;
    return options;
}

/* The end of a child, and what asks this program to end, are read from here as signals. */
static int watch_signals(void)
{
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGTERM);
    int watch = signalfd(-1, &watched, SFD_CLOEXEC);
    if (watch < 0 || sigprocmask(SIG_BLOCK, &watched, NULL) != 0) {
        fail("cannot watch", "the command");
    }
    return watch;
}

/* Reads a signal, and passes it on to the command's group if it asks for an end; which one did, or 0. */
static int take_signal(int watch, pid_t pid)
{
    struct signalfd_siginfo signal;
    if (read(watch, &signal, sizeof signal) < 0) {
        fail("cannot read about", "the command");
    }
    if (signal.ssi_signo == SIGCHLD) {
        return 0;
    }
    kill(-pid, (int)signal.ssi_signo);
    return (int)signal.ssi_signo;
}

/* Opened for writing too, so that writers neither wait for a reader nor end the reading. */
static int open_fifo(const char *path)
{
    if (path == NULL) {
        return -1;
    }
    if (mkfifo(path, 0600) != 0) {
        fail("cannot make", path);
    }
    int fifo = open(path, O_RDWR | O_CLOEXEC);
    if (fifo < 0) {
        fail("cannot open", path);
    }
    return fifo;
}

/* Starts the command with nothing blocked, as the leader of a process group of its own; an interrupt ends it even where
 * this program was started in the background by a shell that lets interrupts be ignored there. */
static pid_t start(const struct options *options)
{
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    sigset_t none;
    sigset_t heeded;
    pid_t pid;
    sigemptyset(&none);
    sigemptyset(&heeded);
    sigaddset(&heeded, SIGINT);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &heeded);
    posix_spawn_file_actions_init(&actions);
    if (options->log != NULL) {
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions, 1, options->log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
        posix_spawn_file_actions_adddup2(&actions, 1, 2);
    }
    errno = posix_spawnp(&pid, options->command[0], &actions, &attributes, options->command, environ);
    if (errno != 0) {
        fail("cannot start", options->command[0]);
    }
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return pid;
}

static int milliseconds_left(double begin, double limit)
{
    double left = begin + limit - seconds_now();
    return limit <= 0 ? -1 : left <= 0 ? 0 : (int)(left * 1000) + 1;
}

int main(int argc, char **argv)
{
    struct options options = read_options(argc, argv);
    int watch = watch_signals();
    struct pollfd events[2] = {{.fd = watch, .events = POLLIN}, {.fd = open_fifo(options.fifo), .events = POLLIN}};
    double begin = seconds_now();
    double first = -1;
    int timed_out = 0;
    int ended_by = 0;
    pid_t pid = start(&options);
    int status;
    struct rusage usage;
    while (wait4(pid, &status, WNOHANG, &usage) == 0) {
        int ready = poll(events, 2, timed_out ? -1 : milliseconds_left(begin, options.limit));
        if (ready == 0) {
            timed_out = 1;
            kill(-pid, SIGKILL);
        }
        if (ready > 0 && (events[1].revents & POLLIN) != 0) {
            first = seconds_now() - begin;
            events[1].fd = -1;
            kill(-pid, SIGINT);
        }
        if (ready > 0 && (events[0].revents & POLLIN) != 0) {
            int asked = take_signal(watch, pid);
            ended_by = asked != 0 ? asked : ended_by;
        }
    }
    double seconds = seconds_now() - begin;
    char word[16];
    snprintf(word, sizeof word, "%d", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    printf("%s %.6f ", timed_out ? "timed-out" : word, seconds);
    printf(first < 0 ? "-" : "%.6f", first);
    printf(" %ld\n", usage.ru_maxrss);
    return ended_by != 0 ? 128 + ended_by : 0;
}
