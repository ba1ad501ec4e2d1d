/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole machines made of texts: only version 2, only version 1, both, and inside a container.
 * Files and formats as in Documentation/admin-guide/cgroup-v2.rst and cgroup-v1; numbers are
 * made up.
 */
#include "help.h"

#include "platform/platform.h"

#define HASH	   "3f2a1b9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2"
#define SCOPE	   "sys/fs/cgroup/system.slice/docker-" HASH ".scope"
#define SCOPE_NAME "cg2:/system.slice/docker-" HASH ".scope"

/* What every machine has. */
#define MACHINE                                                                                    \
	{ .path = "clock", .text = "1000 2000 0\n" },                                              \
		{ .path = "src/uname", .text = "release 6.6.0\nmachine x86_64\n" },                \
	{                                                                                          \
		.path = "src/sysconf", .text = "hz 100\npage_bytes 4096\n"                         \
	}

static const struct reply v2[] = {
	MACHINE,
	{ .path = "proc/self/ns/cgroup", .text = "cgroup:[4026531835]" },
	{ .path = "proc/self/mountinfo",
	  .text = "2 1 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n" },
	{ .path = "sys/fs/cgroup/cgroup.stat",
	  .text = "nr_descendants 2\nnr_dying_descendants 7\n" },
	{ .path = "sys/fs/cgroup/cgroup.max.descendants", .text = "max\n" },
	{ .path = "sys/fs/cgroup/cgroup.subtree_control",
	  .text = "cpuset cpu io memory hugetlb\n" },
	{ .path = "sys/fs/cgroup/cpuset.cpus.effective", .text = "0-3\n" },
	{ .path = "sys/fs/cgroup/memory.max", .text = "4096\n" },
	{ .path = SCOPE "/memory.max", .text = "104857600\n" },
	{ .path = SCOPE "/memory.high", .text = "94371840\n" },
	{ .path = SCOPE "/memory.current", .text = "52428800\n" },
	{ .path = SCOPE "/memory.peak", .text = "60000000\n" },
	{ .path = SCOPE "/memory.events",
	  .text = "low 0\nhigh 3\nmax 17\noom 2\noom_kill 1\noom_group_kill 0\n" },
	{ .path = SCOPE "/memory.swap.max", .text = "1048576\n" },
	{ .path = SCOPE "/memory.swap.current", .text = "4096\n" },
	{ .path = SCOPE "/memory.swap.events", .text = "high 0\nmax 4\nfail 5\n" },
	{ .path = SCOPE "/io.max", .text = "254:0 rbps=max wbps=1048576 riops=max wiops=max\n" },
	{ .path = SCOPE "/io.stat",
	  .text = "254:0 rbytes=1 wbytes=500 rios=1 wios=2 dbytes=0 dios=0\n"
		  "7:0 rbytes=1 wbytes=900 rios=1 wios=2 dbytes=0 dios=0\n" },
	{ .path = SCOPE "/cpuset.cpus.effective", .text = "2-3\n" },
	{ .path = SCOPE "/cpuset.cpus.partition", .text = "root invalid (Invalid cpu list)\n" },
	{ .path = SCOPE "/pids.max", .text = "100\n" },
	{ .path = SCOPE "/pids.current", .text = "9\n" },
	{ .path = SCOPE "/pids.peak", .text = "12\n" },
	{ .path = SCOPE "/hugetlb.2MB.max", .text = "4194304\n" },
	{ .path = SCOPE "/hugetlb.2MB.current", .text = "2097152\n" },
	{ .path = SCOPE "/hugetlb.2MB.events", .text = "max 6\n" },
	{ .path = SCOPE "/misc.max", .text = "sev 10\n" },
	{ .path = SCOPE "/misc.current", .text = "sev 2\n" },
	{ .path = "src/containers/" HASH, .text = "web\nfront-1\nshop\n" },
};

static const struct reply v1[] = {
	MACHINE,
	{ .path = "proc/self/mountinfo",
	  .text = "2 1 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
		  "3 1 0:30 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio\n"
		  "4 1 0:31 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n"
		  "5 1 0:32 / /sys/fs/cgroup/hugetlb rw - cgroup cgroup rw,hugetlb\n" },
	{ .path = "proc/cgroups",
	  .text = "#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t1\t9\t1\n" },
	{ .path = "sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", .text = "1000000\n" },
	{ .path = "sys/fs/cgroup/memory/docker/x/memory.memsw.limit_in_bytes",
	  .text = "2000000\n" },
	{ .path = "sys/fs/cgroup/memory/docker/x/memory.memsw.usage_in_bytes",
	  .text = "1500000\n" },
	{ .path = "sys/fs/cgroup/memory/docker/x/memory.memsw.failcnt", .text = "3\n" },
	{ .path = "sys/fs/cgroup/memory/docker/x/memory.max_usage_in_bytes", .text = "999999\n" },
	{ .path = "sys/fs/cgroup/blkio/docker/x/blkio.throttle.read_bps_device",
	  .text = "254:0 4096\n" },
	{ .path = "sys/fs/cgroup/blkio/docker/x/blkio.throttle.io_service_bytes",
	  .text = "254:0 Read 77\n254:0 Write 5\n7:0 Read 9\nTotal 91\n" },
	{ .path = "sys/fs/cgroup/cpuset/docker/x/cpuset.effective_cpus", .text = "1\n" },
	{ .path = "sys/fs/cgroup/hugetlb/docker/x/hugetlb.2MB.limit_in_bytes",
	  .text = "9223372036854771712\n" },
	{ .path = "sys/fs/cgroup/hugetlb/docker/x/hugetlb.2MB.failcnt", .text = "0\n" },
};

static const struct reply hybrid[] = {
	MACHINE,
	{ .path = "proc/self/mountinfo",
	  .text = "2 1 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
		  "3 1 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n" },
	{ .path = "sys/fs/cgroup/memory/a/memory.usage_in_bytes", .text = "7\n" },
	{ .path = "sys/fs/cgroup/unified/a/memory.pressure", .text = "some avg10=0.00 total=5\n" },
	{ .path = "sys/fs/cgroup/unified/cgroup.stat",
	  .text = "nr_descendants 1\nnr_dying_descendants 0\n" },
};

/* Docker with a private cgroup namespace: its own group is the root of what it sees. */
static const struct reply inside[] = {
	MACHINE,
	{ .path = "proc/self/ns/cgroup", .text = "cgroup:[4026532471]" },
	{ .path = "proc/self/ns/pid", .text = "pid:[4026532470]" },
	{ .path = ".dockerenv", .text = "" },
	{ .path = "proc/self/mountinfo",
	  .text = "2 1 0:29 / /sys/fs/cgroup ro - cgroup2 cgroup rw\n"
		  "3 1 0:60 /proc/meminfo /proc/meminfo rw - fuse.lxcfs lxcfs rw\n" },
	{ .path = "src/mountinfo/changed", .text = "1" },
	{ .path = "sys/fs/cgroup/memory.max", .text = "104857600\n" },
	{ .path = "sys/fs/cgroup/memory.current", .text = "52428800\n" },
	{ .path = "sys/fs/cgroup/cpu.max", .text = "50000 100000\n" },
	{ .path = "sys/fs/cgroup/pids.max", .text = "20\n" },
	{ .path = "sys/fs/cgroup/pids.current", .text = "19\n" },
};

struct fixture {
	struct world world;
	struct machine machine;
	struct pa_machine told;
};

/* One pass over everything. */
static void observe(struct fixture *f, const struct reply *replies, size_t count)
{
	struct pa_platform *platform;
	struct pa_root *root;
	uint8_t kind;

	f->machine = (struct machine){ replies, count };
	world_init(&f->world);
	root = machine_root(&f->machine, 1);
	platform = pa_platform_open(root, f->world.names, NULL);
	assert_non_null(platform);
	assert_int_equal(
		pa_root_moment(root, &kind, &f->world.moment.mono_ns, &f->world.moment.real_ns), 0);
	pa_platform_read(platform, PA_PASS_SYSTEM | PA_PASS_SLOW | PA_PASS_RARE, &f->world.moment);
	pa_platform_machine(platform, &f->told);
	pa_platform_close(platform);
	pa_root_free(root);
}

#define OBSERVE(f, replies) observe((f), (replies), sizeof(replies) / sizeof((replies)[0]))

static void a_group_of_version_2_tells_its_limits(void **state)
{
	struct fixture f;

	(void)state;
	OBSERVE(&f, v2);
	assert_int_equal(value_of(&f.world, PA_V_CG_MEM_HIGH_BYTES, SCOPE_NAME), 94371840);
	assert_int_equal(value_of(&f.world, PA_V_CG_MEM_PEAK_BYTES, SCOPE_NAME), 60000000);
	assert_int_equal(value_of(&f.world, PA_V_CG_MEM_OOM_COUNT, SCOPE_NAME), 2);
	assert_int_equal(value_of(&f.world, PA_V_CG_SWAP_FAILS_COUNT, SCOPE_NAME), 5);
	assert_int_equal(value_of(&f.world, PA_V_CG_PIDS_PEAK_COUNT, SCOPE_NAME), 12);
	assert_int_equal(value_of(&f.world, PA_V_CG_IO_LIMITED_WRITE_BYTES, SCOPE_NAME), 500);
	assert_int_equal(value_of(&f.world, PA_V_CG_CPUSET_ALLOWED_COUNT, SCOPE_NAME), 2);
	assert_int_equal(value_of(&f.world, PA_V_CG_CPUSET_MASK_STATE, SCOPE_NAME), 12);
	assert_int_equal(value_of(&f.world, PA_V_CG_CPUSET_INVALID_FLAG, SCOPE_NAME), 1);
	assert_int_equal(value_of(&f.world, PA_V_CG_HUGETLB_REFUSED_2M_COUNT, SCOPE_NAME), 6);
	/* misc is not enabled for any group, so it is not asked for. */
	assert_null(sample_of(&f.world, PA_V_CG_HUGETLB_MISC_LIMIT_COUNT, SCOPE_NAME));
	assert_int_equal(value_of(&f.world, PA_V_CG_COUNT_DYING_COUNT, "cg2"), 7);
	world_done(&f.world);
}

static void the_real_root_has_no_limits(void **state)
{
	struct fixture f;

	(void)state;
	OBSERVE(&f, v2);
	assert_null(sample_of(&f.world, PA_V_CG_MEM_LIMIT_BYTES, "cg2:/"));
	assert_int_equal(value_of(&f.world, PA_V_CG_CPUSET_ALLOWED_COUNT, "cg2:/"), 4);
	assert_null(sample_of(&f.world, PA_V_CG_COUNT_DESCENDANTS_LIMIT_COUNT, "cg2"));
	assert_int_equal(f.told.in_cgroup_ns, 0);
	world_done(&f.world);
}

static void a_container_has_its_runtimes_names(void **state)
{
	struct fixture f;
	const struct pa_container_name *told;

	(void)state;
	OBSERVE(&f, v2);
	assert_int_equal(f.world.moment.container_count, 1);
	told = &f.world.moment.containers[0];
	assert_string_equal(pa_names_text(f.world.names, told->id), HASH);
	assert_string_equal(pa_names_text(f.world.names, told->name), "web");
	assert_string_equal(pa_names_text(f.world.names, told->space), "shop");
	world_done(&f.world);
}

static void a_group_of_version_1_tells_its_limits(void **state)
{
	struct fixture f;

	(void)state;
	OBSERVE(&f, v1);
	assert_int_equal(value_of(&f.world, PA_V_CG_SWAP_BOTH_BYTES, "cg1:memory:/docker/x"),
			 1500000);
	assert_int_equal(value_of(&f.world, PA_V_CG_SWAP_LIMIT_HITS_COUNT, "cg1:memory:/docker/x"),
			 3);
	assert_int_equal(value_of(&f.world, PA_V_CG_IO_LIMITED_READ_BYTES, "cg1:blkio:/docker/x"),
			 77);
	assert_int_equal(value_of(&f.world, PA_V_CG_CPUSET_MASK_STATE, "cg1:cpuset:/docker/x"), 2);
	assert_null(sample_of(&f.world, PA_V_CG_HUGETLB_LIMIT_2M_BYTES, "cg1:hugetlb:/docker/x"));
	/* The kernel counts nine, three have folders. */
	assert_int_equal(value_of(&f.world, PA_V_CG_COUNT_DYING_COUNT, "cg1:memory"), 6);
	world_done(&f.world);
}

static void both_versions_are_read_side_by_side(void **state)
{
	struct fixture f;

	(void)state;
	OBSERVE(&f, hybrid);
	assert_int_equal(value_of(&f.world, PA_V_CG_MEM_USAGE_BYTES, "cg1:memory:/a"), 7);
	assert_int_equal(value_of(&f.world, PA_V_CG_MEM_PRESSURE_SOME_US, "cg2:/a"), 5);
	assert_int_equal(value_of(&f.world, PA_V_CG_COUNT_DESCENDANTS_COUNT, "cg2"), 1);
	assert_int_equal(f.told.in_pid_ns, 0);
	world_done(&f.world);
}

static void inside_a_container_the_root_has_its_limits(void **state)
{
	struct fixture f;

	(void)state;
	OBSERVE(&f, inside);
	assert_int_equal(f.told.in_cgroup_ns, 1);
	assert_int_equal(f.told.in_pid_ns, 1);
	assert_int_equal(f.told.has_lxcfs, 1);
	assert_string_equal(f.told.container, "docker");
	assert_int_equal(value_of(&f.world, PA_V_CG_MEM_LIMIT_BYTES, "cg2:/"), 104857600);
	assert_int_equal(value_of(&f.world, PA_V_CG_CPU_QUOTA_US, "cg2:/"), 50000);
	assert_int_equal(value_of(&f.world, PA_V_CG_PIDS_USED_COUNT, "cg2:/"), 19);
	world_done(&f.world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_group_of_version_2_tells_its_limits),
		cmocka_unit_test(the_real_root_has_no_limits),
		cmocka_unit_test(a_container_has_its_runtimes_names),
		cmocka_unit_test(a_group_of_version_1_tells_its_limits),
		cmocka_unit_test(both_versions_are_read_side_by_side),
		cmocka_unit_test(inside_a_container_the_root_has_its_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
