/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/options.h"
#include "cmd/commands.h"
#include "cmd/overview.h"
#include "cmd/say.h"

static int cmd_help(const struct pa_command *self, int argc, char **argv)
{
	const struct pa_command *about;
	struct pa_err err = { 0 };
	struct pa_buf out;
	int first = pa_options_parse(self, argc, argv, NULL, &err), status;

	if (first < 0)
		return pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	if (first == argc)
		return pa_overview_help();
	about = pa_command_find(argv[first]);
	if (!about || first + 1 < argc)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE,
				     "no command '%.100s'; perfadvisor --help lists them",
				     argv[about ? first + 1 : first]);
	pa_buf_init(&out, PA_OVERVIEW_MAX_BYTES);
	pa_options_help(about, &out);
	status = pa_cmd_write(self, &out);
	pa_buf_done(&out);
	return status;
}

static const struct pa_example examples[] = {
	{ "perfadvisor help advise", "the options of advise" },
};

const struct pa_command pa_cmd_help = {
	.name = "help",
	.summary = "list the commands, or explain one",
	.operands = "[COMMAND]",
	.examples = examples,
	.example_count = sizeof(examples) / sizeof(examples[0]),
	.run = cmd_help,
};
