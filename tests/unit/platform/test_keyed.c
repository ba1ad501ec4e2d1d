/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "platform/linux/keyed.h"
#include "platform/linux/meminfo.h"
#include "platform/linux/vmstat.h"

static const struct pa_keyed_row rows[] = {
	{ "a", PA_V_MEM_CAP_FREE_KIB },
	{ "b", PA_V_MEM_CAP_TOTAL_KIB },
	{ "b2", PA_V_MEM_CAP_TOTAL_KIB },
};
static const struct pa_keyed_table table = { rows, 3 };

/* The rows that were found, as bits. */
static uint32_t scan(struct pa_keyed *layout, const char *text, struct pa_keyed_values *values)
{
	uint32_t count = pa_keyed_scan(layout, &table, text, strlen(text), values), bits = 0;

	for (uint32_t i = 0; i < 3; i++)
		bits |= (uint32_t)values->has[i] << i;
	assert_int_equal(__builtin_popcount(bits), count);
	return bits;
}

static void lines_may_move_between_reads(void **state)
{
	struct pa_keyed layout = { 0 };
	struct pa_keyed_values values = { .value = { 0 } };

	(void)state;
	assert_int_equal(scan(&layout, "x 1\na 2\nb 3\n", &values), 3);
	assert_int_equal(values.value[0], 2);
	assert_int_equal(scan(&layout, "x 1\na 20\nb 30\n", &values), 3);
	assert_int_equal(values.value[0], 20);
	assert_int_equal(scan(&layout, "a 4\nx 1\nb 5\n", &values), 3);
	assert_int_equal(values.value[0], 4);
	assert_int_equal(scan(&layout, "a 4\nx 1\nb 5\nb2 6\n", &values), 7);
	assert_int_equal(values.value[2], 6);
	assert_int_equal(scan(&layout, "a 4\n", &values), 1);
}

static void a_cut_text_is_not_remembered(void **state)
{
	struct pa_keyed layout = { 0 };
	struct pa_keyed_values values = { .value = { 0 } };

	(void)state;
	assert_int_equal(scan(&layout, "a 1\nb", &values), 1);
	assert_int_equal(scan(&layout, "a 1\nb 2\n", &values), 3);
	assert_int_equal(values.value[1], 2);
}

static void a_key_is_a_whole_word(void **state)
{
	struct pa_keyed layout = { 0 };
	struct pa_keyed_values values = { .value = { 7, 7, 7 } };

	(void)state;
	assert_int_equal(scan(&layout, "ab 1\nb: 2 kB\na\nbb 3\n", &values), 2);
	assert_int_equal(values.value[0], 7);
	assert_int_equal(values.value[1], 2);
}

static void the_first_of_equal_keys_counts(void **state)
{
	struct pa_keyed layout = { 0 };
	struct pa_keyed_values values = { .value = { 0 } };

	(void)state;
	assert_int_equal(scan(&layout, "a 1\na 2\n", &values), 1);
	assert_int_equal(values.value[0], 1);
	assert_int_equal(scan(&layout, "a 3\na 4\n", &values), 1);
	assert_int_equal(values.value[0], 3);
}

static void neighbours_of_one_metric_are_summed(void **state)
{
	const struct pa_keyed_values values = { { 1, 20, 300 }, { false, true, true } };
	struct world world;

	(void)state;
	world_init(&world);
	pa_keyed_put(&table, &values, 0, PA_KEYED_MISSING, &world.moment);
	assert_int_equal(value_of(&world, PA_V_MEM_CAP_TOTAL_KIB, ""), 320);
	assert_miss(&world, PA_V_MEM_CAP_FREE_KIB, PA_ABSENT);
	world_done(&world);
}

static void meminfo_of_6_18_is_read(void **state)
{
	static const char text[] = "MemTotal:       24684096 kB\nMemFree:        24296932 kB\n"
				   "MemAvailable:   24349840 kB\nBuffers:            1308 kB\n"
				   "Cached:           236880 kB\nSwapCached:            0 kB\n"
				   "Committed_AS:      66996 kB\nHugePages_Total:       5\n";
	struct pa_keyed layout = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(pa_meminfo_parse(&layout, text, strlen(text), &world.moment), 0);
	assert_int_equal(value_of(&world, PA_V_MEM_CAP_AVAILABLE_KIB, ""), 24349840);
	assert_int_equal(value_of(&world, PA_V_FS_PAGECACHE_CACHED_KIB, ""), 236880);
	assert_int_equal(value_of(&world, PA_V_MEM_HUGETLB_TOTAL_COUNT, ""), 5);
	assert_miss(&world, PA_V_MEM_ECC_CORRUPTED_KIB, PA_ABSENT);
	world_done(&world);
}

static void stalls_of_all_zones_are_one_value(void **state)
{
	static const char text[] = "nr_free_pages 974829\nallocstall_dma 0\nallocstall_dma32 3\n"
				   "allocstall_normal 4\nallocstall_movable 50\n";
	struct pa_keyed layout = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(pa_vmstat_parse(&layout, text, strlen(text), &world.moment), 0);
	assert_int_equal(value_of(&world, PA_V_MEM_RECLAIM_STALLS_COUNT, ""), 57);
	assert_miss(&world, PA_V_MEM_CAP_OOM_KILLS_COUNT, PA_ABSENT);
	world_done(&world);
}

static void strange_texts_put_nothing(void **state)
{
	static const char nul[] = "Mem\0Total: 5\n\0";
	struct pa_keyed layout = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(pa_meminfo_parse(&layout, "", 0, &world.moment), -EBADMSG);
	assert_int_equal(pa_meminfo_parse(&layout, nul, sizeof(nul), &world.moment), -EBADMSG);
	assert_int_equal(pa_meminfo_parse(&layout, "MemTotal:", 9, &world.moment), -EBADMSG);
	assert_int_equal(
		pa_vmstat_parse(&layout, "pgpgin 99999999999999999999999", 30, &world.moment),
		-EBADMSG);
	assert_int_equal(world.moment.sample_count, 0);
	world_done(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_may_move_between_reads),
		cmocka_unit_test(a_cut_text_is_not_remembered),
		cmocka_unit_test(a_key_is_a_whole_word),
		cmocka_unit_test(the_first_of_equal_keys_counts),
		cmocka_unit_test(neighbours_of_one_metric_are_summed),
		cmocka_unit_test(meminfo_of_6_18_is_read),
		cmocka_unit_test(stalls_of_all_zones_are_one_value),
		cmocka_unit_test(strange_texts_put_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
