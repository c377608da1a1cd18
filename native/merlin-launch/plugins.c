#include "plugins.h"

#include <flux/core.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

static bool has_plugins (const char *directory)
{
    char *pattern = NULL;
    glob_t found;
    bool is_found = false;
    if (directory && asprintf (&pattern, "%s/cli/plugins/*.py", directory) >= 0
        && glob (pattern, 0, NULL, &found) == 0) {
        is_found = true;
        globfree (&found);
    }
    free (pattern);
    return is_found;
}

static bool is_set (const char *variable)
{
    const char *value = getenv (variable);
    return value && *value;
}

bool plugins_change_jobs (void)
{
    return is_set ("FLUX_CLI_PLUGINPATH")
        || is_set ("FLUX_CLI_PLUGINPATH_OVERRIDE")
        || has_plugins (flux_conf_builtin_get ("confdir", FLUX_CONF_AUTO))
        || has_plugins (flux_conf_builtin_get ("libexecdir", FLUX_CONF_AUTO));
}
