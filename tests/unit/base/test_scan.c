/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "base/scan.h"

static struct pa_scan on(const char *text)
{
	struct pa_scan scan;

	pa_scan_init(&scan, text, strlen(text));
	return scan;
}

static void lines_end_at_newline_or_end(void **state)
{
	struct pa_scan scan = on("one\n\nlast"), line;

	(void)state;
	assert_true(pa_scan_line(&scan, &line));
	assert_int_equal(line.end - line.at, 3);
	assert_true(pa_scan_line(&scan, &line));
	assert_int_equal(line.end - line.at, 0);
	assert_true(pa_scan_line(&scan, &line));
	assert_memory_equal(line.at, "last", 4);
	assert_false(pa_scan_line(&scan, &line));
}

static void words_are_parted_by_blanks_and_tabs(void **state)
{
	struct pa_scan scan = on(" cpu0\t 17\nnext");
	struct pa_word word;

	(void)state;
	assert_true(pa_scan_word(&scan, &word));
	assert_true(pa_word_is(word, "cpu0"));
	assert_true(pa_word_starts(word, "cpu"));
	assert_false(pa_word_is(word, "cpu"));
	assert_false(pa_word_starts(word, "cpu01"));
	assert_true(pa_scan_word(&scan, &word));
	assert_true(pa_word_is(word, "17"));
	assert_false(pa_scan_word(&scan, &word)); /* not past the newline */
}

static void the_largest_number_is_read(void **state)
{
	struct pa_scan scan = on("18446744073709551615");
	uint64_t v = 0;

	(void)state;
	assert_true(pa_scan_u64(&scan, &v));
	assert_true(v == UINT64_MAX);
	assert_ptr_equal(scan.at, scan.end);
}

static void a_number_too_large_leaves_all_untouched(void **state)
{
	struct pa_scan scan = on("18446744073709551616");
	const char *first = scan.at;
	uint64_t v = 5;

	(void)state;
	assert_false(pa_scan_u64(&scan, &v));
	assert_int_equal(v, 5);
	assert_ptr_equal(scan.at, first);
}

static void no_digit_is_no_number(void **state)
{
	struct pa_scan scan = on("  x");
	uint64_t v = 5;
	int64_t i = 6;

	(void)state;
	assert_false(pa_scan_u64(&scan, &v));
	assert_int_equal(*scan.at, 'x');
	assert_false(pa_scan_i64(&scan, &i));
	assert_int_equal(v, 5);
	assert_int_equal(i, 6);
}

static void signed_numbers_take_a_minus(void **state)
{
	struct pa_scan scan = on("-1 +1 - 1");
	int64_t v = 0;

	(void)state;
	assert_true(pa_scan_i64(&scan, &v));
	assert_int_equal(v, -1);
	assert_false(pa_scan_i64(&scan, &v));
	assert_true(pa_scan_text(&scan, "+1"));
	assert_false(pa_scan_i64(&scan, &v));
	assert_int_equal(*scan.at, '-');
}

static void hexadecimal_with_and_without_prefix(void **state)
{
	struct pa_scan scan = on("0x1F ffffffffffffffff 10000000000000000 0x");
	uint64_t v = 0;

	(void)state;
	assert_true(pa_scan_hex(&scan, &v));
	assert_int_equal(v, 0x1f);
	assert_true(pa_scan_hex(&scan, &v));
	assert_true(v == UINT64_MAX);
	assert_false(pa_scan_hex(&scan, &v));
	assert_true(pa_scan_text(&scan, "10000000000000000"));
	assert_true(pa_scan_hex(&scan, &v)); /* the 0 of a lone 0x */
	assert_int_equal(v, 0);
}

static void text_must_match_whole(void **state)
{
	struct pa_scan scan = on("  some avg10=");

	(void)state;
	assert_false(pa_scan_text(&scan, "somewhat"));
	assert_int_equal(*scan.at, 's');
	assert_true(pa_scan_text(&scan, "some"));
	assert_true(pa_scan_text(&scan, "avg10="));
	assert_false(pa_scan_text(&scan, "x"));
}

static void a_word_is_a_number_only_as_a_whole(void **state)
{
	static const char *const not [] = { "", "1x", " 1", "-1", "x", "\t2" };
	uint64_t v = 9;

	(void)state;
	for (size_t i = 0; i < sizeof(not ) / sizeof(not [0]); i++)
		assert_false(pa_word_u64((struct pa_word){ not [i], strlen(not [i]) }, &v));
	assert_int_equal(v, 9);
	assert_true(pa_word_u64((struct pa_word){ "0123", 4 }, &v));
	assert_int_equal(v, 123);
}

static void empty_text_has_nothing(void **state)
{
	struct pa_scan scan = on(""), line;
	struct pa_word word;
	uint64_t v;

	(void)state;
	assert_false(pa_scan_line(&scan, &line));
	assert_false(pa_scan_word(&scan, &word));
	assert_false(pa_scan_u64(&scan, &v));
	assert_false(pa_scan_hex(&scan, &v));
	assert_true(pa_scan_text(&scan, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_at_newline_or_end),
		cmocka_unit_test(words_are_parted_by_blanks_and_tabs),
		cmocka_unit_test(the_largest_number_is_read),
		cmocka_unit_test(a_number_too_large_leaves_all_untouched),
		cmocka_unit_test(no_digit_is_no_number),
		cmocka_unit_test(signed_numbers_take_a_minus),
		cmocka_unit_test(hexadecimal_with_and_without_prefix),
		cmocka_unit_test(text_must_match_whole),
		cmocka_unit_test(a_word_is_a_number_only_as_a_whole),
		cmocka_unit_test(empty_text_has_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
