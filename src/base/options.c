/* SPDX-License-Identifier: Apache-2.0 */
#include "base/options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/options_internal.h"
#include "base/scan.h"
#include "base/units.h"

enum {
	NEAR_NAME_BYTES = 32, /* longer words are not compared for a suggestion */
};

const struct pa_option pa_options_global[PA_OPTIONS_GLOBAL_COUNT] = {
	{ .name = "no-color", .help = "write no colours, also on a terminal" },
	{ .name = "quiet", .letter = 'q', .help = "no progress on stderr" },
	{ .name = "verbose", .letter = 'v', .help = "say on stderr what is being done" },
	{ .name = "config",
	  .kind = PA_OPT_TEXT,
	  .argument = "FILE",
	  .help = "settings from this file and not from /etc/perfadvisor/perfadvisor.conf; none: "
		  "from no file" },
	{ .name = "help", .letter = 'h', .help = "show this help" },
};

/* One parse under way. */
struct parse {
	const struct pa_command *command;
	char **argv;
	int argc;
	int at;		/* the argument being read */
	char *settings; /* NULL: only walk */
	struct pa_err *err;
	bool help; /* --help was seen */
	/* Told of every option; NULL: nobody asks. */
	void (*each)(void *arg, const struct pa_option *option, const char *value);
	void *each_arg;
};

/* One option as it was written. */
struct given {
	const struct pa_option *option;
	const char *value; /* after "=", or the rest of "-nVALUE"; NULL when there is none */
	char shown[64];	   /* "--for" or "-f", for messages */
};

bool pa_options_name_is_global(const char *name)
{
	for (size_t i = 0; i < PA_OPTIONS_GLOBAL_COUNT; i++)
		if (!strcmp(pa_options_global[i].name, name))
			return true;
	return false;
}

static bool is_global_row(const struct pa_option *option)
{
	return option >= pa_options_global && option < pa_options_global + PA_OPTIONS_GLOBAL_COUNT;
}

/* How text begins one: 0 not at all, 1 all of it, 2 its value is joined to it. */
static int begins_option(const struct pa_option *option, const char *text)
{
	size_t bytes = strlen(option->name);

	if (option->letter && text[0] == '-' && text[1] == option->letter && !text[2])
		return 1;
	if (strncmp(text, "--", 2) != 0 || strncmp(text + 2, option->name, bytes) != 0)
		return 0;
	return text[2 + bytes] == '\0' ? 1 : text[2 + bytes] == '=' ? 2 : 0;
}

int pa_options_global_words(int argc, char *const *argv, int at)
{
	for (size_t i = 0; at < argc && i < PA_OPTIONS_GLOBAL_COUNT; i++) {
		const struct pa_option *option = &pa_options_global[i];
		int how = begins_option(option, argv[at]);

		if (how)
			return how == 1 && option->kind != PA_OPT_FLAG && at + 1 < argc ? 2 : 1;
	}
	return 0;
}

const char *pa_options_argument(const struct pa_option *option)
{
	static const char *const usual[] = {
		[PA_OPT_FLAG] = NULL,	    [PA_OPT_TEXT] = "TEXT", [PA_OPT_NUMBER] = "N",
		[PA_OPT_DURATION] = "TIME", [PA_OPT_SIZE] = "SIZE", [PA_OPT_CHOICE] = "CHOICE",
	};

	if (option->kind == PA_OPT_FLAG)
		return NULL;
	if (option->argument)
		return option->argument;
	if (option->kind == PA_OPT_CHOICE && option->choices)
		return option->choices;
	return usual[option->kind];
}

bool pa_options_next_choice(const char **at, const char **word, size_t *word_bytes)
{
	*at += strspn(*at, "| ");
	*word = *at;
	*word_bytes = strcspn(*at, "| ");
	*at += *word_bytes;
	return *word_bytes > 0;
}

bool pa_options_has_word(const char *names, const char *name)
{
	const char *at = names, *word;
	size_t bytes;

	while (at && pa_options_next_choice(&at, &word, &bytes))
		if (strlen(name) == bytes && !memcmp(word, name, bytes))
			return true;
	return false;
}

/* ---- which name was meant ---- */

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Edit distance (Levenshtein) of two short words; SIZE_MAX when one is too long. */
static size_t distance(const char *a, size_t a_bytes, const char *b)
{
	size_t row[NEAR_NAME_BYTES + 1];
	size_t b_bytes = strlen(b);

	if (a_bytes > NEAR_NAME_BYTES || b_bytes > NEAR_NAME_BYTES)
		return SIZE_MAX;
	for (size_t j = 0; j <= b_bytes; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_bytes; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_bytes; j++) {
			size_t above = row[j];

			row[j] = min3(above + 1, row[j - 1] + 1,
				      diagonal + (a[i - 1] != b[j - 1] ? 1 : 0));
			diagonal = above;
		}
	}
	return row[b_bytes];
}

const char *pa_options_nearest(const char *text, size_t text_bytes, const char *const *names,
			       size_t count)
{
	const char *best = NULL;
	size_t best_distance = text_bytes < 3 ? 1 : 2;

	for (size_t i = 0; i < count; i++) {
		size_t d = distance(text, text_bytes, names[i]);
		bool longer = text_bytes >= 3 && !strncmp(names[i], text, text_bytes);

		if (d <= best_distance || (longer && !best)) {
			best = names[i];
			best_distance = d <= best_distance ? d : best_distance;
		}
	}
	return best;
}

static const char *nearest_option(const struct pa_command *command, const char *text, size_t bytes)
{
	size_t count = command->option_count + PA_OPTIONS_GLOBAL_COUNT;
	const char **names PA_CLEANUP(pa_freep) = pa_alloc_array(count, sizeof(*names));

	for (size_t i = 0; i < command->option_count; i++)
		names[i] = command->options[i].name;
	for (size_t i = 0; i < PA_OPTIONS_GLOBAL_COUNT; i++)
		names[command->option_count + i] = pa_options_global[i].name;
	return pa_options_nearest(text, bytes, names, count);
}

/* ---- finding the row ---- */

/* Own rows first, so that a command may heed a global option. */
static const struct pa_option *find_name(const struct pa_command *command, const char *name,
					 size_t bytes)
{
	for (size_t i = 0; i < command->option_count; i++)
		if (strlen(command->options[i].name) == bytes &&
		    !memcmp(command->options[i].name, name, bytes))
			return &command->options[i];
	for (size_t i = 0; i < PA_OPTIONS_GLOBAL_COUNT; i++)
		if (strlen(pa_options_global[i].name) == bytes &&
		    !memcmp(pa_options_global[i].name, name, bytes))
			return &pa_options_global[i];
	return NULL;
}

const struct pa_option *pa_options_find(const struct pa_command *command, const char *name)
{
	return find_name(command, name, strlen(name));
}

const char *pa_options_nearest_option(const struct pa_command *command, const char *name)
{
	return nearest_option(command, name, strlen(name));
}

static const struct pa_option *find_letter(const struct pa_command *command, char letter)
{
	for (size_t i = 0; i < command->option_count; i++)
		if (command->options[i].letter == letter)
			return &command->options[i];
	for (size_t i = 0; i < PA_OPTIONS_GLOBAL_COUNT; i++)
		if (pa_options_global[i].letter == letter)
			return &pa_options_global[i];
	return NULL;
}

static int unknown(const struct parse *p, const char *dashes, const char *text, size_t bytes)
{
	const char *near = *(dashes + 1) ? nearest_option(p->command, text, bytes) : NULL;
	int shown = bytes < 100 ? (int)bytes : 100;

	if (near)
		return pa_err_say(p->err, -EINVAL,
				  "unknown option %s%.*s; did you mean --%s? "
				  "perfadvisor %s --help lists them",
				  dashes, shown, text, near, p->command->name);
	return pa_err_say(p->err, -EINVAL,
			  "unknown option %s%.*s; perfadvisor %s --help lists them", dashes, shown,
			  text, p->command->name);
}

/* ---- values ---- */

static int number(const char *text, int64_t *out)
{
	struct pa_scan scan;

	pa_scan_init(&scan, text, strlen(text));
	if ((*text != '-' && (*text < '0' || *text > '9')) || !pa_scan_i64(&scan, out) ||
	    scan.at != scan.end)
		return -EINVAL;
	return 0;
}

/* A flag as a file or "--name=" writes it. */
static int yes_or_no(const char *text, bool *out)
{
	if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
		return -EINVAL;
	*out = text[0] == 'y';
	return 0;
}

/* Store value; 0, -EINVAL or -ERANGE. */
static int convert(const struct pa_option *option, const char *value, char *at)
{
	switch ((enum pa_opt_kind)option->kind) {
	case PA_OPT_FLAG:
		return yes_or_no(value, (bool *)at);
	case PA_OPT_TEXT:
		*(const char **)(void *)at = value;
		return 0;
	case PA_OPT_NUMBER:
		return number(value, (int64_t *)(void *)at);
	case PA_OPT_DURATION:
		return pa_units_parse_ns(value, (uint64_t *)(void *)at);
	case PA_OPT_SIZE:
		return pa_units_parse_bytes(value, (uint64_t *)(void *)at);
	case PA_OPT_CHOICE:
		if (!pa_options_has_word(option->choices, value))
			return -EINVAL;
		*(const char **)(void *)at = value;
		return 0;
	}
	return -EINVAL;
}

/* Check value and store it at at; shown is what the option is called in messages. */
static int store(const struct pa_option *option, const char *shown, const char *value, char *at,
		 struct pa_err *err)
{
	static const char *const wanted[] = {
		[PA_OPT_FLAG] = "yes or no",
		[PA_OPT_TEXT] = "a text",
		[PA_OPT_NUMBER] = "a whole number",
		[PA_OPT_DURATION] = "a time such as 500ms, 10s or 2m",
		[PA_OPT_SIZE] = "a size such as 64k, 16M or 2G",
		[PA_OPT_CHOICE] = "one of ",
	};
	int code = convert(option, value, at);

	if (!code)
		return 0;
	if (code == -ERANGE)
		return pa_err_say(err, code, "%s %.200s: too large", shown, value);
	return pa_err_say(err, code, "%s wants %s%s, not '%.200s'", shown, wanted[option->kind],
			  option->kind == PA_OPT_CHOICE ? option->choices : "", value);
}

int pa_options_check(const struct pa_option *option, const char *shown, const char *value,
		     struct pa_err *err)
{
	union {
		bool flag;
		const char *text;
		int64_t number;
		uint64_t amount;
	} kept;

	return store(option, shown, value, (char *)&kept, err);
}

/*
 * Give the option its value, taken from the next argument when it was not joined.
 * A next argument that begins with "--" is more likely a forgotten value than a value.
 */
static int take(struct parse *p, struct given *given)
{
	const struct pa_option *option = given->option;

	if (!strcmp(option->name, "help"))
		p->help = true;
	if (option->kind == PA_OPT_FLAG && !given->value)
		given->value = "yes";
	if (!given->value) {
		if (p->at + 1 >= p->argc || !strncmp(p->argv[p->at + 1], "--", 2))
			return pa_err_say(p->err, -EINVAL, "%s needs a value: %s %s", given->shown,
					  given->shown, pa_options_argument(option));
		given->value = p->argv[++p->at];
	}
	if (p->each)
		p->each(p->each_arg, option, given->value);
	if (p->settings && !is_global_row(option))
		return store(option, given->shown, given->value, p->settings + option->offset,
			     p->err);
	/* Only looked at; what the table would refuse is refused all the same. */
	return p->settings || p->each ? pa_options_check(option, given->shown, given->value, p->err)
				      : 0;
}

static int take_long(struct parse *p, const char *text)
{
	const char *equals = strchr(text, '=');
	size_t bytes = equals ? (size_t)(equals - text) : strlen(text);
	struct given given = { .option = find_name(p->command, text, bytes) };

	if (!given.option)
		return unknown(p, "--", text, bytes);
	given.value = equals ? equals + 1 : NULL;
	(void)snprintf(given.shown, sizeof(given.shown), "--%s", given.option->name); /* may cut */
	return take(p, &given);
}

/* "-qv", "-o FILE", "-oFILE", "-qo FILE". */
static int take_letters(struct parse *p, const char *text)
{
	for (; *text; text++) {
		struct given given = { .option = find_letter(p->command, *text) };
		bool takes_rest;
		int error;

		if (!given.option)
			return unknown(p, "-", text, 1);
		takes_rest = given.option->kind != PA_OPT_FLAG;
		given.value = takes_rest && text[1] ? text + 1 : NULL;
		(void)snprintf(given.shown, sizeof(given.shown), "-%c", *text); /* always fits */
		error = take(p, &given);
		if (error < 0 || takes_rest)
			return error;
	}
	return 0;
}

/*
 * Walk all arguments. operands: room for argc pointers, *operand_count of them are filled.
 * Options, their values and "--" go to the front of argv in their order.
 */
static int walk(struct parse *p, char **operands, int *operand_count)
{
	int kept = 1;

	for (p->at = 1; p->at < p->argc; p->at++) {
		char *text = p->argv[p->at];
		int first = p->at, error;

		if (!strcmp(text, "--")) {
			p->argv[kept++] = text;
			for (p->at++; p->at < p->argc; p->at++)
				operands[(*operand_count)++] = p->argv[p->at];
			break;
		}
		if (text[0] != '-' || !text[1]) {
			operands[(*operand_count)++] = text;
			continue;
		}
		error = text[1] == '-' ? take_long(p, text + 2) : take_letters(p, text + 1);
		if (error < 0)
			return error;
		for (; first <= p->at; first++)
			p->argv[kept++] = p->argv[first];
	}
	return kept;
}

/* What holds when nobody says anything. */
static int begin_settings(const struct pa_command *command, char *settings, struct pa_err *err)
{
	for (size_t i = 0; settings && i < command->option_count; i++) {
		const struct pa_option *option = &command->options[i];
		int error = option->fallback ? store(option, option->name, option->fallback,
						     settings + option->offset, err)
					     : 0;

		if (error < 0)
			return error;
	}
	return 0;
}

int pa_options_parse(const struct pa_command *command, int argc, char **argv, void *settings,
		     struct pa_err *err)
{
	struct parse p = {
		.command = command, .argv = argv, .argc = argc, .settings = settings, .err = err
	};
	char **operands PA_CLEANUP(pa_freep) = pa_alloc_array((size_t)(argc > 0 ? argc : 1),
							      sizeof(*operands));
	int operand_count = 0, first;

	if (argc < 1)
		return argc;
	first = begin_settings(command, settings, err);
	if (!first)
		first = walk(&p, operands, &operand_count);
	if (first < 0)
		return first;
	if (operand_count && !command->operands)
		return pa_err_say(
			err, -EINVAL,
			"unexpected argument '%.200s'; perfadvisor %s --help shows the usage",
			operands[0], command->name);
	memcpy(argv + first, operands, (size_t)operand_count * sizeof(*operands));
	return first;
}

/* Walk a copy of the arguments. */
static int look(struct parse *p, char *const *argv)
{
	size_t count = (size_t)(p->argc > 0 ? p->argc : 1);
	char **copy PA_CLEANUP(pa_freep) = pa_alloc_array(count, sizeof(*copy));
	char **operands PA_CLEANUP(pa_freep) = pa_alloc_array(count, sizeof(*operands));
	int operand_count = 0;

	if (p->argc < 1)
		return p->argc;
	memcpy(copy, argv, (size_t)p->argc * sizeof(*copy));
	p->argv = copy;
	return walk(p, operands, &operand_count);
}

bool pa_options_want_help(const struct pa_command *command, int argc, char *const *argv)
{
	struct parse p = { .command = command, .argc = argc };

	(void)look(&p, argv); /* a wrong option does not hide --help before it */
	return p.help;
}

int pa_options_each(const struct pa_command *command, int argc, char *const *argv,
		    void (*each)(void *arg, const struct pa_option *option, const char *value),
		    void *arg, struct pa_err *err)
{
	struct parse p = {
		.command = command, .argc = argc, .each = each, .each_arg = arg, .err = err
	};

	return look(&p, argv);
}
