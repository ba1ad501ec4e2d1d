/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/options.h"
#include "cmd/commands.h"
#include "config/file.h"
#include "config/settings.h"
#include "user/declare.h"

int pa_cmd_settings_read(struct pa_cmd_settings *settings, const char *file, struct pa_err *err)
{
	int error;

	pa_config_init(&settings->config);
	settings->user = (struct pa_user){ 0 };
	error = pa_config_read(&settings->config, file, err);
	if (!error)
		error = pa_config_check(&settings->config, pa_commands, pa_command_count, err);
	return error ? error : pa_user_declare(&settings->config, &settings->user, err);
}

void pa_cmd_settings_done(struct pa_cmd_settings *settings)
{
	pa_config_done(&settings->config);
}

char **pa_cmd_settings_arguments(struct pa_cmd_settings *settings, const struct pa_command *command,
				 int argc, char **argv, int *out_argc)
{
	char **out = pa_alloc_array((size_t)argc + command->option_count, sizeof(*out));
	struct pa_config_choice *choices PA_CLEANUP(pa_freep) = NULL;
	int count = 0;

	out[count++] = argv[0];
	(void)pa_config_choose(&settings->config, command, argc, argv, &choices, NULL);
	for (size_t i = 0; choices && i < command->option_count; i++)
		if (choices[i].entry)
			out[count++] = pa_arena_printf(&settings->config.arena, "--%s=%s",
						       choices[i].option->name, choices[i].value);
	memcpy(out + count, argv + 1, ((size_t)argc - 1) * sizeof(*out));
	*out_argc = count + argc - 1;
	return out;
}

static void note_file(void *arg, const struct pa_option *option, const char *value)
{
	const char **file = arg;

	if (!strcmp(option->name, "config"))
		*file = value;
}

const char *pa_cmd_settings_file(const struct pa_command *command, int argc, char *const *argv)
{
	const char *file = NULL;

	/* A mistake further on is told by the command's own parser. */
	(void)pa_options_each(command, argc, argv, note_file, (void *)&file, NULL);
	return file;
}
