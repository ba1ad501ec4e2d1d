/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

static void text_is_always_ended_by_nul(void **state)
{
	struct pa_buf buf;

	(void)state;
	pa_buf_init(&buf, 100);
	assert_null(buf.bytes);
	pa_buf_puts(&buf, "ab");
	pa_buf_putc(&buf, 'c');
	pa_buf_printf(&buf, "%d", 42);
	assert_string_equal(buf.bytes, "abc42");
	assert_int_equal(buf.used_bytes, 5);
	pa_buf_clear(&buf);
	assert_string_equal(buf.bytes, "");
	pa_buf_done(&buf);
	assert_null(buf.bytes);
}

static void exactly_the_maximum_fits(void **state)
{
	struct pa_buf buf;

	(void)state;
	pa_buf_init(&buf, 4);
	pa_buf_puts(&buf, "abcd");
	assert_false(buf.overflow);
	assert_string_equal(buf.bytes, "abcd");
	pa_buf_done(&buf);
}

static void a_write_past_the_maximum_is_dropped_whole(void **state)
{
	struct pa_buf buf;

	(void)state;
	pa_buf_init(&buf, 4);
	pa_buf_puts(&buf, "abc");
	pa_buf_puts(&buf, "de");
	assert_true(buf.overflow);
	assert_string_equal(buf.bytes, "abc");
	pa_buf_putc(&buf, 'd'); /* would fit, but something before it is missing */
	assert_string_equal(buf.bytes, "abc");
	pa_buf_clear(&buf);
	assert_false(buf.overflow);
	pa_buf_done(&buf);
}

static void reserve_refuses_more_than_the_maximum(void **state)
{
	struct pa_buf buf;

	(void)state;
	pa_buf_init(&buf, 10);
	assert_int_equal(pa_buf_reserve(&buf, 10), 0);
	assert_int_equal(pa_buf_reserve(&buf, 11), -E2BIG);
	assert_int_equal(pa_buf_reserve(&buf, SIZE_MAX), -E2BIG);
	pa_buf_done(&buf);
}

static void it_grows_over_many_writes(void **state)
{
	struct pa_buf buf;

	(void)state;
	pa_buf_init(&buf, 1 << 20);
	for (int i = 0; i < 100000; i++)
		pa_buf_putc(&buf, (char)('a' + i % 26));
	assert_int_equal(buf.used_bytes, 100000);
	assert_int_equal(buf.bytes[99999], 'a' + 99999 % 26);
	pa_buf_done(&buf);
}

static void long_formats_are_not_cut(void **state)
{
	struct pa_buf buf;
	char text[1000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	pa_buf_init(&buf, 4096);
	pa_buf_printf(&buf, "<%s>", text);
	assert_int_equal(buf.used_bytes, sizeof(text) + 1);
	assert_int_equal(buf.bytes[sizeof(text)], '>');
	pa_buf_done(&buf);
}

static void done_takes_null(void **state)
{
	(void)state;
	pa_buf_done(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_always_ended_by_nul),
		cmocka_unit_test(exactly_the_maximum_fits),
		cmocka_unit_test(a_write_past_the_maximum_is_dropped_whole),
		cmocka_unit_test(reserve_refuses_more_than_the_maximum),
		cmocka_unit_test(it_grows_over_many_writes),
		cmocka_unit_test(long_formats_are_not_cut),
		cmocka_unit_test(done_takes_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
