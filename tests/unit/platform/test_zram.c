/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "platform/linux/zram.h"

/* Texts as in Documentation/admin-guide/blockdev/zram.rst; numbers made up. */
static void memory_of_a_device_is_read(void **state)
{
	static const char mm[] = "  8192000  2048000  2300000  1073741824  2400000  12  0  3  3\n";
	static const char io[] = "       2        5        0        0\n";
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_equal(pa_zram_mm_stat(mm, strlen(mm), 0, &w.moment), 0);
	assert_int_equal(pa_zram_io_stat(io, strlen(io), 0, &w.moment), 0);
	assert_int_equal(pa_zram_bd_stat("10 1 3\n", 7, 0, &w.moment), 0);
	assert_int_equal(value_of(&w, PA_V_MEM_ZSWAP_ZRAM_STORED_BYTES, ""), 8192000);
	assert_int_equal(value_of(&w, PA_V_MEM_ZSWAP_ZRAM_USED_BYTES, ""), 2300000);
	assert_int_equal(value_of(&w, PA_V_MEM_ZSWAP_ZRAM_LIMIT_BYTES, ""), 1073741824);
	assert_int_equal(value_of(&w, PA_V_MEM_ZSWAP_ZRAM_WRITE_ERRORS_COUNT, ""), 5);
	assert_int_equal(value_of(&w, PA_V_MEM_ZSWAP_ZRAM_WRITEBACK_BYTES, ""), 12288);
	world_done(&w);
}

static void a_device_without_a_limit_tells_none(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_equal(pa_zram_mm_stat("0 0 0 0 0\n", 10, 0, &w.moment), 0);
	assert_null(sample_of(&w, PA_V_MEM_ZSWAP_ZRAM_LIMIT_BYTES, ""));
	world_done(&w);
}

static void cut_texts_are_refused(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_equal(pa_zram_mm_stat("1 2 3", 5, 0, &w.moment), -EBADMSG);
	assert_int_equal(pa_zram_io_stat("", 0, 0, &w.moment), -EBADMSG);
	assert_int_equal(pa_zram_bd_stat("1 2 18446744073709551615", 24, 0, &w.moment), -EBADMSG);
	assert_int_equal(w.moment.sample_count, 0);
	world_done(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_of_a_device_is_read),
		cmocka_unit_test(a_device_without_a_limit_tells_none),
		cmocka_unit_test(cut_texts_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
