/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "base/buf.h"
#include "platform/linux/source.h"
#include "platform/linux/sysfs_node.h"
#include "platform/platform.h"

/* Two nodes, the second of slow memory; made from Documentation/ABI/stable/sysfs-devices-node
 * and Documentation/ABI/testing/sysfs-kernel-mm-memory-tiers of the kernel. */
static const struct reply replies[] = {
	{ .path = "clock", .text = "1 2 0\n" },
	{ .path = "sys/devices/system/node/node0/meminfo",
	  .text = "Node 0 MemTotal:        4548820 kB\n"
		  "Node 0 MemFree:         3461668 kB\n"
		  "Node 0 HugePages_Total:    10\n"
		  "Node 0 HugePages_Free:      3\n" },
	{ .path = "sys/devices/system/node/node0/numastat",
	  .text = "numa_hit 100\nnuma_miss 2\nnuma_foreign 3\ninterleave_hit 4\n"
		  "local_node 99\nother_node 5\n" },
	{ .path = "sys/devices/system/node/node1/meminfo",
	  .text = "Node 1 MemTotal:  1000 kB\nNode 1 MemFree:  250 kB\n" },
	{ .path = "sys/devices/system/node/possible", .text = "0-1\n" },
	{ .path = "sys/devices/virtual/memory_tiering/memory_tier4/nodelist", .text = "0\n" },
	{ .path = "sys/devices/virtual/memory_tiering/memory_tier22/nodelist", .text = "1,3-4\n" },
	{ .path = "sys/devices/virtual/memory_tiering/uevent", .text = "" },
};

static void read_all(const struct pa_source *source, struct machine *machine, struct world *w,
		     int expected)
{
	struct pa_root *root = machine_root(machine, 1);
	uint64_t mono_ns, real_ns;
	struct pa_buf text;
	struct pa_linux sys = { .root = root,
				.names = w->names,
				.text = &text,
				.page_bytes = 4096,
				.passes = PA_PASS_RARE };
	uint8_t kind;
	void *self;

	pa_buf_init(&text, 65536);
	assert_int_equal(pa_root_moment(root, &kind, &mono_ns, &real_ns), 0);
	self = source->open ? source->open(&sys) : NULL;
	assert_int_equal(source->read(self, &sys, &w->moment), expected);
	if (self)
		source->close(self);
	pa_buf_done(&text);
	pa_root_free(root);
}

static void each_node_has_its_memory(void **state)
{
	struct machine machine = { replies, sizeof(replies) / sizeof(replies[0]) };
	struct world w;

	(void)state;
	world_init(&w);
	read_all(&pa_source_sysfs_node, &machine, &w, 0);
	assert_int_equal(value_of(&w, PA_V_NUMA_NODE_TOTAL_KIB, "node0"), 4548820);
	assert_int_equal(value_of(&w, PA_V_NUMA_NODE_FREE_KIB, "node1"), 250);
	assert_int_equal(value_of(&w, PA_V_MEM_HUGETLB_NODE_FREE_COUNT, "node0"), 3);
	assert_int_equal(value_of(&w, PA_V_NUMA_NODE_FOREIGN_PAGES, "node0"), 3);
	assert_null(sample_of(&w, PA_V_NUMA_NODE_FOREIGN_PAGES, "node1"));
	world_done(&w);
}

static void each_node_has_its_tier(void **state)
{
	struct machine machine = { replies, sizeof(replies) / sizeof(replies[0]) };
	struct world w;

	(void)state;
	world_init(&w);
	read_all(&pa_source_memory_tiering, &machine, &w, 0);
	assert_int_equal(value_of(&w, PA_V_NUMA_TIER_RANK_COUNT, "node0"), 4);
	assert_int_equal(value_of(&w, PA_V_NUMA_TIER_RANK_COUNT, "node1"), 22);
	assert_int_equal(value_of(&w, PA_V_NUMA_TIER_RANK_COUNT, "node4"), 22);
	world_done(&w);
}

static void a_machine_without_nodes_misses_them(void **state)
{
	struct machine machine = { replies, 1 };
	struct world w;

	(void)state;
	world_init(&w);
	read_all(&pa_source_sysfs_node, &machine, &w, -ENOENT);
	read_all(&pa_source_memory_tiering, &machine, &w, -ENOENT);
	assert_miss(&w, PA_V_NUMA_NODE_TOTAL_KIB, PA_ABSENT);
	assert_miss(&w, PA_V_NUMA_TIER_RANK_COUNT, PA_ABSENT);
	world_done(&w);
}

static void hostile_lists_of_nodes_end(void **state)
{
	static const char huge[] = "0-18446744073709551615";
	struct world w;

	(void)state;
	world_init(&w);
	assert_int_equal(pa_sysfs_node_tier(huge, strlen(huge), 1, w.names, &w.moment),
			 PA_SYSFS_NODES_MAX);
	assert_int_equal(pa_sysfs_node_tier("5-", 2, 1, w.names, &w.moment), 0);
	assert_int_equal(pa_sysfs_node_tier("", 0, 1, w.names, &w.moment), 0);
	assert_false(pa_sysfs_node_is("node"));
	assert_false(pa_sysfs_node_is("node1x"));
	assert_true(pa_sysfs_node_is("node17"));
	world_done(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_node_has_its_memory),
		cmocka_unit_test(each_node_has_its_tier),
		cmocka_unit_test(a_machine_without_nodes_misses_them),
		cmocka_unit_test(hostile_lists_of_nodes_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
