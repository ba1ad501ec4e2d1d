/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include <stdio.h>

#include "platform/linux/slabinfo.h"

/* Of a guest with Linux 6.18, cut. */
static const char text[] = "slabinfo - version: 2.1\n"
			   "# name            <active_objs> <num_objs> <objsize> <objperslab> "
			   "<pagesperslab> : tunables\n"
			   "dentry             21000  21042    192   21    1 : tunables    0    0  "
			   "  0 : slabdata   1002   1002      0\n"
			   "ext4_inode_cache    1000   1100   1184   27    8 : tunables    0    0  "
			   "  0 : slabdata     41     41      0\n"
			   "broken line\n";

static void caches_are_told_in_bytes(void **state)
{
	struct pa_slabinfo self = { 0 };
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_equal(pa_slabinfo_parse(&self, text, strlen(text), 4096, w.names, &w.moment), 0);
	assert_int_equal(value_of(&w, PA_V_MEM_SLAB_CACHE_BYTES, "dentry"), 1002 * 4096);
	assert_int_equal(value_of(&w, PA_V_MEM_SLAB_CACHE_USED_BYTES, "dentry"), 21000 * 192);
	assert_int_equal(value_of(&w, PA_V_MEM_SLAB_CACHE_BYTES, "ext4_inode_cache"),
			 41 * 8 * 4096);
	assert_int_equal(value_of(&w, PA_V_MEM_SLAB_CACHE_BYTES, ""), (1002 + 41 * 8) * 4096);
	pa_slabinfo_done(&self);
	world_done(&w);
}

static void a_cache_told_once_is_told_again_when_others_are_larger(void **state)
{
	struct pa_slabinfo self = { 0 };
	char many[8192];
	struct world w;
	size_t bytes;

	(void)state;
	world_init(&w);
	assert_int_equal(pa_slabinfo_parse(&self, text, strlen(text), 4096, w.names, &w.moment), 0);
	bytes = (size_t)snprintf(many, sizeof(many), "%s", text);
	for (int i = 0; i < PA_SLABINFO_TOLD + 4; i++)
		bytes += (size_t)snprintf(
			many + bytes, sizeof(many) - bytes,
			"kmalloc-%d 1 1 8192 4 8 : tunables 0 0 0 : slabdata 9 %d "
			"0\n",
			i, 100000 + i);
	pa_moment_clear(&w.moment);
	assert_int_equal(pa_slabinfo_parse(&self, many, bytes, 4096, w.names, &w.moment), 0);
	assert_non_null(sample_of(&w, PA_V_MEM_SLAB_CACHE_BYTES, "dentry"));
	assert_null(sample_of(&w, PA_V_MEM_SLAB_CACHE_BYTES, "kmalloc-0"));
	pa_slabinfo_done(&self);
	world_done(&w);
}

static void other_tables_are_refused(void **state)
{
	static const char *const bad[] = { "", "slabinfo - version: 1.1\n",
					   "slabinfo - version: 2.1\n",
					   "slabinfo - version: 2.1\na 1 2 3\n" };
	struct pa_slabinfo self = { 0 };
	struct world w;

	(void)state;
	world_init(&w);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
			pa_slabinfo_parse(&self, bad[i], strlen(bad[i]), 4096, w.names, &w.moment),
			-EBADMSG);
	assert_int_equal(w.moment.sample_count, 0);
	pa_slabinfo_done(&self);
	world_done(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(caches_are_told_in_bytes),
		cmocka_unit_test(a_cache_told_once_is_told_again_when_others_are_larger),
		cmocka_unit_test(other_tables_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
