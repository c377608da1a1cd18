#define _GNU_SOURCE
#include "reference.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long read_number(const char *text, long largest)
{
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (errno != 0 || *text == '\0' || *end != '\0' || number < 1 || number > largest) {
        fprintf(stderr, "not a number from 1 to %ld: %s\n", largest, text);
        exit(2);
    }
    return number;
}

struct arguments read_arguments(int argc, char **argv)
{
    if (argc < 4 || argc > 5) {
        fprintf(stderr, "usage: %s DIRECTORY COUNT CHILDREN [COMMAND]\n", argv[0]);
        exit(2);
    }
    return (struct arguments){
        .directory = argv[1],
        .count = read_number(argv[2], 1000000000),
        .children = (int)read_number(argv[3], 1024),
        .command = argc > 4 ? argv[4] : NULL,
    };
}

double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void write_script(const char *path, long task, const char *command)
{
    char text[256];
    int length = command == NULL ? snprintf(text, sizeof text, "#!/bin/bash\n\n: %ld", task)
                                 : snprintf(text, sizeof text, "#!/bin/bash\n\n%s", command);
    if (length >= (int)sizeof text) {
        fprintf(stderr, "the command is too long\n");
        exit(2);
    }
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
    if (file < 0 || write(file, text, (size_t)length) != length || close(file) != 0) {
        fail("cannot write", path);
    }
}

struct slot *wait_for_child(struct slot *slots, int children, int *succeeded)
{
    int status;
    pid_t pid;
    do {
        pid = waitpid(-1, &status, 0);
    } while (pid < 0 && errno == EINTR);
    if (pid < 0) {
        fail("cannot wait for", "a child");
    }
    *succeeded = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    for (int i = 0; i < children; i++) {
        if (slots[i].pid == pid) {
            slots[i].pid = 0;
            return &slots[i];
        }
    }
    fprintf(stderr, "process %ld is nobody's child\n", (long)pid);
    exit(1);
}

void print_result(double seconds, long failed)
{
    printf("%.6f %ld\n", seconds, failed);
}

_Noreturn void fail(const char *what, const char *name)
{
    fprintf(stderr, "%s %s: %s\n", what, name, strerror(errno));
    exit(1);
}
