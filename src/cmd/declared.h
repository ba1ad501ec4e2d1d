/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What users declare in the file of settings, for those commands that look at this machine.
 */
#ifndef PA_CMD_DECLARED_H
#define PA_CMD_DECLARED_H

#include <stdbool.h>

struct pa_buf;
struct pa_err;

/*
 * The declarations of a file as text for pa_observe_settings; file as for pa_config_read(). All
 * of the file was checked before the command began: a failure means that it has changed since.
 * out: cleared first, room for PA_CONFIG_MAX_BYTES. *commands: is a command among them?
 * Returns 0, or a negative errno with one line in err.
 */
int pa_cmd_declared(const char *file, struct pa_buf *out, bool *commands, struct pa_err *err);

#endif
