/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buf.h"
#include "base/options_internal.h"

enum {
	HELP_COLUMNS = 80,
	OPTION_COLUMN = 2,   /* where an option begins */
	MEANING_COLUMN = 24, /* where its meaning begins */
	EXAMPLE_COLUMN = 6,
	MEANING_MAX_BYTES = 4096, /* of one option */
};

/* Columns that UTF-8 text takes, one for each character. */
static size_t columns(const char *text, size_t bytes)
{
	size_t n = 0;

	for (size_t i = 0; i < bytes; i++)
		if (((unsigned char)text[i] & 0xc0U) != 0x80U)
			n++;
	return n;
}

static void pad(struct pa_buf *out, size_t n)
{
	while (n--)
		pa_buf_putc(out, ' ');
}

/* Words of text, broken before HELP_COLUMNS and indented; the cursor stands at column at.
 * "\n" in text begins a new line. Ends with a newline. */
static void wrap(struct pa_buf *out, const char *text, size_t indent, size_t at)
{
	bool fresh = true; /* nothing written on this line yet */

	while (*text) {
		size_t bytes = strcspn(text, " \n"), width = columns(text, bytes);

		if (*text == '\n') {
			pa_buf_putc(out, '\n');
			at = 0;
			fresh = true;
			text++;
			continue;
		}
		if (!fresh && at + 1 + width > HELP_COLUMNS) {
			pa_buf_putc(out, '\n');
			at = 0;
			fresh = true;
		}
		if (fresh && at < indent) {
			pad(out, indent - at);
			at = indent;
		} else if (!fresh) {
			pa_buf_putc(out, ' ');
			at++;
		}
		pa_buf_put(out, text, bytes);
		at += width;
		fresh = false;
		text += bytes;
		text += *text == ' ';
	}
	pa_buf_putc(out, '\n');
}

void pa_options_meaning(const struct pa_option *option, struct pa_buf *out)
{
	pa_buf_puts(out, option->help ? option->help : "");
	if (option->fallback)
		pa_buf_printf(out, " (%s)", option->fallback);
}

static void put_option(struct pa_buf *out, const struct pa_option *option)
{
	const char *argument = pa_options_argument(option);
	size_t at = OPTION_COLUMN + 4 + 2 + strlen(option->name);
	struct pa_buf meaning;

	pad(out, OPTION_COLUMN);
	if (option->letter)
		pa_buf_printf(out, "-%c, ", option->letter);
	else
		pad(out, 4);
	pa_buf_printf(out, "--%s", option->name);
	if (argument) {
		pa_buf_printf(out, " %s", argument);
		at += 1 + columns(argument, strlen(argument));
	}
	if (at + 2 > MEANING_COLUMN) {
		pa_buf_putc(out, '\n');
		at = 0;
	}
	pa_buf_init(&meaning, MEANING_MAX_BYTES);
	pa_options_meaning(option, &meaning);
	wrap(out, meaning.bytes ? meaning.bytes : "", MEANING_COLUMN, at);
	pa_buf_done(&meaning);
}

static void put_examples(struct pa_buf *out, const struct pa_command *command)
{
	if (!command->example_count)
		return;
	pa_buf_puts(out, "\nExamples:\n");
	for (size_t i = 0; i < command->example_count; i++) {
		pa_buf_printf(out, "  %s\n", command->examples[i].command);
		wrap(out, command->examples[i].why, EXAMPLE_COLUMN, 0);
	}
}

void pa_options_help(const struct pa_command *command, struct pa_buf *out)
{
	bool own = false;

	pa_buf_printf(out, "Usage: perfadvisor %s [OPTION]...", command->name);
	if (command->operands)
		pa_buf_printf(out, " %s", command->operands);
	pa_buf_puts(out, "\n");
	wrap(out, command->summary, 0, 0);
	if (command->description) {
		pa_buf_putc(out, '\n');
		wrap(out, command->description, 0, 0);
	}
	for (size_t i = 0; i < command->option_count; i++) {
		if (pa_options_name_is_global(command->options[i].name))
			continue;
		pa_buf_puts(out, own ? "" : "\nOptions:\n");
		own = true;
		put_option(out, &command->options[i]);
	}
	pa_buf_puts(out, "\nOptions of every command:\n");
	for (size_t i = 0; i < PA_OPTIONS_GLOBAL_COUNT; i++)
		put_option(out, &pa_options_global[i]);
	put_examples(out, command);
}
