/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/options.h"
#include "cmd/commands.h"
#include "cmd/overview.h"
#include "cmd/say.h"

static int cmd_completion(const struct pa_command *self, int argc, char **argv)
{
	struct pa_err err = { 0 };
	struct pa_buf out;
	int first = pa_options_parse(self, argc, argv, NULL, &err), status;

	if (first < 0)
		return pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	if (first + 1 != argc)
		return pa_cmd_errorf(self, PA_EXIT_MISUSE, "name one shell: bash, zsh or fish");
	pa_buf_init(&out, PA_OVERVIEW_MAX_BYTES);
	if (pa_options_completion(pa_commands, pa_command_count, argv[first], &out) < 0)
		status = pa_cmd_errorf(self, PA_EXIT_MISUSE,
				       "no completion for '%.100s'; there is bash, zsh and fish",
				       argv[first]);
	else
		status = pa_cmd_write(self, &out);
	pa_buf_done(&out);
	return status;
}

static const struct pa_example examples[] = {
	{ "source <(perfadvisor completion bash)", "complete in this shell" },
	{ "perfadvisor completion fish >~/.config/fish/completions/perfadvisor.fish",
	  "complete in every fish from now on" },
};

const struct pa_command pa_cmd_completion = {
	.name = "completion",
	.summary = "write the completion script of a shell",
	.operands = "bash|zsh|fish",
	.examples = examples,
	.example_count = sizeof(examples) / sizeof(examples[0]),
	.run = cmd_completion,
};
