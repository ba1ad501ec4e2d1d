/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "help.h"

static void entries_keep_order_and_line(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "# first\n\n[a]\nx = 1\n  y =  two words  ; why\n\t[b c]\r\nx: 3\r\nz =");
	assert_int_equal(p.code, 0);
	assert_int_equal(p.config.count, 4);
	assert_string_equal(p.config.entries[0].section, "a");
	assert_string_equal(p.config.entries[0].value, "1");
	assert_int_equal(p.config.entries[0].line, 4);
	assert_string_equal(p.config.entries[1].key, "y");
	assert_string_equal(p.config.entries[1].value, "two words");
	assert_string_equal(p.config.entries[2].section, "b c");
	assert_int_equal(p.config.entries[2].line, 7);
	assert_string_equal(p.config.entries[3].value, "");
	assert_ptr_equal(pa_config_find(&p.config, "b c", "x"), &p.config.entries[2]);
	assert_null(pa_config_find(&p.config, "b c", "y"));
	pa_config_done(&p.config);
}

/* inih would take it for more of the value before it. */
static void an_indented_line_is_an_entry_of_its_own(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "[advise]\n  tick = 1s\n  for = 5s\n");
	assert_int_equal(p.code, 0);
	assert_int_equal(p.config.count, 2);
	assert_string_equal(p.config.entries[0].value, "1s");
	assert_string_equal(p.config.entries[1].key, "for");
	pa_config_done(&p.config);
}

static void the_same_key_in_two_sections_is_fine(void **state)
{
	struct parsed p;

	(void)state;
	parse_text(&p, "[a]\nx=1\n[b]\nx=2\n[a]\ny=3\n");
	assert_int_equal(p.code, 0);
	assert_int_equal(p.config.count, 3);
	pa_config_done(&p.config);
}

static void nothing_is_no_entry(void **state)
{
	static const char *const texts[] = { "", "\n\n", "# only\n; comments", "[a]\n[b]\n",
					     "\xEF\xBB\xBF[a]\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct parsed p;

		parse_text(&p, texts[i]);
		assert_int_equal(p.code, 0);
		assert_int_equal(p.config.count, 0);
		pa_config_done(&p.config);
	}
}

static void a_mistake_is_told_with_its_line(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "x = 1\n", "f:1: a key stands before any [section]" },
		{ "[a]\n= 1\n", "f:2: no key stands before the =" },
		{ "[a]\nword\n", "f:2: neither [section] nor key = value" },
		{ "[a\nx = 1\n", "f:1: neither [section] nor key = value" },
		{ "[a]\nx = 1\n\nx = 2\n", "f:4: x is set twice in [a]: line 2 has it too" },
		{ "[a]\nx = \x1b[31m\n", "f:2: a control character stands in this line" },
		{ "[a]\nx = a\rb\n", "f:2: a control character stands in this line" },
		{ "[]\nx = 1\n", "f:2: a key stands before any [section]" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct parsed p;

		parse_text(&p, cases[i].text);
		assert_int_equal(p.code, -EINVAL);
		assert_string_equal(p.err.text, cases[i].said);
		pa_config_done(&p.config);
	}
}

static void a_nul_is_a_control_character(void **state)
{
	static const char text[] = "[a]\nx = 1\0 2\n";
	struct parsed p;

	(void)state;
	parse_text(&p, "");
	assert_int_equal(pa_config_parse(&p.config, "f", text, sizeof(text) - 1, &p.err), -EINVAL);
	assert_int_equal(p.config.count, 0);
	pa_config_done(&p.config);
}

static void what_is_too_long_is_refused(void **state)
{
	char line[600] = "[a]\nx = ", section[100] = "[";
	struct parsed p;

	(void)state;
	memset(line + strlen(line), 'v', 500);
	parse_text(&p, line);
	assert_int_equal(p.code, -E2BIG);
	assert_non_null(strstr(p.err.text, "f:2: the line is longer than "));
	pa_config_done(&p.config);
	memset(section + 1, 's', 50);
	memcpy(section + 51, "]\nx = 1\n", 9);
	parse_text(&p, section);
	assert_int_equal(p.code, -E2BIG);
	assert_string_equal(p.err.text, "f:1: the section's name is longer than 49 bytes");
	pa_config_done(&p.config);
	memcpy(section + 50, "]\nx = 1\n", 9); /* 49 are kept whole */
	parse_text(&p, section);
	assert_int_equal(p.code, 0);
	assert_int_equal(strlen(p.config.entries[0].section), 49);
	pa_config_done(&p.config);
}

static void a_text_that_is_too_large_is_refused(void **state)
{
	char *text = malloc(PA_CONFIG_MAX_BYTES + 2);
	struct parsed p;

	(void)state;
	assert_non_null(text);
	memset(text, '\n', PA_CONFIG_MAX_BYTES + 1);
	text[PA_CONFIG_MAX_BYTES + 1] = '\0';
	parse_text(&p, text);
	assert_int_equal(p.code, -E2BIG);
	assert_string_equal(p.err.text, "f: larger than the 262144 bytes that settings may take");
	pa_config_done(&p.config);
	free(text);
}

static void too_many_entries_are_refused(void **state)
{
	size_t room = (size_t)PA_CONFIG_ENTRIES_MAX * 16 + 64, at = 4;
	char *text = calloc(1, room);
	struct parsed p;

	(void)state;
	assert_non_null(text);
	memcpy(text, "[a]\n", 5);
	for (int i = 0; i <= PA_CONFIG_ENTRIES_MAX; i++)
		at += (size_t)snprintf(text + at, room - at, "k%d=1\n", i);
	parse_text(&p, text);
	assert_int_equal(p.code, -E2BIG);
	assert_int_equal(p.config.count, PA_CONFIG_ENTRIES_MAX);
	pa_config_done(&p.config);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_keep_order_and_line),
		cmocka_unit_test(an_indented_line_is_an_entry_of_its_own),
		cmocka_unit_test(the_same_key_in_two_sections_is_fine),
		cmocka_unit_test(nothing_is_no_entry),
		cmocka_unit_test(a_mistake_is_told_with_its_line),
		cmocka_unit_test(a_nul_is_a_control_character),
		cmocka_unit_test(what_is_too_long_is_refused),
		cmocka_unit_test(a_text_that_is_too_large_is_refused),
		cmocka_unit_test(too_many_entries_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
