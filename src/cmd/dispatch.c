/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/options.h"
#include "cmd/commands.h"
#include "cmd/overview.h"
#include "cmd/say.h"
#include "cmd/settings.h"

static const char default_command[] = "advise";

const struct pa_command *pa_command_find(const char *name)
{
	for (size_t i = 0; i < pa_command_count; i++)
		if (!strcmp(pa_commands[i]->name, name))
			return pa_commands[i];
	return NULL;
}

static int misuse(const char *name)
{
	const char **names PA_CLEANUP(pa_freep) = pa_alloc_array(pa_command_count, sizeof(*names));
	const char *near;

	for (size_t i = 0; i < pa_command_count; i++)
		names[i] = pa_commands[i]->name;
	near = pa_options_nearest(name, strlen(name), names, pa_command_count);
	return pa_cmd_errorf(NULL, PA_EXIT_MISUSE,
			     "unknown command '%.100s'%s%s; perfadvisor --help lists them", name,
			     near ? "; did you mean " : "", near ? near : "");
}

/* A command without options of its own needs no settings, and a wrong file must not keep anybody
 * from help. */
static int run_with_settings(const struct pa_command *command, int argc, char **argv)
{
	char **args PA_CLEANUP(pa_freep) = NULL;
	struct pa_cmd_settings settings;
	struct pa_err err = { 0 };
	int status, count;

	if (!command->option_count)
		return command->run(command, argc, argv);
	if (pa_cmd_settings_read(&settings, pa_cmd_settings_file(command, argc, argv), &err) < 0) {
		status = pa_cmd_error(command, PA_EXIT_MISUSE, &err);
	} else {
		args = pa_cmd_settings_arguments(&settings, command, argc, argv, &count);
		status = command->run(command, count, args);
	}
	pa_cmd_settings_done(&settings);
	return status;
}

static int run(const struct pa_command *command, int argc, char **argv)
{
	struct pa_buf help;
	int status;

	if (!pa_options_want_help(command, argc, argv))
		return run_with_settings(command, argc, argv);
	pa_buf_init(&help, PA_OVERVIEW_MAX_BYTES);
	pa_options_help(command, &help);
	status = pa_cmd_write(command, &help);
	pa_buf_done(&help);
	return status;
}

/*
 * The index of the word that names the command: global options may stand before it.
 * 0 when the arguments are those of the default command.
 */
static int find_command_word(int argc, char **argv)
{
	int at = 1;

	while (at < argc && pa_options_global_words(argc, argv, at))
		at += pa_options_global_words(argc, argv, at);
	return at < argc && argv[at][0] != '-' ? at : 0;
}

/* Nothing but global options, and --help among them: the list of commands is meant. */
static bool wants_overview(int argc, char **argv)
{
	bool help = false;

	for (int i = 1, words; i < argc; i += words) {
		words = pa_options_global_words(argc, argv, i);
		if (!words)
			return false;
		help = help || !strcmp(argv[i], "--help") || !strcmp(argv[i], "-h");
	}
	return help;
}

int pa_command_run(int argc, char **argv)
{
	char **args PA_CLEANUP(pa_freep) = pa_alloc_array((size_t)argc + 2, sizeof(*args));
	char *name PA_CLEANUP(pa_freep) = NULL;
	const struct pa_command *command;
	int word = find_command_word(argc, argv), count = 1;

	if (argc == 2 && !strcmp(argv[1], "--version"))
		return pa_overview_version();
	if (wants_overview(argc, argv))
		return pa_overview_help();
	name = pa_strdup(word ? argv[word] : default_command);
	command = pa_command_find(name);
	if (!command)
		return misuse(name);
	args[0] = name;
	for (int i = 1; i < argc; i++)
		if (i != word)
			args[count++] = argv[i];
	return run(command, count, args);
}
