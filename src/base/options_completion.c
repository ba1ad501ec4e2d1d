/* SPDX-License-Identifier: Apache-2.0 */
/* Sources: bash(1) "Programmable Completion", zshcompsys(1) "_arguments", fish complete(1). */
#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/options_internal.h"

/* What is being written and about what. */
struct script {
	struct pa_buf *out;
	const struct pa_command *const *commands;
	size_t count;
};

/* Text with a backslash before each of these characters; a single quote as a shell's
 * single-quoted word needs it. */
static void put_escaped(struct pa_buf *out, const char *text, const char *special,
			const char *quote)
{
	for (; *text; text++) {
		if (*text == '\'') {
			pa_buf_puts(out, quote);
			continue;
		}
		if (strchr(special, *text))
			pa_buf_putc(out, '\\');
		pa_buf_putc(out, *text);
	}
}

static void put_choices(struct pa_buf *out, const char *choices)
{
	const char *at = choices, *word;
	size_t bytes;
	bool first = true;

	while (pa_options_next_choice(&at, &word, &bytes)) {
		pa_buf_puts(out, first ? "" : " ");
		pa_buf_put(out, word, bytes);
		first = false;
	}
}

static void put_command_names(const struct script *s)
{
	for (size_t i = 0; i < s->count; i++)
		pa_buf_printf(s->out, "%s%s", i ? " " : "", s->commands[i]->name);
}

static size_t row_count(const struct pa_command *command)
{
	return command->option_count + PA_OPTIONS_GLOBAL_COUNT;
}

/* The row i < row_count() of a command: its own first, then the global ones. */
static const struct pa_option *row(const struct pa_command *command, size_t i)
{
	if (i < command->option_count)
		return &command->options[i];
	return &pa_options_global[i - command->option_count];
}

/* True when row i says what a global row says anyway. */
static bool doubled(const struct pa_command *command, size_t i)
{
	return i < command->option_count && pa_options_name_is_global(command->options[i].name);
}

/* Operands of the form "A|B|C" are words to choose from. */
static bool operands_are_choices(const struct pa_command *command)
{
	return command->operands && strchr(command->operands, '|') &&
	       !strpbrk(command->operands, "[] ");
}

static bool operands_are_commands(const struct pa_command *command)
{
	return command->operands && strstr(command->operands, "COMMAND");
}

/* ---- bash ---- */

static void bash_options(const struct script *s, const struct pa_command *command)
{
	pa_buf_printf(s->out, "\t%s)\n\t\toptions='", command->name);
	for (size_t i = 0; i < row_count(command); i++) {
		if (doubled(command, i))
			continue;
		pa_buf_printf(s->out, "%s--%s", i ? " " : "", row(command, i)->name);
		if (row(command, i)->letter)
			pa_buf_printf(s->out, " -%c", row(command, i)->letter);
	}
	pa_buf_puts(s->out, "'\n");
	if (operands_are_commands(command)) {
		pa_buf_puts(s->out, "\t\twords='");
		put_command_names(s);
		pa_buf_puts(s->out, "'\n");
	} else if (operands_are_choices(command)) {
		pa_buf_puts(s->out, "\t\twords='");
		put_choices(s->out, command->operands);
		pa_buf_puts(s->out, "'\n");
	} else if (command->operands) {
		pa_buf_puts(s->out, "\t\tfiles=1\n");
	}
	pa_buf_puts(s->out, "\t\t;;\n");
}

static void bash_value(const struct script *s, const struct pa_command *command,
		       const struct pa_option *option)
{
	if (option->kind == PA_OPT_FLAG)
		return;
	pa_buf_printf(s->out, "\t%s:--%s", command->name, option->name);
	if (option->letter)
		pa_buf_printf(s->out, " | %s:-%c", command->name, option->letter);
	if (option->kind == PA_OPT_CHOICE) {
		pa_buf_puts(s->out, ") options='' files='' words='");
		put_choices(s->out, option->choices);
		pa_buf_puts(s->out, "' ;;\n");
		return;
	}
	pa_buf_printf(s->out, ") options='' words='' files=%s ;;\n",
		      option->kind == PA_OPT_TEXT ? "1" : "''");
}

static void bash(const struct script *s)
{
	pa_buf_puts(s->out,
		    "# shellcheck shell=bash\n"
		    "# bash completion for perfadvisor, made by \"perfadvisor completion bash\"\n"
		    "_perfadvisor()\n{\n"
		    "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
		    "\tlocal command='' options='' words='' files='' i\n\n"
		    "\tif [[ $before == = ]]; then\n"
		    "\t\tbefore=${COMP_WORDS[COMP_CWORD - 2]}\n"
		    "\telif [[ $word == = ]]; then\n"
		    "\t\tword=''\n"
		    "\tfi\n"
		    "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		    "\t\tcase ${COMP_WORDS[i]} in\n\t\t");
	for (size_t i = 0; i < s->count; i++)
		pa_buf_printf(s->out, "%s%s", i ? " | " : "", s->commands[i]->name);
	pa_buf_puts(s->out, ") command=${COMP_WORDS[i]} && break ;;\n\t\tesac\n\tdone\n"
			    "\tcase ${command:-advise} in\n");
	for (size_t i = 0; i < s->count; i++)
		bash_options(s, s->commands[i]);
	pa_buf_puts(s->out, "\tesac\n\tif [[ -z $command ]]; then\n\t\twords='");
	put_command_names(s);
	pa_buf_puts(s->out, "'\n\tfi\n\tcase ${command:-advise}:$before in\n");
	for (size_t i = 0; i < s->count; i++)
		for (size_t k = 0; k < s->commands[i]->option_count; k++)
			bash_value(s, s->commands[i], &s->commands[i]->options[k]);
	pa_buf_puts(s->out, "\t*) [[ $word == -* ]] && words=$options ;;\n"
			    "\tesac\n"
			    "\tmapfile -t COMPREPLY < <(\n"
			    "\t\tcompgen -W \"$words\" -- \"$word\"\n"
			    "\t\t[[ -n $files && $word != -* ]] && compgen -f -- \"$word\"\n"
			    "\t)\n"
			    "}\n"
			    "complete -o filenames -F _perfadvisor perfadvisor\n");
}

/* ---- zsh ---- */

static void zsh_option(const struct script *s, const struct pa_option *option)
{
	const char *argument = pa_options_argument(option);

	pa_buf_puts(s->out, " \\\n\t\t\t");
	if (option->letter)
		pa_buf_printf(s->out, "'(-%c --%s)'{-%c,--%s}'", option->letter, option->name,
			      option->letter, option->name);
	else
		pa_buf_printf(s->out, "'--%s", option->name);
	pa_buf_putc(s->out, '[');
	put_escaped(s->out, option->help ? option->help : "", "[]:\\", "'\\''");
	pa_buf_putc(s->out, ']');
	if (argument) {
		pa_buf_putc(s->out, ':');
		put_escaped(s->out, argument, "[]:\\", "'\\''");
		pa_buf_putc(s->out, ':');
		if (option->kind == PA_OPT_CHOICE) {
			pa_buf_putc(s->out, '(');
			put_choices(s->out, option->choices);
			pa_buf_putc(s->out, ')');
		} else {
			pa_buf_puts(s->out, option->kind == PA_OPT_TEXT ? "_files" : " ");
		}
	}
	pa_buf_putc(s->out, '\'');
}

static void zsh_operands(const struct script *s, const struct pa_command *command)
{
	if (!command->operands)
		return;
	pa_buf_puts(s->out, " \\\n\t\t\t'*:argument:");
	if (operands_are_commands(command)) {
		pa_buf_putc(s->out, '(');
		put_command_names(s);
		pa_buf_putc(s->out, ')');
	} else if (operands_are_choices(command)) {
		pa_buf_putc(s->out, '(');
		put_choices(s->out, command->operands);
		pa_buf_putc(s->out, ')');
	} else {
		pa_buf_puts(s->out, "_files");
	}
	pa_buf_putc(s->out, '\'');
}

static void zsh(const struct script *s)
{
	pa_buf_puts(s->out, "#compdef perfadvisor\n"
			    "# made by \"perfadvisor completion zsh\"\n"
			    "_perfadvisor()\n{\n\tlocal command=advise\n\tlocal -a commands\n\n"
			    "\tcommands=(\n");
	for (size_t i = 0; i < s->count; i++) {
		pa_buf_printf(s->out, "\t\t'%s:", s->commands[i]->name);
		put_escaped(s->out, s->commands[i]->summary, ":\\", "'\\''");
		pa_buf_puts(s->out, "'\n");
	}
	pa_buf_puts(s->out, "\t)\n"
			    "\tif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
			    "\t\t_describe -t commands command commands\n"
			    "\t\treturn\n"
			    "\tfi\n"
			    "\tif [[ $words[2] != -* ]]; then\n"
			    "\t\tcommand=$words[2]\n"
			    "\t\tshift words\n"
			    "\t\t(( CURRENT-- ))\n"
			    "\tfi\n"
			    "\tcase $command in\n");
	for (size_t i = 0; i < s->count; i++) {
		pa_buf_printf(s->out, "\t%s)\n\t\t_arguments -s", s->commands[i]->name);
		for (size_t k = 0; k < row_count(s->commands[i]); k++)
			if (!doubled(s->commands[i], k))
				zsh_option(s, row(s->commands[i], k));
		zsh_operands(s, s->commands[i]);
		pa_buf_puts(s->out, "\n\t\t;;\n");
	}
	pa_buf_puts(s->out, "\tesac\n}\n_perfadvisor \"$@\"\n");
}

/* ---- fish ---- */

static void fish_option(const struct script *s, const char *when, const struct pa_option *option)
{
	pa_buf_printf(s->out, "complete -c perfadvisor -n '%s' -l %s", when, option->name);
	if (option->letter)
		pa_buf_printf(s->out, " -s %c", option->letter);
	if (option->kind == PA_OPT_CHOICE) {
		pa_buf_puts(s->out, " -x -a '");
		put_choices(s->out, option->choices);
		pa_buf_putc(s->out, '\'');
	} else if (option->kind != PA_OPT_FLAG) {
		pa_buf_puts(s->out, option->kind == PA_OPT_TEXT ? " -r -F" : " -x");
	}
	pa_buf_puts(s->out, " -d '");
	put_escaped(s->out, option->help ? option->help : "", "\\", "\\'");
	pa_buf_puts(s->out, "'\n");
}

static void fish_operands(const struct script *s, const char *when,
			  const struct pa_command *command)
{
	bool names = operands_are_commands(command);

	if (!command->operands)
		return;
	pa_buf_printf(s->out, "complete -c perfadvisor -n '%s'", when);
	if (names || operands_are_choices(command)) {
		pa_buf_puts(s->out, " -a '");
		if (names)
			put_command_names(s);
		else
			put_choices(s->out, command->operands);
		pa_buf_puts(s->out, "'\n");
	} else {
		pa_buf_puts(s->out, " -F\n");
	}
}

static void fish(const struct script *s)
{
	struct pa_buf when;

	pa_buf_init(&when, 4096);
	pa_buf_puts(s->out, "# made by \"perfadvisor completion fish\"\n"
			    "complete -c perfadvisor -f\n");
	for (size_t i = 0; i < s->count; i++) {
		const struct pa_command *command = s->commands[i];

		pa_buf_printf(s->out, "complete -c perfadvisor -n __fish_use_subcommand -a %s -d '",
			      command->name);
		put_escaped(s->out, command->summary, "\\", "\\'");
		pa_buf_puts(s->out, "'\n");
		pa_buf_clear(&when);
		pa_buf_printf(&when, "__fish_seen_subcommand_from %s%s", command->name,
			      strcmp(command->name, "advise") != 0 ? ""
								   : "; or __fish_use_subcommand");
		for (size_t k = 0; k < row_count(command); k++)
			if (!doubled(command, k))
				fish_option(s, when.bytes, row(command, k));
		fish_operands(s, when.bytes, command);
	}
	pa_buf_done(&when);
}

int pa_options_completion(const struct pa_command *const *commands, size_t count, const char *shell,
			  struct pa_buf *out)
{
	const struct script s = { .out = out, .commands = commands, .count = count };

	if (!strcmp(shell, "bash"))
		bash(&s);
	else if (!strcmp(shell, "zsh"))
		zsh(&s);
	else if (!strcmp(shell, "fish"))
		fish(&s);
	else
		return -EINVAL;
	return 0;
}
