/* SPDX-License-Identifier: Apache-2.0 */
/* Source of the format: mdoc(7) of mandoc; character names: mandoc_char(7). */
#include <string.h>

#include "base/buf.h"
#include "base/options_internal.h"

static const char head[] =
	".\\\" Made by \"perfadvisor man\" from the option tables: do not edit.\n"
	".Dd " PA_RELEASE_DATE "\n"
	".Dt PERFADVISOR 1\n"
	".Os\n"
	".Sh NAME\n"
	".Nm perfadvisor\n"
	".Nd find the bottleneck of a machine\n"
	".Sh SYNOPSIS\n"
	".Nm\n"
	".Op Ar command\n"
	".Op Ar option ...\n"
	".Op Ar argument ...\n"
	".Sh DESCRIPTION\n"
	".Nm\n"
	"watches a machine and then says which resource is the bottleneck, who loads it,\n"
	"why, and what to look at next;\n"
	"or that there is none, and what it could not see.\n"
	"Without a command it runs\n"
	".Cm advise .\n"
	"Best run as root: what could not be seen for lack of privilege is said.\n"
	".Pp\n"
	"Options may be written\n"
	".Fl -name Ar value\n"
	"or\n"
	".Fl -name Ns = Ns Ar value ;\n"
	"names are never shortened.\n"
	"Times take the units ns, us, ms, s (the default), m, h and d;\n"
	"sizes take k, M, G and T, powers of 1024.\n";

static const char tail[] =
	".Sh FILES\n"
	".Bl -tag -width Ds\n"
	".It Pa /etc/perfadvisor/perfadvisor.conf\n"
	"The settings of this machine; see the command\n"
	".Cm config .\n"
	".El\n"
	".Sh EXIT STATUS\n"
	".Bl -tag -width Ds\n"
	".It 0\n"
	"It went well.\n"
	".It 1\n"
	"It failed; one line on standard error says what was tried, on what, and why it failed.\n"
	".It 2\n"
	"The command line was wrong.\n"
	".El\n";

/* The code point at text (UTF-8), its length in *bytes; a byte that is no UTF-8 is itself. */
static uint32_t code_point(const char *text, size_t *bytes)
{
	const unsigned char *t = (const unsigned char *)text;
	uint32_t value = t[0];
	size_t more = t[0] >= 0xf0 ? 3 : t[0] >= 0xe0 ? 2 : t[0] >= 0xc0 ? 1 : 0;

	*bytes = 1;
	if (!more)
		return value;
	value &= 0x3fU >> more;
	for (size_t i = 1; i <= more; i++) {
		if ((t[i] & 0xc0U) != 0x80)
			return t[0];
		value = value << 6 | (t[i] & 0x3fU);
	}
	*bytes = more + 1;
	return value;
}

/* One character so that roff prints just that. literal: "-" is the minus sign of a shell. */
static size_t put_char(struct pa_buf *out, const char *text, bool literal)
{
	size_t bytes;
	uint32_t c = code_point(text, &bytes);

	if (c >= 0x80)
		pa_buf_printf(out, "\\[u%04X]", c);
	else if (c == '\\')
		pa_buf_puts(out, "\\e");
	else if (c == '"')
		pa_buf_puts(out, "\\(dq");
	else if (literal && c == '-')
		pa_buf_puts(out, "\\-");
	else if (literal && c == '\'')
		pa_buf_puts(out, "\\(aq");
	else
		pa_buf_putc(out, (char)c);
	return bytes;
}

static bool ends_sentence(const struct pa_buf *out)
{
	return out->used_bytes && strchr(".?!", out->bytes[out->used_bytes - 1]);
}

/* Text lines. An empty line becomes a new paragraph; ends with a newline. */
static void put_text(struct pa_buf *out, const char *text, bool literal)
{
	bool first = true;

	while (*text) {
		if (first && *text == '\n') {
			pa_buf_puts(out, ".Pp\n");
			text++;
			continue;
		}
		if (first && (*text == '.' || *text == '\''))
			pa_buf_puts(out, "\\&");
		first = *text == '\n';
		if (!literal && *text == ' ' && text[1] == ' ') {
			text++; /* two blanks only end a sentence, which roff sees by itself */
		} else if (!literal && *text == ' ' && ends_sentence(out)) {
			pa_buf_putc(out, '\n'); /* roff wants each sentence on its own line */
			first = true;
			text++;
		} else {
			text += put_char(out, text, literal);
		}
	}
	if (!first)
		pa_buf_putc(out, '\n');
}

/* One argument of a macro, quoted so that it is never a macro itself. */
static void put_argument(struct pa_buf *out, const char *text)
{
	pa_buf_puts(out, " \"\\&");
	while (*text)
		text += put_char(out, text, true);
	pa_buf_putc(out, '"');
}

static void put_option(struct pa_buf *out, const struct pa_option *option)
{
	const char *argument = pa_options_argument(option);
	struct pa_buf meaning;

	pa_buf_puts(out, ".It");
	if (option->letter)
		pa_buf_printf(out, " Fl %c ,", option->letter);
	pa_buf_printf(out, " Fl -%s", option->name);
	if (argument) {
		pa_buf_puts(out, " Ar");
		put_argument(out, argument);
	}
	pa_buf_putc(out, '\n');
	pa_buf_init(&meaning, out->max_bytes);
	pa_options_meaning(option, &meaning);
	put_text(out, meaning.bytes ? meaning.bytes : "", false);
	pa_buf_done(&meaning);
}

static void put_literal(struct pa_buf *out, const char *text, const char *more)
{
	pa_buf_puts(out, ".Bd -literal -offset indent\n");
	for (const char *at = text; *at;)
		at += put_char(out, at, true);
	if (more && *more)
		pa_buf_putc(out, ' ');
	put_text(out, more ? more : "", true);
	if (!more || !*more)
		pa_buf_putc(out, '\n');
	pa_buf_puts(out, ".Ed\n");
}

static void put_options(struct pa_buf *out, const struct pa_command *command)
{
	bool open = false;

	for (size_t i = 0; i < command->option_count; i++) {
		if (pa_options_name_is_global(command->options[i].name))
			continue;
		pa_buf_puts(out, open ? "" : ".Bl -tag -width Ds\n");
		open = true;
		put_option(out, &command->options[i]);
	}
	pa_buf_puts(out, open ? ".El\n" : "");
}

static void put_command(struct pa_buf *out, const struct pa_command *command)
{
	struct pa_buf usage;

	pa_buf_init(&usage, out->max_bytes);
	pa_buf_printf(&usage, "perfadvisor %s [option ...]", command->name);
	pa_buf_printf(out, ".Ss perfadvisor %s\n", command->name);
	put_text(out, command->summary, false);
	put_literal(out, usage.bytes, command->operands);
	pa_buf_done(&usage);
	if (command->description) {
		pa_buf_puts(out, ".Pp\n");
		put_text(out, command->description, false);
	}
	put_options(out, command);
}

void pa_options_man(const struct pa_command *const *commands, size_t count, struct pa_buf *out)
{
	pa_buf_puts(out, head);
	pa_buf_puts(out, ".Pp\nEvery command accepts these options:\n.Bl -tag -width Ds\n");
	for (size_t i = 0; i < PA_OPTIONS_GLOBAL_COUNT; i++)
		put_option(out, &pa_options_global[i]);
	pa_buf_puts(out, ".El\n.Sh COMMANDS\n");
	for (size_t i = 0; i < count; i++)
		put_command(out, commands[i]);
	pa_buf_puts(out, tail);
	pa_buf_puts(out, ".Sh EXAMPLES\n");
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < commands[i]->example_count; k++) {
			pa_buf_puts(out, i || k ? ".Pp\n" : "");
			put_text(out, commands[i]->examples[k].why, false);
			put_literal(out, commands[i]->examples[k].command, NULL);
		}
	}
}
