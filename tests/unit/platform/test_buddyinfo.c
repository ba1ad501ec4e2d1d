/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "platform/linux/buddyinfo.h"

/* Of a guest with Linux 6.18. */
static const char text[] = "Node 0, zone      DMA      0      0      0      0      0      0      0 "
			   "     0      1      1      3 \n"
			   "Node 0, zone   Normal  11450   2668    312     52     29      8     12 "
			   "     7      1     64    147 \n";

static void free_memory_is_told_by_zone_and_size(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_equal(pa_buddyinfo_parse(text, strlen(text), 9, w.names, &w.moment), 0);
	assert_int_equal(value_of(&w, PA_V_MEM_FRAG_FREE_PAGES, "node0/DMA"), 256 + 512 + 3072);
	assert_int_equal(value_of(&w, PA_V_MEM_FRAG_FREE_LARGE_PAGES, "node0/DMA"), 512 + 3072);
	assert_int_equal(value_of(&w, PA_V_MEM_FRAG_FREE_LARGE_PAGES, "node0/Normal"),
			 64 * 512 + 147 * 1024);
	assert_int_equal(value_of(&w, PA_V_MEM_FRAG_BLOCKS_COUNT, "order0"), 11450);
	assert_int_equal(value_of(&w, PA_V_MEM_FRAG_BLOCKS_COUNT, "order10"), 150);
	world_done(&w);
}

static void more_orders_than_there_can_be_are_cut(void **state)
{
	char many[512] = "Node 0, zone Normal";
	size_t bytes = strlen(many);
	struct world w;

	(void)state;
	world_init(&w);
	for (int i = 0; i < 40; i++, bytes += 2)
		memcpy(many + bytes, " 1", 2);
	assert_int_equal(pa_buddyinfo_parse(many, bytes, 9, w.names, &w.moment), 0);
	assert_null(sample_of(&w, PA_V_MEM_FRAG_BLOCKS_COUNT, "order20"));
	world_done(&w);
}

static void texts_without_a_zone_are_refused(void **state)
{
	static const char *const bad[] = { "", "Node 0, zone\n", "Node 0, zone X\n", "zone 1 2\n",
					   "Node 0, zone X -1 99999999999\n" };
	struct world w;

	(void)state;
	world_init(&w);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(pa_buddyinfo_parse(bad[i], strlen(bad[i]), 9, w.names, &w.moment),
				 -EBADMSG);
	assert_int_equal(w.moment.sample_count, 0);
	world_done(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(free_memory_is_told_by_zone_and_size),
		cmocka_unit_test(more_orders_than_there_can_be_are_cut),
		cmocka_unit_test(texts_without_a_zone_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
