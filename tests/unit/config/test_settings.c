/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "config/settings.h"
#include "help.h"

struct settings {
	struct pa_globals globals;
	bool json;
	const char *root, *save, *format;
	uint64_t for_ns;
};

static const struct pa_option advise_options[] = {
	{ .name = "for",
	  .kind = PA_OPT_DURATION,
	  .fallback = "10s",
	  .offset = offsetof(struct settings, for_ns) },
	{ .name = "json", .offset = offsetof(struct settings, json) },
	{ .name = "root",
	  .kind = PA_OPT_TEXT,
	  .excludes = "save",
	  .offset = offsetof(struct settings, root) },
	{ .name = "save",
	  .kind = PA_OPT_TEXT,
	  .excludes = "root",
	  .offset = offsetof(struct settings, save) },
	PA_OPTIONS_GLOBAL(struct settings, globals),
};

static const struct pa_option list_options[] = {
	{ .name = "format",
	  .kind = PA_OPT_CHOICE,
	  .choices = "text|json",
	  .fallback = "text",
	  .excludes = "json",
	  .offset = offsetof(struct settings, format) },
	{ .name = "json", .excludes = "format", .offset = offsetof(struct settings, json) },
};

static const struct pa_command advise = { .name = "advise",
					  .options = advise_options,
					  .option_count = sizeof(advise_options) /
							  sizeof(advise_options[0]) };
static const struct pa_command list = { .name = "list",
					.options = list_options,
					.option_count = 2 };
static const struct pa_command *const commands[] = { &advise, &list };

static void a_right_file_is_fine(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "[perfadvisor]\nquiet = yes\nfor = 2s\n[advise]\njson=no\n[list]\n"
		       "format = json\n[capacity]\nwhat = ever\n[resource x]\nelse = too\n");
	assert_int_equal(pa_config_check(&p.config, commands, 2, &p.err), 0);
	pa_config_done(&p.config);
}

static void a_wrong_one_is_told_with_what_was_meant(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "[advice]\nfor = 1s\n", "f:2: no section [advice]; did you mean [advise]; there "
					  "are perfadvisor, the commands, capacity and resource "
					  "NAME" },
		{ "[advise]\nfro = 1s\n", "f:2: [advise] has no key 'fro'; did you mean for" },
		{ "[advise]\nformat = text\n", "f:2: [advise] has no key 'format'" },
		{ "[perfadvisor]\nfromat = text\n",
		  "f:2: [perfadvisor] has no key 'fromat'; did you mean format" },
		{ "[advise]\nfor = soon\n",
		  "f:2: for wants a time such as 500ms, 10s or 2m, not 'soon'" },
		{ "[perfadvisor]\nfor = 1\nformat = md\n",
		  "f:3: format wants one of text|json, not 'md'" },
		{ "[list]\njson = 1\n", "f:2: json wants yes or no, not '1'" },
		{ "[list]\njson =\n", "f:2: json wants yes or no, not ''" },
		{ "[advise]\nfor = 999999999999d\n", "f:2: for 999999999999d: too large" },
		{ "[advise]\nhelp = yes\n", "f:2: help belongs on the command line" },
		{ "[perfadvisor]\nconfig = x\n", "f:2: config belongs on the command line" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct parsed p;

		parse_text(&p, cases[i].text);
		assert_int_equal(p.code, 0);
		assert_true(pa_config_check(&p.config, commands, 2, &p.err) < 0);
		assert_string_equal(p.err.text, cases[i].said);
		pa_config_done(&p.config);
	}
}

/* What an option of advise becomes with this file and these arguments. */
static struct pa_config_choice chosen(struct parsed *p, const char *text, const char *name,
				      int argc, const char *const *argv)
{
	struct pa_config_choice *choices = NULL, one = { 0 };
	char *copy[8] = { 0 };

	parse_text(p, text);
	for (int i = 0; i < argc; i++)
		copy[i] = strdup(argv[i]);
	assert_int_equal(pa_config_choose(&p->config, &advise, argc, copy, &choices, &p->err), 0);
	for (size_t i = 0; i < advise.option_count; i++)
		if (!strcmp(choices[i].option->name, name))
			one = choices[i];
	if (one.given)
		one.value = ""; /* borrowed from the copy */
	for (int i = 0; i < argc; i++)
		free(copy[i]);
	free(choices);
	return one;
}

static void the_nearest_wins(void **state)
{
	static const char text[] = "[perfadvisor]\nfor = 2s\nquiet = yes\n[advise]\nfor = 3s\n";
	static const char *const bare[] = { "advise" }, *const given[] = { "advise", "--for",
									   "9s" };
	struct pa_config_choice c;
	struct parsed p;

	(void)state;
	c = chosen(&p, text, "for", 3, given);
	assert_true(c.given && !c.entry);
	pa_config_done(&p.config);
	c = chosen(&p, text, "for", 1, bare);
	assert_string_equal(c.value, "3s");
	assert_int_equal(c.entry->line, 5);
	pa_config_done(&p.config);
	c = chosen(&p, text, "quiet", 1, bare);
	assert_string_equal(c.value, "yes");
	pa_config_done(&p.config);
	c = chosen(&p, "", "for", 1, bare);
	assert_string_equal(c.value, "10s");
	assert_null(c.entry);
	pa_config_done(&p.config);
	c = chosen(&p, "", "save", 1, bare);
	assert_null(c.value);
	pa_config_done(&p.config);
}

static void what_is_excluded_nearer_does_not_count(void **state)
{
	static const char *const bare[] = { "advise" }, *const root[] = { "advise", "--root=x" };
	struct parsed p;

	(void)state;
	assert_null(chosen(&p, "[advise]\nsave = y\n", "save", 2, root).value);
	pa_config_done(&p.config);
	assert_string_equal(chosen(&p, "[advise]\nsave = y\n", "save", 1, bare).value, "y");
	pa_config_done(&p.config);
	assert_null(
		chosen(&p, "[advise]\nroot = x\n[perfadvisor]\nsave = y\n", "save", 1, bare).value);
	pa_config_done(&p.config);
}

static void wrong_arguments_choose_nothing(void **state)
{
	char name[] = "advise", wrong[] = "--fro=1", *argv[] = { name, wrong };
	struct pa_config_choice *choices;
	struct parsed p;

	(void)state;
	parse_text(&p, "");
	assert_int_equal(pa_config_choose(&p.config, &advise, 2, argv, &choices, &p.err), -EINVAL);
	assert_null(choices);
	pa_config_done(&p.config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_right_file_is_fine),
		cmocka_unit_test(a_wrong_one_is_told_with_what_was_meant),
		cmocka_unit_test(the_nearest_wins),
		cmocka_unit_test(what_is_excluded_nearer_does_not_count),
		cmocka_unit_test(wrong_arguments_choose_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
