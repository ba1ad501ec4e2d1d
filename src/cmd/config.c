/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/options.h"
#include "cmd/commands.h"
#include "cmd/say.h"
#include "cmd/settings.h"
#include "config/file.h"
#include "config/settings.h"
#include "user/declare.h"
#include "render/json.h"

enum { PAGE_MAX_BYTES = 4 << 20, VALUE_COLUMNS = 32 };

struct settings {
	struct pa_globals globals;
	bool json;
};

/* One call of config: what is shown, of which commands. */
struct page {
	const struct settings *set;
	struct pa_cmd_settings file;
	struct pa_buf out;
	bool first; /* nothing of a list was written yet */
};

/* What only makes sense in one call has no line in a file. */
static bool is_shown(const struct pa_config_choice *choice)
{
	return strcmp(choice->option->name, "config") != 0;
}

static const char *value_of(const struct pa_config_choice *choice)
{
	if (!choice->value && choice->option->kind == PA_OPT_FLAG)
		return "no";
	return choice->value;
}

static const char *origin_of(const struct pa_config_choice *choice)
{
	return choice->given ? "command line" : choice->entry ? "file" : "default";
}

/* A value that the text of a file cannot hold: behind " ;" stands a comment. */
static bool fits_a_file(const char *value)
{
	return value && *value && !strstr(value, " ;") && *value != ';' && !strchr(value, '\n');
}

static void put_text(struct page *p, const struct pa_config_choice *choice)
{
	const char *value = value_of(choice);
	struct pa_buf line;

	pa_buf_init(&line, PAGE_MAX_BYTES);
	pa_buf_printf(&line, "%s%s =%s%s", fits_a_file(value) ? "" : "# ", choice->option->name,
		      value ? " " : "", value ? value : "");
	pa_buf_printf(&p->out, "%-*s ; ", VALUE_COLUMNS, line.bytes);
	pa_buf_done(&line);
	if (choice->entry)
		pa_buf_printf(&p->out, "%s:%u\n", p->file.config.name, choice->entry->line);
	else
		pa_buf_printf(&p->out, "%s\n", value ? origin_of(choice) : "not set");
}

static void put_json(struct page *p, const struct pa_config_choice *choice)
{
	pa_buf_puts(&p->out, p->first ? "\n {\"name\":" : ",\n {\"name\":");
	p->first = false;
	pa_json_puts(&p->out, choice->option->name);
	pa_buf_puts(&p->out, ",\"value\":");
	pa_json_puts(&p->out, value_of(choice));
	pa_buf_puts(&p->out, ",\"origin\":");
	pa_json_puts(&p->out, origin_of(choice));
	if (choice->entry)
		pa_buf_printf(&p->out, ",\"line\":%u}", choice->entry->line);
	else
		pa_buf_puts(&p->out, ",\"line\":null}");
}

/* One command with these arguments of its own; argv[0] is its name. */
static int put_command(struct page *p, const struct pa_command *command, int argc, char **argv,
		       struct pa_err *err)
{
	struct pa_config_choice *choices PA_CLEANUP(pa_freep) = NULL;
	int error = pa_config_choose(&p->file.config, command, argc, argv, &choices, err);

	if (error)
		return error;
	if (p->set->json)
		pa_buf_printf(&p->out, "%s\n{\"command\":\"%s\",\"options\":[", p->first ? "" : ",",
			      command->name);
	else
		pa_buf_printf(&p->out, "%s[%s]\n", p->first ? "" : "\n", command->name);
	p->first = p->set->json;
	for (size_t i = 0; i < command->option_count; i++) {
		if (!is_shown(&choices[i]))
			continue;
		if (p->set->json)
			put_json(p, &choices[i]);
		else
			put_text(p, &choices[i]);
	}
	if (p->set->json)
		pa_buf_puts(&p->out, "]}");
	p->first = false;
	return 0;
}

static void put_declared_json(struct page *p)
{
	const struct pa_config *config = &p->file.config;
	bool first = true;

	for (size_t i = 0; i < config->count; i++) {
		const struct pa_config_entry *entry = &config->entries[i];

		if (!pa_config_is_user(entry->section))
			continue;
		pa_buf_puts(&p->out, first ? "\n {\"section\":" : ",\n {\"section\":");
		first = false;
		pa_json_puts(&p->out, entry->section);
		pa_buf_puts(&p->out, ",\"key\":");
		pa_json_puts(&p->out, entry->key);
		pa_buf_puts(&p->out, ",\"value\":");
		pa_json_puts(&p->out, entry->value);
		pa_buf_printf(&p->out, ",\"line\":%u}", entry->line);
	}
}

static void begin(struct page *p)
{
	const char *name = p->file.config.name;

	p->first = true;
	if (p->set->json) {
		pa_buf_puts(&p->out, "{\"schema\":\"perfadvisor.config/1\",\"file\":");
		pa_json_puts(&p->out, *name ? name : NULL);
		pa_buf_puts(&p->out, ",\"commands\":[");
	} else if (*name) {
		pa_buf_printf(&p->out, "# What holds with %s.\n", name);
	} else {
		pa_buf_puts(&p->out, "# What holds without a file of settings.\n");
	}
}

static void end(struct page *p)
{
	if (p->set->json) {
		pa_buf_puts(&p->out, "],\n\"declared\":[");
		put_declared_json(p);
		pa_buf_puts(&p->out, "]}\n");
	} else {
		struct pa_buf declared;

		pa_buf_init(&declared, PA_CONFIG_MAX_BYTES);
		pa_user_declared(&p->file.config, &declared);
		if (declared.used_bytes)
			pa_buf_printf(&p->out, "\n%s", declared.bytes);
		pa_buf_done(&declared);
	}
}

/* The commands that are asked for: those named, all that have options, or, behind "--", one
 * with the arguments that it would be called with. */
static int put_commands(struct page *p, bool is_call, int argc, char **argv, struct pa_err *err)
{
	int error = 0;

	if (is_call && argc > 0) {
		const struct pa_command *command = pa_command_find(argv[0]);

		return command ? put_command(p, command, argc, argv, err)
			       : pa_err_say(err, -1, "no command '%.100s'", argv[0]);
	}
	for (int i = 0; i < argc && !error; i++) {
		const struct pa_command *command = pa_command_find(argv[i]);

		error = command ? put_command(p, command, 1, &argv[i], err)
				: pa_err_say(err, -1,
					     "no command '%.100s'; perfadvisor --help lists them",
					     argv[i]);
	}
	for (size_t i = 0; !argc && i < pa_command_count && !error; i++) {
		char *name PA_CLEANUP(pa_freep) = pa_strdup(pa_commands[i]->name);

		if (pa_commands[i]->option_count)
			error = put_command(p, pa_commands[i], 1, &name, err);
	}
	return error;
}

static int cmd_config(const struct pa_command *self, int argc, char **argv)
{
	struct settings set = { 0 };
	struct page page = { .set = &set };
	struct pa_err err = { 0 };
	int first = pa_options_parse(self, argc, argv, &set, &err), status = PA_EXIT_FINE;

	if (first < 0)
		return pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	pa_buf_init(&page.out, PAGE_MAX_BYTES);
	if (pa_cmd_settings_read(&page.file, set.globals.config, &err) < 0) {
		status = pa_cmd_error(self, PA_EXIT_MISUSE, &err);
	} else {
		begin(&page);
		if (put_commands(&page, !strcmp(argv[first - 1], "--"), argc - first, argv + first,
				 &err) < 0)
			status = pa_cmd_error(self, PA_EXIT_MISUSE, &err);
		end(&page);
	}
	if (status == PA_EXIT_FINE)
		status = pa_cmd_write(self, &page.out);
	pa_cmd_settings_done(&page.file);
	pa_buf_done(&page.out);
	return status;
}

static const struct pa_option options[] = {
	{ .name = "json",
	  .kind = PA_OPT_FLAG,
	  .help = "as JSON, schema perfadvisor.config/1",
	  .offset = offsetof(struct settings, json) },
	PA_OPTIONS_GLOBAL(struct settings, globals),
};

static const struct pa_example examples[] = {
	{ "perfadvisor config", "every setting, and where it comes from" },
	{ "perfadvisor config advise --config ./my.conf",
	  "what would hold for advise with another file" },
	{ "perfadvisor config -- advise --for 30s", "what would hold for this call" },
};

const struct pa_command pa_cmd_config = {
	.name = "config",
	.summary = "show the settings that hold, and where each comes from",
	.operands = "[COMMAND…]",
	.description =
		"Every long option of every command can be set in " PA_CONFIG_FILE
		", an INI file: in the section of the command's name, or in [perfadvisor] for all "
		"commands that have it. A flag is yes or no. The command line wins over the "
		"file, a command's section over [perfadvisor]; --name=no takes a flag back, "
		"--config FILE reads another file and --config none reads none.\n\n"
		"The file can also declare resources of your own, in [resource NAME], and what "
		"devices may do at most, in [capacity]: see docs/configuration.md and the "
		"commented example that comes with the program. Root is only led by a file that "
		"belongs to root and that nobody else can write.\n\n"
		"What is printed is such a file again; behind each value stands its origin: "
		"default, command line, or the file and line that say it.",
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.examples = examples,
	.example_count = sizeof(examples) / sizeof(examples[0]),
	.run = cmd_config,
};
