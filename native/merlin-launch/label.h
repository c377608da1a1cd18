#ifndef MERLIN_LAUNCH_LABEL_H
#define MERLIN_LAUNCH_LABEL_H

#include <jansson.h>

/* What the worker says about the task whose script launches this, for whoever looks at the job, and so that the job can
 * be found when the script is gone. Outside of a task both are NULL. */
struct label {
    char *name;         /* what the job is called where the command line has no name for it */
    json_t *attributes; /* the attribute "user.merlin": the task's id, and its study, step, sample and attempt */
};

/* Reads it from MERLIN_PARENT and MERLIN_JOB. */
struct label label_read (void);

void label_free (struct label *label);

#endif
