/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The frame on a machine made of texts: constants, passes, failing sources, control groups.
 */
#include "help.h"

#include "platform/linux/source.h"
#include "platform/linux/sources.h"
#include "platform/platform.h"

static const struct reply replies[] = {
	{ .path = "clock", .text = "1000 2000 0\n" },
	{ .path = "src/uname", .text = "release 6.1.0\nmachine aarch64\n" },
	{ .path = "src/sysconf", .text = "hz 250\npage_bytes 65536\n" },
	{ .path = "src/uid", .text = "euid 0\n" },
	{ .path = "proc/meminfo", .text = "MemTotal: 2048 kB\nMemFree: 1024 kB\n" },
	{ .path = "proc/stat", .text = "cpu 1 2 3 4 5 6 7 8 9 10\nbtime 1700000000\n" },
	{ .path = "sys/devices/system/cpu/online", .text = "0,2-3\n" },
	{ .path = "sys/devices/system/cpu/present", .text = "0-3\n" },
	{ .path = "sys/devices/system/cpu/cpu0/cache/index0/type", .text = "Data\n" },
	{ .path = "sys/devices/system/cpu/cpu0/cache/index0/size", .text = "48K\n" },
	{ .path = "sys/devices/system/cpu/cpu0/cache/index1/type", .text = "Instruction\n" },
	{ .path = "sys/devices/system/cpu/cpu0/cache/index1/size", .text = "900K\n" },
	{ .path = "sys/devices/system/cpu/cpu3/cache/index0/type", .text = "Unified\n" },
	{ .path = "sys/devices/system/cpu/cpu3/cache/index0/size", .text = "512K\n" },
	{ .path = "proc/vmstat", .error = -EACCES },
	{ .path = "proc/diskstats",
	  .text = "254 0 vda 1 2 3 4 5 6 7 8 9 10 11\n"
		  "254 1 vda1 1 2 3 4 5 6 7 8 9 10 11\n" },
	{ .path = "sys/block/vda", .text = "../devices/virtio1/block/vda" },
	{ .path = "proc/self/mountinfo",
	  .text = "1 0 254:1 / / rw - ext4 /dev/vda1 rw\n"
		  "2 1 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n"
		  "3 1 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
		  "4 1 0:99 / /net rw - nfs4 server:/x rw\n" },
	{ .path = "src/mountinfo/changed", .text = "0" },
	{ .path = "src/mountinfo/changed", .text = "1", .moment = 20 },
	{ .path = "proc/self/mountinfo",
	  .text = "1 0 254:1 / /moved rw - ext4 /dev/vda1 rw\n",
	  .moment = 10 },
	{ .path = "sys/dev/block/254:1", .text = "../../devices/virtio1/block/vda/vda1" },
	{ .path = "src/statvfs/254:1", .text = "4096 100 50 40 20 10 9 0\n" },
	{ .path = "src/statvfs/0:99", .error = -ETIMEDOUT },
	{ .path = "proc/cgroups",
	  .text = "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t1\t3\t1\n" },
	{ .path = "proc/cgroups",
	  .text = "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t1\t4\t1\n",
	  .moment = 2 },
	{ .path = "sys/fs/cgroup/cpu/cpuacct.usage", .text = "9000\n" },
	{ .path = "sys/fs/cgroup/cpu/a/cpuacct.usage", .text = "5000\n" },
	{ .path = "sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", .text = "20000\n" },
	{ .path = "sys/fs/cgroup/cpu/a/cpu.cfs_period_us", .text = "100000\n" },
	{ .path = "sys/fs/cgroup/cpu/a/cpu.stat",
	  .text = "nr_periods 3\nnr_throttled 2\nthrottled_time 8000\n" },
	{ .path = "sys/fs/cgroup/cpu/a/b.slice/cpuacct.usage", .text = "1000\n" },
	{ .path = "sys/fs/cgroup/cpu/a/b.slice/cpu.cfs_quota_us", .text = "-1\n" },
	{ .path = "sys/fs/cgroup/cpu/new/cpuacct.usage", .text = "2000\n", .moment = 2 },
	{ .path = "sys/fs/cgroup/unified/x/cpu.pressure", .text = "some avg10=0.00 total=77\n" },
};

struct fixture {
	struct world world;
	struct machine machine;
	struct pa_root *root;
	struct pa_platform *platform;
};

static int setup(void **state)
{
	static struct fixture fixture;
	struct fixture *f = &fixture;

	*f = (struct fixture){ .machine = { replies, sizeof(replies) / sizeof(replies[0]) } };
	world_init(&f->world);
	f->root = machine_root(&f->machine, 40);
	f->platform = pa_platform_open(f->root, f->world.names, NULL);
	assert_non_null(f->platform);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	f->platform = pa_platform_close(f->platform);
	f->root = pa_root_free(f->root);
	world_done(&f->world);
	return 0;
}

static void next(struct fixture *f, uint32_t passes)
{
	uint8_t kind = PA_MOMENT_TICK;

	pa_moment_clear(&f->world.moment);
	assert_int_equal(
		pa_root_moment(f->root, &kind, &f->world.moment.mono_ns, &f->world.moment.real_ns),
		0);
	pa_platform_read(f->platform, passes, &f->world.moment);
}

static void the_machines_constants_come_from_the_recording(void **state)
{
	struct fixture *f = *state;
	struct pa_machine machine;

	next(f, PA_PASS_SYSTEM);
	pa_platform_machine(f->platform, &machine);
	assert_string_equal(machine.kernel, "6.1.0");
	assert_string_equal(machine.architecture, "aarch64");
	assert_int_equal(machine.hz, 250);
	assert_int_equal(machine.page_bytes, 65536);
	assert_int_equal(machine.cpu_count, 3);
	assert_int_equal(machine.cache_bytes, 512 << 10);
	assert_int_equal(machine.memory_bytes, 2048 << 10);
	assert_true(machine.boot_real_ns == 1700000000ULL * 1000000000);
	assert_int_equal(machine.privileged, 1);
	assert_int_equal(machine.task_delayacct, 0); /* 6.1 without the switch: not built in */
}

static void a_source_that_fails_misses_its_values_once(void **state)
{
	struct fixture *f = *state;

	next(f, PA_PASS_SYSTEM);
	assert_miss(&f->world, PA_V_MEM_CAP_OOM_KILLS_COUNT, PA_DENIED); /* vmstat: EACCES */
	assert_miss(&f->world, PA_V_IRQ_HARD_LINE_COUNT, PA_ABSENT);	 /* no interrupts file */
	assert_int_equal(value_of(&f->world, PA_V_MEM_CAP_TOTAL_KIB, ""), 2048);
}

static void slow_sources_are_read_only_in_slow_passes(void **state)
{
	struct fixture *f = *state;

	next(f, PA_PASS_SYSTEM);
	assert_null(sample_of(&f->world, PA_V_CPU_EACH_OFFLINE_COUNT, ""));
	next(f, PA_PASS_SYSTEM | PA_PASS_SLOW);
	assert_int_equal(value_of(&f->world, PA_V_CPU_EACH_OFFLINE_COUNT, ""), 1);
}

static void a_pass_over_threads_reads_no_slow_source_again(void **state)
{
	struct fixture *f = *state;

	next(f, PA_PASS_TASKS | PA_PASS_SLOW | PA_PASS_RARE);
	assert_null(sample_of(&f->world, PA_V_CPU_EACH_OFFLINE_COUNT, ""));
}

static void partitions_are_left_out(void **state)
{
	struct fixture *f = *state;

	next(f, PA_PASS_SYSTEM);
	assert_int_equal(value_of(&f->world, PA_V_BLK_DEV_READS_COUNT, "vda"), 1);
	assert_null(sample_of(&f->world, PA_V_BLK_DEV_READS_COUNT, "vda1"));
}

static void a_dead_server_is_broken_and_others_have_space(void **state)
{
	struct fixture *f = *state;
	const struct pa_sample *dead;

	next(f, PA_PASS_SYSTEM | PA_PASS_SLOW);
	assert_int_equal(value_of(&f->world, PA_V_FS_SPACE_AVAILABLE_BYTES, "/"), 40 * 4096);
	dead = sample_of(&f->world, PA_V_FS_SPACE_AVAILABLE_BYTES, "/net");
	assert_non_null(dead);
	assert_int_equal(dead->state, PA_BROKEN);
	assert_int_equal(f->world.moment.mount_count, 2);
	assert_string_equal(pa_names_text(f->world.names, f->world.moment.mounts[0].device), "vda");
}

static void groups_of_both_versions_are_read(void **state)
{
	struct fixture *f = *state;

	next(f, PA_PASS_SYSTEM);
	assert_int_equal(value_of(&f->world, PA_V_CG_CPU_QUOTA_US, "cg1:cpu:/a"), 20000);
	assert_int_equal(value_of(&f->world, PA_V_CG_CPU_THROTTLED_US, "cg1:cpu:/a"), 8);
	assert_int_equal(value_of(&f->world, PA_V_CG_CPU_USAGE_US, "cg1:cpu:/a/b.slice"), 1);
	assert_null(sample_of(&f->world, PA_V_CG_CPU_QUOTA_US, "cg1:cpu:/a/b.slice"));
	assert_int_equal(value_of(&f->world, PA_V_CG_CPU_USAGE_US, "cg1:cpu:/"), 9);
	assert_int_equal(value_of(&f->world, PA_V_CG_CPU_PRESSURE_SOME_US, "cg2:/x"), 77);
	assert_int_equal(value_of(&f->world, PA_V_CG_COUNT_GROUPS_COUNT, ""), 3);
}

static void a_new_group_is_seen_when_the_kernel_counts_it(void **state)
{
	struct fixture *f = *state;

	next(f, PA_PASS_SYSTEM);
	next(f, PA_PASS_SYSTEM);
	assert_null(sample_of(&f->world, PA_V_CG_CPU_USAGE_US, "cg1:cpu:/new"));
	next(f, PA_PASS_SYSTEM);
	assert_int_equal(value_of(&f->world, PA_V_CG_CPU_USAGE_US, "cg1:cpu:/new"), 2);
	assert_int_equal(value_of(&f->world, PA_V_CG_CPU_QUOTA_US, "cg1:cpu:/a"), 20000);
}

static void every_source_of_the_table_has_values(void **state)
{
	(void)state;
	for (size_t i = 0; pa_linux_sources[i]; i++) {
		bool known = !strcmp(pa_linux_sources[i]->name, "task") ||
			     !strcmp(pa_linux_sources[i]->name, "containers");

		for (uint16_t id = PA_V_NONE + 1; id < PA_V_COUNT && !known; id++)
			known = !strcmp(pa_values[id].source, pa_linux_sources[i]->name);
		if (!known)
			fail_msg("no value has the source %s", pa_linux_sources[i]->name);
	}
}

static void no_source_stands_in_the_table_twice(void **state)
{
	(void)state;
	for (size_t i = 0; pa_linux_sources[i]; i++)
		for (size_t j = 0; j < i; j++)
			assert_ptr_not_equal(pa_linux_sources[i], pa_linux_sources[j]);
}

static void mounts_are_read_when_they_changed_or_in_a_slow_pass(void **state)
{
	struct fixture *f = *state;
	uint32_t slash, moved;

	for (uint32_t moment = 0; moment < 11; moment++)
		next(f, PA_PASS_SYSTEM);
	slash = pa_names_id(f->world.names, "/", 1);
	moved = pa_names_id(f->world.names, "/moved", 6);
	assert_int_equal(f->world.moment.mounts[0].point, slash);
	next(f, PA_PASS_SYSTEM | PA_PASS_SLOW);
	assert_int_equal(f->world.moment.mounts[0].point, moved);
}

static void mounts_that_changed_are_read_at_once(void **state)
{
	struct fixture *f = *state;

	for (uint32_t moment = 0; moment < 21; moment++)
		next(f, PA_PASS_SYSTEM);
	assert_int_equal(f->world.moment.mounts[0].point, pa_names_id(f->world.names, "/moved", 6));
}

static void space_is_asked_every_second_pass_and_in_slow_ones(void **state)
{
	struct fixture *f = *state;

	next(f, PA_PASS_SYSTEM);
	assert_non_null(sample_of(&f->world, PA_V_FS_SPACE_TOTAL_BYTES, "/"));
	next(f, PA_PASS_SYSTEM);
	assert_null(sample_of(&f->world, PA_V_FS_SPACE_TOTAL_BYTES, "/"));
	next(f, PA_PASS_SYSTEM);
	next(f, PA_PASS_SYSTEM | PA_PASS_SLOW);
	assert_non_null(sample_of(&f->world, PA_V_FS_SPACE_TOTAL_BYTES, "/"));
}

static void a_pass_of_tasks_does_not_count_as_a_second_one(void **state)
{
	struct fixture *f = *state;

	next(f, PA_PASS_SYSTEM);
	next(f, PA_PASS_TASKS);
	next(f, PA_PASS_SYSTEM);
	assert_null(sample_of(&f->world, PA_V_FS_SPACE_TOTAL_BYTES, "/"));
	next(f, PA_PASS_SYSTEM);
	assert_non_null(sample_of(&f->world, PA_V_FS_SPACE_TOTAL_BYTES, "/"));
}

static uint32_t reads_of(const struct fixture *f, const char *name)
{
	size_t count;
	const struct pa_source_info *info = pa_platform_sources(f->platform, &count);

	for (size_t i = 0; i < count; i++)
		if (!strcmp(info[i].name, name))
			return info[i].reads;
	return 0;
}

static void a_dear_source_is_read_twice_and_then_every_second_pass(void **state)
{
	struct fixture *f = *state;

	next(f, PA_PASS_SYSTEM);
	next(f, PA_PASS_SYSTEM);
	assert_int_equal(reads_of(f, "interrupts"), 2); /* rates are known from here on */
	next(f, PA_PASS_SYSTEM);
	next(f, PA_PASS_SYSTEM);
	assert_int_equal(reads_of(f, "interrupts"), 3);
	next(f, PA_PASS_SYSTEM);
	next(f, PA_PASS_SYSTEM | PA_PASS_SLOW);
	assert_int_equal(reads_of(f, "interrupts"), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_dear_source_is_read_twice_and_then_every_second_pass, setup, teardown),
		cmocka_unit_test_setup_teardown(the_machines_constants_come_from_the_recording,
						setup, teardown),
		cmocka_unit_test_setup_teardown(a_source_that_fails_misses_its_values_once, setup,
						teardown),
		cmocka_unit_test_setup_teardown(slow_sources_are_read_only_in_slow_passes, setup,
						teardown),
		cmocka_unit_test_setup_teardown(a_pass_over_threads_reads_no_slow_source_again,
						setup, teardown),
		cmocka_unit_test_setup_teardown(partitions_are_left_out, setup, teardown),
		cmocka_unit_test_setup_teardown(a_dead_server_is_broken_and_others_have_space,
						setup, teardown),
		cmocka_unit_test_setup_teardown(groups_of_both_versions_are_read, setup, teardown),
		cmocka_unit_test_setup_teardown(a_new_group_is_seen_when_the_kernel_counts_it,
						setup, teardown),
		cmocka_unit_test_setup_teardown(mounts_are_read_when_they_changed_or_in_a_slow_pass,
						setup, teardown),
		cmocka_unit_test_setup_teardown(mounts_that_changed_are_read_at_once, setup,
						teardown),
		cmocka_unit_test_setup_teardown(space_is_asked_every_second_pass_and_in_slow_ones,
						setup, teardown),
		cmocka_unit_test_setup_teardown(a_pass_of_tasks_does_not_count_as_a_second_one,
						setup, teardown),
		cmocka_unit_test(every_source_of_the_table_has_values),
		cmocka_unit_test(no_source_stands_in_the_table_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
