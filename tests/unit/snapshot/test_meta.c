/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "snapshot/meta_internal.h"

static void entries_print_by_section_in_order_of_appearance(void **state)
{
	struct pa_meta meta = { 0 };
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, 4096);
	pa_meta_set(&meta, "machine.hostname", "a\"b\\c\n", true);
	pa_meta_set(&meta, "format", "1", false);
	pa_meta_set(&meta, "window.tick_ms", "1000", false);
	pa_meta_set(&meta, "machine.hz", "100", false);
	pa_meta_set(&meta, "machine.hz", "250", false);
	pa_meta_print(&meta, &out);
	assert_string_equal(out.bytes,
			    "format = 1\n\n[machine]\nhostname = \"a\\\"b\\\\c\\u000A\"\n"
			    "hz = 250\n\n[window]\ntick_ms = 1000\n");
	pa_buf_done(&out);
	pa_meta_done(&meta);
}

static void what_is_printed_parses_to_the_same(void **state)
{
	struct pa_meta meta = { 0 }, back = { 0 };
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, 4096);
	pa_meta_set(&meta, "format", "1", false);
	pa_meta_set(&meta, "machine.name", "gr\xc3\xbc\xc3\x9f \x01\x7f\t\"\\", true);
	pa_meta_set(&meta, "machine.broken", "a\xff\xc3", true);
	pa_meta_print(&meta, &out);
	assert_int_equal(pa_meta_parse(&back, out.bytes, out.used_bytes, NULL), 0);
	assert_string_equal(pa_meta_get(&back, "machine.name"),
			    "gr\xc3\xbc\xc3\x9f \x01\x7f\t\"\\");
	assert_string_equal(pa_meta_get(&back, "machine.broken"), "a\xef\xbf\xbd\xef\xbf\xbd");
	assert_string_equal(pa_meta_get(&back, "format"), "1");
	assert_null(pa_meta_get(&back, "machine.none"));
	pa_buf_done(&out);
	pa_meta_done(&meta);
	pa_meta_done(&back);
}

static void comments_blanks_and_all_kinds_of_values_are_read(void **state)
{
	static const char text[] = "# by hand\r\n\n  format=1 # one\n[ machine ] # x\n"
				   "a = -12\nb\t= 1.5e-3\nc = true\nd = \"\\u00e4\\U0001F600#\"\n";
	struct pa_meta meta = { 0 };

	(void)state;
	assert_int_equal(pa_meta_parse(&meta, text, strlen(text), NULL), 0);
	assert_string_equal(pa_meta_get(&meta, "format"), "1");
	assert_string_equal(pa_meta_get(&meta, "machine.a"), "-12");
	assert_string_equal(pa_meta_get(&meta, "machine.b"), "1.5e-3");
	assert_string_equal(pa_meta_get(&meta, "machine.c"), "true");
	assert_string_equal(pa_meta_get(&meta, "machine.d"), "\xc3\xa4\xf0\x9f\x98\x80#");
	pa_meta_done(&meta);
}

static void anything_else_is_refused_with_its_line(void **state)
{
	static const char *const bad[] = {
		"a",
		"a =",
		"= 1",
		"a = 1 2",
		"a = 'x'",
		"a = \"x",
		"a = \"\\x\"",
		"a = \"\\u0000\"",
		"a = \"\\ud800\"",
		"a = 01",
		"a = 1.",
		"a = 1e",
		"a = [1]",
		"a = tru",
		"a = \"x\" y",
		"[a",
		"[a] b",
		"[a.b]",
		"[]",
		"a = 1\na = 2",
		"[a]\nb=1\n[a]",
		"a = \"\xff\"",
		"a.b = 1",
		"a = \"\t\"",
		"\"a\" = 1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct pa_meta meta = { 0 };
		struct pa_err err = { 0 };

		if (pa_meta_parse(&meta, bad[i], strlen(bad[i]), &err) != -EBADMSG)
			fail_msg("accepted: %s", bad[i]);
		assert_non_null(strstr(err.text, "meta.toml line "));
		pa_meta_done(&meta);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_print_by_section_in_order_of_appearance),
		cmocka_unit_test(what_is_printed_parses_to_the_same),
		cmocka_unit_test(comments_blanks_and_all_kinds_of_values_are_read),
		cmocka_unit_test(anything_else_is_refused_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
