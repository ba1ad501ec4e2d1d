/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/options.h"

enum { ARGS_MAX = 12 };

struct settings {
	struct pa_globals globals;
	bool json;
	const char *save, *drill;
	int64_t pid;
	uint64_t for_ns, max_bytes;
};

static const struct pa_option options[] = {
	{ .name = "json", .help = "as JSON", .offset = offsetof(struct settings, json) },
	{ .name = "save",
	  .letter = 'o',
	  .kind = PA_OPT_TEXT,
	  .argument = "FILE",
	  .help = "keep what was seen",
	  .offset = offsetof(struct settings, save) },
	{ .name = "drill",
	  .kind = PA_OPT_CHOICE,
	  .choices = "auto|never",
	  .help = "look closer by itself",
	  .offset = offsetof(struct settings, drill) },
	{ .name = "pid", .kind = PA_OPT_NUMBER, .offset = offsetof(struct settings, pid) },
	{ .name = "for", .kind = PA_OPT_DURATION, .offset = offsetof(struct settings, for_ns) },
	{ .name = "max", .kind = PA_OPT_SIZE, .offset = offsetof(struct settings, max_bytes) },
	PA_OPTIONS_GLOBAL(struct settings, globals),
};

static const struct pa_example examples[] = {
	{ "perfadvisor advise --for 30s", "watch longer" },
};

static const struct pa_command advise = {
	.name = "advise",
	.summary = "say which resource is the bottleneck",
	.operands = "[ID…]",
	.description = "First paragraph.\n\nSecond paragraph: a 'quoted' word, \\ and 10 µs.",
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.examples = examples,
	.example_count = 1,
};

static const struct pa_command bare = { .name = "bare", .summary = "takes nothing" };

static const struct pa_command *const commands[] = { &advise, &bare };

/* One parse: the words of text, parted by single blanks. */
struct outcome {
	char text[256];
	char *argv[ARGS_MAX];
	int argc, first;
	struct settings settings;
	struct pa_err err;
};

static void split(struct outcome *o, const char *text)
{
	char *save = NULL;

	memset(o, 0, sizeof(*o));
	assert_true(strlen(text) < sizeof(o->text));
	memcpy(o->text, text, strlen(text) + 1);
	for (char *w = strtok_r(o->text, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
		assert_true(o->argc < ARGS_MAX);
		o->argv[o->argc++] = w;
	}
}

static int parse(struct outcome *o, const struct pa_command *command, const char *text)
{
	split(o, text);
	o->first = pa_options_parse(command, o->argc, o->argv, &o->settings, &o->err);
	return o->first;
}

static void every_kind_is_stored(void **state)
{
	struct outcome o;

	(void)state;
	assert_int_equal(parse(&o, &advise,
			       "advise --json --save x.pa --drill=never --pid -7 --for 250ms "
			       "--max=2M -q"),
			 11);
	assert_true(o.settings.json && o.settings.globals.quiet);
	assert_false(o.settings.globals.verbose || o.settings.globals.no_color);
	assert_string_equal(o.settings.save, "x.pa");
	assert_string_equal(o.settings.drill, "never");
	assert_int_equal(o.settings.pid, -7);
	assert_int_equal(o.settings.for_ns, 250000000);
	assert_int_equal(o.settings.max_bytes, 2 << 20);
}

static void what_is_not_given_keeps_its_value(void **state)
{
	struct outcome o;

	(void)state;
	split(&o, "advise --json");
	o.settings.pid = 42;
	assert_int_equal(pa_options_parse(&advise, o.argc, o.argv, &o.settings, NULL), 2);
	assert_int_equal(o.settings.pid, 42);
}

static void operands_move_behind_the_options(void **state)
{
	struct outcome o;

	(void)state;
	assert_int_equal(parse(&o, &advise, "advise a --pid 3 b --json c"), 4);
	assert_string_equal(o.argv[4], "a");
	assert_string_equal(o.argv[5], "b");
	assert_string_equal(o.argv[6], "c");
	assert_string_equal(o.argv[0], "advise");
	assert_true(o.settings.json);
	assert_int_equal(o.settings.pid, 3);
}

static void two_dashes_end_the_options(void **state)
{
	struct outcome o;

	(void)state;
	assert_int_equal(parse(&o, &advise, "advise a -- --json"), 2);
	assert_string_equal(o.argv[2], "a");
	assert_string_equal(o.argv[3], "--json");
	assert_false(o.settings.json);
}

static void one_dash_is_an_operand(void **state)
{
	struct outcome o;

	(void)state;
	assert_int_equal(parse(&o, &advise, "advise --save - -"), 3);
	assert_string_equal(o.settings.save, "-");
	assert_string_equal(o.argv[3], "-");
}

static void letters_can_be_joined_with_a_value(void **state)
{
	struct outcome o;

	(void)state;
	assert_int_equal(parse(&o, &advise, "advise -qvoF -o G"), 4);
	assert_true(o.settings.globals.quiet && o.settings.globals.verbose);
	assert_string_equal(o.settings.save, "G");
	assert_int_equal(parse(&o, &advise, "advise -qoF"), 2);
	assert_string_equal(o.settings.save, "F");
}

static void globals_are_accepted_without_rows(void **state)
{
	struct outcome o;

	(void)state;
	split(&o, "bare -q -v --no-color");
	assert_int_equal(pa_options_parse(&bare, o.argc, o.argv, NULL, &o.err), 4);
}

static void a_prefix_is_not_the_option(void **state)
{
	struct outcome o;

	(void)state;
	assert_int_equal(parse(&o, &advise, "advise --js"), -EINVAL);
	assert_int_equal(parse(&o, &advise, "advise --jsonx"), -EINVAL);
}

static void errors_say_what_to_do(void **state)
{
	static const struct {
		const char *arguments, *text;
	} cases[] = {
		{ "advise --jsno", "unknown option --jsno; did you mean --json? "
				   "perfadvisor advise --help lists them" },
		{ "advise --zzzzzz=1",
		  "unknown option --zzzzzz; perfadvisor advise --help lists them" },
		{ "advise -x", "unknown option -x; perfadvisor advise --help lists them" },
		{ "advise --json=1", "--json wants yes or no, not '1'" },
		{ "advise --save", "--save needs a value: --save FILE" },
		{ "advise --save --json", "--save needs a value: --save FILE" },
		{ "advise --drill maybe", "--drill wants one of auto|never, not 'maybe'" },
		{ "advise --drill aut", "--drill wants one of auto|never, not 'aut'" },
		{ "advise --pid x1", "--pid wants a whole number, not 'x1'" },
		{ "advise --pid 1x", "--pid wants a whole number, not '1x'" },
		{ "advise --for 1y", "--for wants a time such as 500ms, 10s or 2m, not '1y'" },
		{ "advise --max -1", "--max wants a size such as 64k, 16M or 2G, not '-1'" },
	};
	struct outcome o;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(&o, &advise, cases[i].arguments), -EINVAL);
		assert_string_equal(o.err.text, cases[i].text);
	}
}

static void a_number_that_does_not_fit_is_told(void **state)
{
	struct outcome o;

	(void)state;
	assert_int_equal(parse(&o, &advise, "advise --for 999999999999d"), -ERANGE);
	assert_string_equal(o.err.text, "--for 999999999999d: too large");
}

static void operands_are_refused_where_none_are_taken(void **state)
{
	struct outcome o;

	(void)state;
	assert_int_equal(parse(&o, &bare, "bare x"), -EINVAL);
	assert_string_equal(o.err.text,
			    "unexpected argument 'x'; perfadvisor bare --help shows the usage");
}

static void help_is_seen_among_options_only(void **state)
{
	static const struct {
		const char *arguments;
		bool want;
	} cases[] = {
		{ "advise --json -h", true },  { "advise x --help", true },
		{ "advise -qh", true },	       { "advise", false },
		{ "advise --save -h", false }, { "advise -- --help", false },
	};
	struct outcome o;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		split(&o, cases[i].arguments);
		assert_int_equal(pa_options_want_help(&advise, o.argc, o.argv), cases[i].want);
	}
}

static void global_options_are_known_by_both_names(void **state)
{
	static const struct {
		const char *arguments;
		int words;
	} cases[] = {
		{ "-q", 1 },
		{ "--quiet", 1 },
		{ "--help", 1 },
		{ "-h", 1 },
		{ "--config F", 2 },
		{ "--config=F", 1 },
		{ "--json", 0 },
		{ "-qv", 0 },
		{ "quiet", 0 },
		{ "-", 0 },
		{ "", 0 },
		{ "--config", 1 },
		{ "--configure F", 0 },
	};
	struct outcome o;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		split(&o, cases[i].arguments);
		assert_int_equal(pa_options_global_words(o.argc, o.argv, 0), cases[i].words);
	}
	(void)state;
}

static void the_nearest_name_is_found(void **state)
{
	const char *const names[] = { "advise", "checklist", "man" };

	(void)state;
	assert_string_equal(pa_options_nearest("advice", 6, names, 3), "advise");
	assert_null(pa_options_nearest("cake", 4, names, 3));
	assert_string_equal(pa_options_nearest("check", 5, names, 3), "checklist");
	assert_string_equal(pa_options_nearest("mna", 3, names, 3), "man");
	assert_null(pa_options_nearest("zzzzzzz", 7, names, 3));
	assert_null(pa_options_nearest("", 0, names, 3));
}

static void help_shows_the_whole_table(void **state)
{
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, 1 << 16);
	pa_options_help(&advise, &out);
	assert_false(out.overflow);
	assert_non_null(strstr(out.bytes, "Usage: perfadvisor advise [OPTION]... [ID…]\n"));
	assert_non_null(strstr(out.bytes, "  -o, --save FILE       keep what was seen\n"));
	assert_non_null(strstr(out.bytes, "      --drill auto|never\n"));
	assert_non_null(strstr(out.bytes, "First paragraph.\n\nSecond paragraph"));
	assert_non_null(strstr(out.bytes, "  perfadvisor advise --for 30s\n      watch longer\n"));
	pa_buf_done(&out);
}

static void help_keeps_to_80_columns(void **state)
{
	static const struct pa_command wide = {
		.name = "wide",
		.summary = "s",
		.description = "word word word word word word word word word word word word word "
			       "word word word word word word word word word word word word word",
	};
	struct pa_buf out;
	char *save = NULL;

	(void)state;
	pa_buf_init(&out, 1 << 16);
	pa_options_help(&wide, &out);
	for (char *line = strtok_r(out.bytes, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		assert_true(strlen(line) <= 80);
	pa_buf_done(&out);
}

static void the_manual_page_escapes_roff(void **state)
{
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, 1 << 16);
	pa_options_man(commands, 2, &out);
	assert_false(out.overflow);
	assert_non_null(strstr(out.bytes, ".It Fl o , Fl -save Ar \"\\&FILE\"\nkeep what"));
	assert_non_null(strstr(out.bytes, "word, \\e and 10 \\[u00B5]s."));
	assert_non_null(strstr(out.bytes, "First paragraph.\n.Pp\nSecond"));
	assert_non_null(strstr(out.bytes, "perfadvisor advise \\-\\-for 30s\n"));
	pa_buf_done(&out);
}

static void completions_know_options_and_choices(void **state)
{
	static const char *const shells[] = { "bash", "zsh", "fish" };
	struct pa_buf out;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		pa_buf_init(&out, 1 << 16);
		assert_int_equal(pa_options_completion(commands, 2, shells[i], &out), 0);
		assert_false(out.overflow);
		assert_non_null(strstr(out.bytes, "auto never"));
		assert_non_null(strstr(out.bytes, "bare"));
		pa_buf_done(&out);
	}
	pa_buf_init(&out, 1 << 16);
	assert_int_equal(pa_options_completion(commands, 2, "csh", &out), -EINVAL);
	pa_buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_stored),
		cmocka_unit_test(what_is_not_given_keeps_its_value),
		cmocka_unit_test(operands_move_behind_the_options),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(one_dash_is_an_operand),
		cmocka_unit_test(letters_can_be_joined_with_a_value),
		cmocka_unit_test(globals_are_accepted_without_rows),
		cmocka_unit_test(a_prefix_is_not_the_option),
		cmocka_unit_test(errors_say_what_to_do),
		cmocka_unit_test(a_number_that_does_not_fit_is_told),
		cmocka_unit_test(operands_are_refused_where_none_are_taken),
		cmocka_unit_test(help_is_seen_among_options_only),
		cmocka_unit_test(global_options_are_known_by_both_names),
		cmocka_unit_test(the_nearest_name_is_found),
		cmocka_unit_test(help_shows_the_whole_table),
		cmocka_unit_test(help_keeps_to_80_columns),
		cmocka_unit_test(the_manual_page_escapes_roff),
		cmocka_unit_test(completions_know_options_and_choices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
