/* SPDX-License-Identifier: Apache-2.0 */
#include "base/options.h"
#include "cmd/commands.h"
#include "cmd/say.h"

/* In the order in which help lists them. */
const struct pa_command *const pa_commands[] = {
	&pa_cmd_advise, &pa_cmd_checklist, &pa_cmd_drill,      &pa_cmd_snapshot, &pa_cmd_cost,
	&pa_cmd_config, &pa_cmd_help,	   &pa_cmd_completion, &pa_cmd_man,
};

const size_t pa_command_count = sizeof(pa_commands) / sizeof(pa_commands[0]);

int main(int argc, char **argv)
{
	pa_cmd_start();
	return pa_cmd_finish(pa_command_run(argc, argv));
}
