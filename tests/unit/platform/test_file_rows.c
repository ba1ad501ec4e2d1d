/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of a 6.18 kernel unless a test says that it is synthetic. */
#include "help.h"

#include "platform/linux/file_rows.h"

static uint64_t number(const char *text, const char *key, uint32_t column)
{
	uint64_t out;

	assert_int_equal(pa_file_rows_number(text, strlen(text), key, column, &out), 0);
	return out;
}

static int fails(const char *text, const char *key, uint32_t column)
{
	uint64_t out = 7;
	int error = pa_file_rows_number(text, strlen(text), key, column, &out);

	assert_int_equal(out, 7);
	return error;
}

static void a_single_number_is_column_zero_of_the_first_line(void **state)
{
	(void)state;
	assert_int_equal(number("256\n", NULL, 0), 256);
	assert_int_equal(number("256", NULL, 0), 256);
}

static void a_counter_of_scsi_is_hexadecimal(void **state)
{
	(void)state;
	assert_int_equal(number("0x1f\n", NULL, 0), 31);
}

static void columns_are_parted_by_blanks_and_marks(void **state)
{
	(void)state;
	assert_int_equal(number("12:345\n", NULL, 1), 345);
	assert_int_equal(number("1234 / 5678\n", NULL, 1), 5678);
}

static void a_line_is_found_by_its_key(void **state)
{
	static const char stats[] = "trans 0 0 0\nlog 3 5 7 9 11\npush_ail 0 4 0 0 0 0 0 0 0 0\n";

	(void)state;
	assert_int_equal(number(stats, "log", 4), 11);
	assert_int_equal(number(stats, "push_ail", 1), 4);
	assert_int_equal(number("commits 3\ncur_commit_ms 0\n", "commits", 0), 3);
}

static void words_count_as_columns_and_are_no_numbers(void **state)
{
	(void)state;
	/* OpenZFS: name, type, value. */
	assert_int_equal(number("name type data\nsize 4 123456789\nc 4 5\n", "size", 1), 123456789);
	assert_int_equal(fails("none\n", NULL, 0), -EBADMSG);
}

static void what_is_not_there_is_told(void **state)
{
	(void)state;
	assert_int_equal(fails("a 1\n", "b", 0), -ENOENT);
	assert_int_equal(fails("a 1\n", "a", 1), -EBADMSG);
	assert_int_equal(fails("", NULL, 0), -EBADMSG);
	assert_int_equal(fails("99999999999999999999\n", NULL, 0), -EBADMSG);
	assert_int_equal(fails("0x\n", NULL, 0), -EBADMSG);
}

static void a_word_is_compared_as_a_whole(void **state)
{
	(void)state;
	assert_true(pa_file_rows_is("write back\n", 11, "write back"));
	assert_false(pa_file_rows_is("write through\n", 14, "write back"));
	assert_false(pa_file_rows_is("", 0, "x"));
	assert_true(pa_file_rows_is("\n", 1, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_single_number_is_column_zero_of_the_first_line),
		cmocka_unit_test(a_counter_of_scsi_is_hexadecimal),
		cmocka_unit_test(columns_are_parted_by_blanks_and_marks),
		cmocka_unit_test(a_line_is_found_by_its_key),
		cmocka_unit_test(words_count_as_columns_and_are_no_numbers),
		cmocka_unit_test(what_is_not_there_is_told),
		cmocka_unit_test(a_word_is_compared_as_a_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
