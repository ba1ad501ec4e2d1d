/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file of settings on its way to the commands: its options become arguments that stand
 * before those of the command line, so that one parser with one set of checks reads both.
 */
#ifndef PA_CMD_SETTINGS_H
#define PA_CMD_SETTINGS_H

#include "config/entries.h"
#include "model/user.h"

struct pa_command;
struct pa_err;

/* A file that was read and found right. */
struct pa_cmd_settings {
	struct pa_config config;
	struct pa_user user; /* what it declares */
};

/*
 * Read and check all of a file; file as for pa_config_read(). Own with pa_cmd_settings_done(), also
 * after a failure. Returns 0 or a negative errno with one line in err.
 */
int pa_cmd_settings_read(struct pa_cmd_settings *settings, const char *file, struct pa_err *err);
void pa_cmd_settings_done(struct pa_cmd_settings *settings);

/*
 * The arguments of a command with those of the file in front. argv: argc texts, argv[0] is the
 * command's name. Sets *out_argc. Returns an array for the caller to free(), its texts borrowed
 * from argv and settings; when argv is wrong it is a copy of argv, and the command's own parser
 * says what is wrong.
 */
char **pa_cmd_settings_arguments(struct pa_cmd_settings *settings, const struct pa_command *command,
				 int argc, char **argv, int *out_argc);

/* The file that these arguments name: as for pa_config_read(). */
const char *pa_cmd_settings_file(const struct pa_command *command, int argc, char *const *argv);

#endif
