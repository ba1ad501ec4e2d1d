/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/options.h"
#include "cmd/commands.h"
#include "cmd/overview.h"
#include "cmd/say.h"

static int cmd_man(const struct pa_command *self, int argc, char **argv)
{
	struct pa_err err = { 0 };
	struct pa_buf out;
	int status;

	if (pa_options_parse(self, argc, argv, NULL, &err) < 0)
		return pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	pa_buf_init(&out, PA_OVERVIEW_MAX_BYTES);
	pa_options_man(pa_commands, pa_command_count, &out);
	status = pa_cmd_write(self, &out);
	pa_buf_done(&out);
	return status;
}

static const struct pa_example examples[] = {
	{ "perfadvisor man | man -l -", "read the manual page of a program that is not installed" },
};

const struct pa_command pa_cmd_man = {
	.name = "man",
	.summary = "write the manual page, in mdoc",
	.examples = examples,
	.example_count = sizeof(examples) / sizeof(examples[0]),
	.run = cmd_man,
};
