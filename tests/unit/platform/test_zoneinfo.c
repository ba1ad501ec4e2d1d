/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "platform/linux/zoneinfo.h"

/* Of a guest with Linux 6.18, cut. */
static const char text[] = "Node 0, zone      DMA\n"
			   "  per-node stats\n"
			   "      nr_inactive_anon 15342\n"
			   "  pages free     3840\n"
			   "        boost    0\n"
			   "        min      57\n"
			   "        low      71\n"
			   "        high     85\n"
			   "        promo    99\n"
			   "        spanned  4095\n"
			   "        present  3998\n"
			   "        managed  3840\n"
			   "        cma      0\n"
			   "  pagesets\n"
			   "    cpu: 0\n"
			   "              count:    7\n"
			   "              high:     9\n"
			   "              high_min: 35\n"
			   "Node 0, zone  Movable\n"
			   "  pages free     0\n"
			   "        min      32\n"
			   "        managed  0\n"
			   "Node 12, zone   Normal\n"
			   "  pages free     100\n"
			   "        low      200\n"
			   "        managed  360000\n";

static void watermarks_of_each_zone_are_read(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_equal(pa_zoneinfo_parse(text, strlen(text), w.names, &w.moment), 0);
	assert_int_equal(value_of(&w, PA_V_MEM_ZONE_FREE_PAGES, "node0/DMA"), 3840);
	assert_int_equal(value_of(&w, PA_V_MEM_ZONE_MIN_PAGES, "node0/DMA"), 57);
	assert_int_equal(value_of(&w, PA_V_MEM_ZONE_HIGH_PAGES, "node0/DMA"), 85);
	assert_int_equal(value_of(&w, PA_V_MEM_ZONE_LOW_PAGES, "node12/Normal"), 200);
	assert_int_equal(value_of(&w, PA_V_MEM_ZONE_MANAGED_PAGES, "node12/Normal"), 360000);
	world_done(&w);
}

static void a_zone_that_manages_nothing_is_left_out(void **state)
{
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_equal(pa_zoneinfo_parse(text, strlen(text), w.names, &w.moment), 0);
	assert_null(sample_of(&w, PA_V_MEM_ZONE_MIN_PAGES, "node0/Movable"));
	world_done(&w);
}

static void texts_without_a_zone_are_refused(void **state)
{
	static const char *const bad[] = { "", "Node", "Node 0, zone\n",
					   "pages free 3\nmanaged 9\n",
					   "Node 99999999999, zone X\n managed 4\n" };
	struct world w;

	(void)state;
	world_init(&w);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(pa_zoneinfo_parse(bad[i], strlen(bad[i]), w.names, &w.moment),
				 -EBADMSG);
	assert_int_equal(w.moment.sample_count, 0);
	world_done(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(watermarks_of_each_zone_are_read),
		cmocka_unit_test(a_zone_that_manages_nothing_is_left_out),
		cmocka_unit_test(texts_without_a_zone_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
