#include "label.h"

#include <stdlib.h>
#include <string.h>

struct label label_read (void)
{
    struct label label = {0};
    const char *task = getenv ("MERLIN_PARENT");
    if (!task)
        return label;
    const char *text = getenv ("MERLIN_JOB");
    label.attributes = text ? json_loads (text, 0, NULL) : NULL;
    if (!json_is_object (label.attributes)) {
        json_decref (label.attributes);
        label.attributes = json_object ();
    }
    const char *name = json_string_value (json_object_get (label.attributes, "name"));
    label.name = name ? strdup (name) : NULL;
    json_object_del (label.attributes, "name");
    /* What is not UTF-8 is no id of a task. */
    json_object_set_new (label.attributes, "task", json_string (task));
    return label;
}

void label_free (struct label *label)
{
    free (label->name);
    json_decref (label->attributes);
}
