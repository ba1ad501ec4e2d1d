/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands. Each lives in src/cmd/<name>.c as one const table; main() lists them in
 * pa_commands, which help, completion and the manual page walk.
 */
#ifndef PA_CMD_COMMANDS_H
#define PA_CMD_COMMANDS_H

#include <stddef.h>

struct pa_command;

/* The first one runs when none is named. Defined by src/perfadvisor.c. */
extern const struct pa_command *const pa_commands[];
extern const size_t pa_command_count;

extern const struct pa_command pa_cmd_advise;
extern const struct pa_command pa_cmd_checklist;
extern const struct pa_command pa_cmd_cost;
extern const struct pa_command pa_cmd_drill;
extern const struct pa_command pa_cmd_snapshot;
extern const struct pa_command pa_cmd_config;
extern const struct pa_command pa_cmd_help;
extern const struct pa_command pa_cmd_completion;
extern const struct pa_command pa_cmd_man;

/* The row of that name, or NULL. */
const struct pa_command *pa_command_find(const char *name);

/*
 * Choose and run the command that argv (of main) asks for. Returns the exit status.
 * No argument, or a first argument that is an option: the command "advise".
 */
int pa_command_run(int argc, char **argv);

#endif
