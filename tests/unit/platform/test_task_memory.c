/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "base/buf.h"
#include "platform/linux/source.h"
#include "platform/linux/task_memory.h"
#include "platform/platform.h"

static const char status[] = "Name:\tjava\nVmSize:\t  300000 kB\nVmLck:\t    8000 kB\n"
			     "VmPTE:\t    900 kB\nCapEff:\t0000000000000000\n";
static const char limits[] =
	"Limit                     Soft Limit           Hard Limit           Units\n"
	"Max locked memory         8388608              8388608              bytes\n";

static void locked_memory_has_a_limit(void **state)
{
	struct pa_task_memory got = { .start_ticks = 5 };

	(void)state;
	assert_int_equal(
		pa_task_memory_status(status, strlen(status), limits, strlen(limits), &got), 0);
	assert_int_equal(got.start_ticks, 5);
	assert_int_equal(got.size_kib, 300000);
	assert_int_equal(got.locked_kib, 8000);
	assert_int_equal(got.tables_kib, 900);
	assert_true(got.has_limit);
	assert_int_equal(got.lock_limit_bytes, 8388608);
}

static void who_may_lock_everything_has_none(void **state)
{
	static const char root[] = "VmSize:\t 1 kB\nCapEff:\t000001ffffffffff\n";
	struct pa_task_memory got = { 0 };

	(void)state;
	assert_int_equal(pa_task_memory_status(root, strlen(root), limits, strlen(limits), &got),
			 0);
	assert_false(got.has_limit);
	assert_int_equal(pa_task_memory_status("Name:\tkthreadd\n", 15, "", 0, &got), -ENODATA);
}

/* Six processes that could have many mappings; the fourth has the most page tables. */
static const struct reply replies[] = {
	{ .path = "clock", .text = "1 2 0\n" },
	{ .path = "proc/sys/vm/max_map_count", .text = "65530\n" },
	{ .path = "proc/1/x", .text = "" },
	{ .path = "src/task_memory/1", .text = "7 1000 10 0\n" },
	{ .path = "proc/2/x", .text = "" },
	{ .path = "src/task_memory/2", .text = "7 900000 10 64 65536\n" },
	{ .path = "src/task_maps/2", .text = "38\n" },
	{ .path = "proc/4/x", .text = "" },
	{ .path = "src/task_memory/4", .text = "9 900000 4000 0\n" },
	{ .path = "src/task_maps/4", .text = "65000\n" },
};

static void the_few_that_could_have_many_mappings_are_counted(void **state)
{
	struct machine machine = { replies, sizeof(replies) / sizeof(replies[0]) };
	struct pa_root *root = machine_root(&machine, 1);
	uint64_t mono_ns, real_ns;
	struct world w;
	struct pa_buf text;
	struct pa_linux sys = { .root = root, .text = &text, .page_bytes = 4096 };
	uint8_t kind;
	void *self;

	(void)state;
	world_init(&w);
	sys.names = w.names;
	pa_buf_init(&text, 65536);
	assert_int_equal(pa_root_moment(root, &kind, &mono_ns, &real_ns), 0);
	self = pa_source_task_memory.open(&sys);
	assert_int_equal(pa_source_task_memory.read(self, &sys, &w.moment), 0);
	assert_int_equal(value_of(&w, PA_V_MEM_VMALLOC_MAPS_COUNT, "4:4:9"), 65000);
	assert_int_equal(value_of(&w, PA_V_MEM_VMALLOC_MAPS_COUNT, "2:2:7"), 38);
	assert_null(sample_of(&w, PA_V_MEM_VMALLOC_MAPS_COUNT, "1:1:7"));
	assert_int_equal(value_of(&w, PA_V_MEM_MLOCK_PROCESS_KIB, "2:2:7"), 64);
	assert_int_equal(value_of(&w, PA_V_MEM_MLOCK_PROCESS_LIMIT_BYTES, "2:2:7"), 65536);
	pa_source_task_memory.close(self);
	pa_buf_done(&text);
	pa_root_free(root);
	world_done(&w);
}

static void cut_replies_are_refused(void **state)
{
	struct pa_task_memory got;

	(void)state;
	assert_int_equal(pa_task_memory_parse("1 2 3", 5, &got), -EBADMSG);
	assert_int_equal(pa_task_memory_parse("", 0, &got), -EBADMSG);
	assert_int_equal(pa_task_memory_parse("1 2 3 4\n", 8, &got), 0);
	assert_false(got.has_limit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(locked_memory_has_a_limit),
		cmocka_unit_test(who_may_lock_everything_has_none),
		cmocka_unit_test(the_few_that_could_have_many_mappings_are_counted),
		cmocka_unit_test(cut_replies_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
