/* SPDX-License-Identifier: Apache-2.0 */
#include "render/wrap.h"

#include "base/buf.h"
#include "unit.h"

static void later_lines_begin_where_the_text_did(void **state)
{
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, 256);
	pa_wrap_put(&out, 2, "tool", 6, "one two three", 16);
	assert_string_equal(out.bytes, "  tool  one two\n        three\n");
	pa_buf_done(&out);
}

static void a_word_longer_than_a_line_stays_whole(void **state)
{
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, 256);
	pa_wrap_put(&out, 0, "", 0, "a /proc/sys/kernel/x b", 8);
	assert_string_equal(out.bytes, "a\n/proc/sys/kernel/x\nb\n");
	pa_buf_done(&out);
}

static void a_character_of_many_bytes_is_one_column(void **state)
{
	struct pa_buf out;

	(void)state;
	assert_int_equal(pa_wrap_columns("÷→", 5), 2);
	pa_buf_init(&out, 256);
	pa_wrap_pad(&out, "a÷b", 5);
	pa_wrap_pad(&out, "a÷bcd", 3);
	assert_string_equal(out.bytes, "a÷b  a÷…");
	pa_buf_done(&out);
}

static void a_label_alone_has_no_blanks_behind(void **state)
{
	struct pa_buf out;

	(void)state;
	pa_buf_init(&out, 256);
	pa_wrap_put(&out, 1, "errors", 10, "", 80);
	assert_string_equal(out.bytes, " errors\n");
	pa_buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(later_lines_begin_where_the_text_did),
		cmocka_unit_test(a_word_longer_than_a_line_stays_whole),
		cmocka_unit_test(a_character_of_many_bytes_is_one_column),
		cmocka_unit_test(a_label_alone_has_no_blanks_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
