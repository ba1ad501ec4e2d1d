/* SPDX-License-Identifier: Apache-2.0 */
/* Composite values of synthetic machines whose truth is known. */
#include "unit.h"

#include <string.h>

#include "derived.h"

/* ---- facts ---- */

static void a_fact_that_is_not_finite_is_not_put(void **state)
{
	double zero = 0;

	(void)state;
	derive();
	pa_facts_put(&c.facts, PA_V_MEM_SWAP_IN_PER_S, 0, 1 / zero);
	unknown(PA_V_MEM_SWAP_IN_PER_S, "");
}

static void an_instance_without_a_fact_has_the_machines(void **state)
{
	double v;

	(void)state;
	derive();
	assert_true(pa_facts_get(&c.facts, PA_V_CPU_ALL_BUSY_RATIO, scene_name(&s, "vda"), &v));
	assert_near(v, 0.03, 1e-6);
}

/* ---- processes ---- */

static void a_process_is_the_sum_of_its_threads(void **state)
{
	const struct pa_proc *p;

	(void)state;
	(void)scene_task(&s, 100, 100, "sum", 0.5);
	scene_task(&s, 100, 101, "sum", 0.25)->per_s.run_delay_ns = SCENE_S / 10;
	derive();
	p = pa_procs_find(&c.procs, 100);
	assert_non_null(p);
	assert_near(p->cpu_ratio, 0.75, 1e-6);
	assert_near(p->hot_ratio, 0.5, 1e-6);
	assert_near(p->run_delay_ms_per_s, 100, 1e-6);
	assert_int_equal(p->threads, 2);
	assert_int_equal(p->busy_threads, 1);
}

static void the_observer_is_left_out(void **state)
{
	(void)state;
	scene_task(&s, 4242, 4242, "perfadvisor", 1)->per_s.run_delay_ns = SCENE_S;
	derive();
	assert_null(pa_procs_find(&c.procs, 4242));
	fact_is(PA_V_CPU_RUNQ_DELAY_MS_PER_S, "", 0);
}

static void threads_that_queue_for_a_futex_are_counted(void **state)
{
	const struct pa_proc *p;
	struct scene_task *t;

	(void)state;
	for (int i = 0; i < 3; i++) {
		t = scene_task(&s, 100, 100 + i, "queue", 0.1);
		t->per_s.voluntary_switches = 50;
		if (i)
			scene_queues(&s, t, 0x1234, 0.5);
	}
	derive();
	p = pa_procs_find(&c.procs, 100);
	assert_int_equal(p->futex_threads, 2);
	assert_near(p->waiting[PA_WAIT_FUTEX], 1.0, 1e-6);
	assert_near(p->futex_switches_per_s, 100, 1e-6);
	assert_int_equal(p->futex_address, 0x1234);
}

static void of_a_pid_used_twice_the_younger_process_is_found(void **state)
{
	struct pa_proc two[] = { { .pid = 7, .start_ticks = 1 }, { .pid = 7, .start_ticks = 9 } };
	const struct pa_procs procs = { .procs = two, .count = 2 };

	(void)state;
	derive();
	assert_int_equal(pa_procs_find(&procs, 7)->start_ticks, 9);
	assert_null(pa_procs_find(&procs, 8));
	assert_null(pa_procs_find(&procs, 6));
}

static void a_path_below_begins_with_the_whole_name(void **state)
{
	(void)state;
	derive();
	assert_true(pa_procs_path_below("/a/b", "/a"));
	assert_true(pa_procs_path_below("/a", "/a"));
	assert_true(pa_procs_path_below("/a", "/"));
	assert_false(pa_procs_path_below("/ab", "/a"));
	assert_false(pa_procs_path_below("/", "/a"));
}

/* ---- CPUs ---- */

static void stolen_time_is_busy_time(void **state)
{
	(void)state;
	scene_cpus(&s, 0.5, 0);
	scene_counter(&s, PA_V_CPU_ALL_IDLE_TICKS, "", 100);
	scene_counter(&s, PA_V_CPU_STEAL_STEAL_TICKS, "", 100);
	derive();
	fact_is(PA_V_CPU_ALL_BUSY_RATIO, "", 0.75);
	fact_is(PA_V_CPU_STEAL_STEAL_RATIO, "", 0.25);
}

static void time_that_no_tick_counted_is_hidden_steal(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_CPU_ALL_USER_TICKS, "", 272);
	scene_counter(&s, PA_V_CPU_ALL_SYSTEM_TICKS, "", 0);
	scene_counter(&s, PA_V_CPU_ALL_IDLE_TICKS, "", 8);
	derive();
	fact_is(PA_V_CPU_ALL_ACCOUNTED_RATIO, "", 0.7);
	fact_is(PA_V_CPU_STEAL_HIDDEN_RATIO, "", 0.3);
	fact_is(PA_V_CPU_STEAL_STEAL_RATIO, "", 0.3);
	fact_is(PA_V_CPU_STEAL_LOST_MS_PER_S, "", 1200);
}

/* Idle time is measured, busy time is counted in ticks: work between two ticks is missing. */
static void ticks_missing_on_cpus_that_idle_are_no_steal(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_CPU_ALL_USER_TICKS, "", 200);
	scene_counter(&s, PA_V_CPU_ALL_SYSTEM_TICKS, "", 0);
	scene_counter(&s, PA_V_CPU_ALL_IDLE_TICKS, "", 80);
	derive();
	fact_is(PA_V_CPU_ALL_ACCOUNTED_RATIO, "", 0.7);
	fact_is(PA_V_CPU_STEAL_STEAL_RATIO, "", 0);
}

static void iowait_is_idle_time(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_CPU_ALL_USER_TICKS, "", 40);
	scene_counter(&s, PA_V_CPU_ALL_SYSTEM_TICKS, "", 0);
	scene_counter(&s, PA_V_CPU_ALL_IDLE_TICKS, "", 60);
	scene_counter(&s, PA_V_CPU_ALL_IOWAIT_TICKS, "", 300);
	derive();
	fact_is(PA_V_CPU_ALL_BUSY_RATIO, "", 0.1);
}

static void the_busiest_cpu_is_compared_with_the_mean(void **state)
{
	(void)state;
	scene_cpu(&s, "cpu0", 1);
	scene_cpu(&s, "cpu1", 0.2);
	derive();
	fact_is(PA_V_CPU_IMBALANCE_BUSIEST_RATIO, "", 1);
	fact_is(PA_V_CPU_IMBALANCE_SPREAD_RATIO, "", 0.4);
}

static struct scene_task *held_task(const char *group)
{
	struct scene_task *t = scene_task(&s, 100, 100, "held", 0.2);

	scene_joins(&s, t, group);
	t->per_s.run_delay_ns = SCENE_S / 2;
	return t;
}

static void throttled(const char *group, double of_ten)
{
	scene_gauge(&s, PA_V_CG_CPU_QUOTA_US, group, 50000);
	scene_gauge(&s, PA_V_CG_CPU_PERIOD_US, group, 100000);
	scene_counter(&s, PA_V_CG_CPU_PERIODS_COUNT, group, 10);
	scene_counter(&s, PA_V_CG_CPU_THROTTLED_COUNT, group, of_ten);
	scene_counter(&s, PA_V_CG_CPU_THROTTLED_US, group, of_ten * 40000);
	scene_counter(&s, PA_V_CG_CPU_USAGE_US, group, 200000);
}

static void waiting_of_a_throttled_group_is_not_the_run_queues(void **state)
{
	(void)state;
	(void)held_task("cg1:cpu:/a");
	throttled("cg1:cpu:/a", 8);
	derive();
	fact_is(PA_V_CPU_RUNQ_DELAY_MS_PER_S, "", 0);
	fact_is(PA_V_CG_CPU_LOST_MS_PER_S, "cg1:cpu:/a", 500);
}

static void waiting_below_a_throttled_group_is_not_the_run_queues(void **state)
{
	(void)state;
	(void)held_task("cg1:cpu:/a/child/leaf");
	throttled("cg1:cpu:/a", 8);
	derive();
	fact_is(PA_V_CPU_RUNQ_DELAY_MS_PER_S, "", 0);
	fact_is(PA_V_CG_CPU_LOST_MS_PER_S, "cg1:cpu:/a", 500);
}

static void a_group_throttled_once_does_not_hide_the_run_queue(void **state)
{
	(void)state;
	(void)held_task("cg1:cpu:/a");
	throttled("cg1:cpu:/a", 0.2);
	derive();
	fact_is(PA_V_CPU_RUNQ_DELAY_MS_PER_S, "", 500);
}

static void a_throttled_group_whose_threads_are_unseen_lost_its_own_time(void **state)
{
	(void)state;
	throttled("cg1:cpu:/a", 8);
	derive();
	fact_is(PA_V_CG_CPU_LOST_MS_PER_S, "cg1:cpu:/a", 320);
}

static void waiting_of_bound_threads_is_told_apart(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "bound", 0.2);

	(void)state;
	t->per_s.run_delay_ns = SCENE_S / 5;
	t->base.cpus_allowed_count = 1;
	scene_task(&s, 200, 200, "free", 0.2)->per_s.run_delay_ns = SCENE_S / 10;
	derive();
	fact_is(PA_V_CPU_IMBALANCE_PINNED_DELAY_MS_PER_S, "", 200);
	fact_is(PA_V_CPU_RUNQ_DELAY_MS_PER_S, "", 300);
	fact_is(PA_V_CPU_RUNQ_DELAY_PER_CPU_RATIO, "", 0.075);
}

static void without_schedstat_the_run_queue_is_unknown(void **state)
{
	(void)state;
	s.tasks[0].base.has = PA_TASK_STAT;
	derive();
	unknown(PA_V_CPU_RUNQ_DELAY_MS_PER_S, "");
	unknown(PA_V_CPU_RUNQ_DELAY_PER_CPU_RATIO, "");
}

static void without_threads_no_real_time_share_is_known(void **state)
{
	(void)state;
	s.task_count = 0;
	derive();
	unknown(PA_V_RT_THROTTLE_HOG_RATIO, "");
	unknown(PA_V_CPU_PIPELINE_FULL_THREADS_COUNT, "");
}

/* ---- groups ---- */

static void a_quota_says_how_much_is_allowed_and_used(void **state)
{
	(void)state;
	throttled("cg2:/a", 9);
	derive();
	fact_is(PA_V_CG_CPU_ALLOWED_RATIO, "cg2:/a", 0.5);
	fact_is(PA_V_CG_CPU_USED_RATIO, "cg2:/a", 0.4);
	fact_is(PA_V_CG_CPU_THROTTLED_RATIO, "cg2:/a", 0.9);
}

static void a_group_without_a_limit_has_no_refaults_of_its_own(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_CG_MEM_USAGE_BYTES, "cg2:/a", 1000);
	scene_counter(&s, PA_V_CG_MEM_REFAULT_FILE_PAGES, "cg2:/a", 700);
	derive();
	unknown(PA_V_CG_MEM_REFAULTS_PER_S, "cg2:/a");
	fact_is(PA_V_CG_MEM_REFAULT_FILE_PER_S, "cg2:/a", 700);
}

static void refaults_of_a_limited_group_are_of_files_and_memory(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_CG_MEM_USAGE_BYTES, "cg2:/a", 900);
	scene_gauge(&s, PA_V_CG_MEM_LIMIT_BYTES, "cg2:/a", 1000);
	scene_counter(&s, PA_V_CG_MEM_REFAULT_FILE_PAGES, "cg2:/a", 700);
	scene_counter(&s, PA_V_CG_MEM_REFAULT_ANON_PAGES, "cg2:/a", 300);
	derive();
	fact_is(PA_V_CG_MEM_REFAULTS_PER_S, "cg2:/a", 1000);
	fact_is(PA_V_CG_MEM_USED_RATIO, "cg2:/a", 0.9);
}

/* The kernel adds up late: what comes in one step may have happened before. */
static void refaults_that_come_in_one_step_are_no_rate(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_CG_MEM_USAGE_BYTES, "cg2:/a", 900);
	scene_gauge(&s, PA_V_CG_MEM_LIMIT_BYTES, "cg2:/a", 1000);
	scene_counter(&s, PA_V_CG_MEM_REFAULT_FILE_PAGES, "cg2:/a", 300000)->from_tick =
		SCENE_TICKS - 2;
	derive();
	fact_is(PA_V_CG_MEM_REFAULTS_PER_S, "cg2:/a", 0);
}

static void the_nearer_io_limit_counts(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_CG_IO_READ_BYTES, "cg2:/a", 1000);
	scene_counter(&s, PA_V_CG_IO_WRITE_BYTES, "cg2:/a", 200);
	scene_counter(&s, PA_V_CG_IO_READ_CALLS_COUNT, "cg2:/a", 9);
	scene_counter(&s, PA_V_CG_IO_LIMITED_READ_BYTES, "cg2:/a", 1000);
	scene_counter(&s, PA_V_CG_IO_LIMITED_READ_CALLS_COUNT, "cg2:/a", 9);
	scene_gauge(&s, PA_V_CG_IO_LIMIT_READ_BYTES_PER_S, "cg2:/a", 10000);
	scene_gauge(&s, PA_V_CG_IO_LIMIT_READ_CALLS_PER_S, "cg2:/a", 10);
	derive();
	fact_is(PA_V_CG_IO_LIMIT_RATIO, "cg2:/a", 0.9);
}

/* ---- disks and file systems ---- */

static void a_disk_has_time_in_all_and_time_of_its_own(void **state)
{
	(void)state;
	scene_disk(&s, "vda", 100, 20, 0.5, 4096);
	derive();
	fact_is(PA_V_BLK_DEV_AWAIT_MS, "vda", 20);
	fact_is(PA_V_BLK_DEV_SERVICE_MS, "vda", 5);
	fact_is(PA_V_BLK_DEV_QUEUE_COUNT, "vda", 2);
	fact_is(PA_V_BLK_DEV_BUSY_RATIO, "vda", 0.5);
	fact_is(PA_V_BLK_DEV_REQUEST_BYTES, "vda", 4096);
}

static void a_disk_without_requests_has_no_time_for_each(void **state)
{
	(void)state;
	scene_disk(&s, "vda", 0, 0, 0, 0);
	derive();
	unknown(PA_V_BLK_DEV_AWAIT_MS, "vda");
	unknown(PA_V_BLK_DEV_SERVICE_MS, "vda");
}

static void used_space_is_what_df_says(void **state)
{
	(void)state;
	scene_mount(&s, "/data", "vda", 1000000, 100000);
	scene_gauge(&s, PA_V_FS_SPACE_AVAILABLE_BYTES, "/data", 50000);
	derive();
	fact_is(PA_V_FS_SPACE_USED_RATIO, "/data", 900000.0 / 950000);
	fact_is(PA_V_FS_SPACE_LEFT_BYTES, "/data", 50000);
}

static void a_failed_write_is_the_fullest_file_systems(void **state)
{
	(void)state;
	scene_mount(&s, "/a", "vda", 1000000, 0);
	scene_mount(&s, "/b", "vdb", 1000000, 900000);
	scene_task(&s, 100, 100, "writer", 0.1)->per_s.write_calls = 30;
	scene_file(&s, 100, "/b/log", 0)->flags = 1;
	scene_file(&s, 100, "/a/log", 0)->flags = 2;
	derive();
	fact_is(PA_V_FS_SPACE_FAILED_WRITES_PER_S, "/a", 30);
	unknown(PA_V_FS_SPACE_FAILED_WRITES_PER_S, "/b");
}

static void a_write_that_carries_bytes_did_not_fail(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "writer", 0.1);

	(void)state;
	scene_mount(&s, "/a", "vda", 1000000, 0);
	t->per_s.write_calls = 30;
	t->per_s.write_chars = 3000;
	scene_file(&s, 100, "/a/log", 0)->flags = 1;
	derive();
	unknown(PA_V_FS_SPACE_FAILED_WRITES_PER_S, "/a");
}

static void a_file_open_for_reading_fails_no_write(void **state)
{
	(void)state;
	scene_mount(&s, "/a", "vda", 1000000, 0);
	scene_task(&s, 100, 100, "writer", 0.1)->per_s.write_calls = 30;
	(void)scene_file(&s, 100, "/a/log", 0);
	derive();
	unknown(PA_V_FS_SPACE_FAILED_WRITES_PER_S, "/a");
}

static void reader_of(const char *path, uint64_t bytes, uint32_t flags)
{
	scene_task(&s, 100, 100, "reader", 0.1)->per_s.read_bytes = 10 << 20;
	scene_file(&s, 100, path, bytes)->flags = flags;
}

static void a_file_read_ten_times_over_has_ratio_ten(void **state)
{
	(void)state;
	reader_of("/data/x", 10 << 20, 0);
	derive();
	fact_is(PA_V_FS_PAGECACHE_REREAD_RATIO, "100:100:4000", 10);
	fact_is(PA_V_FS_PAGECACHE_FITS_RATIO, "100:100:4000", 614.4);
}

static void one_file_behind_two_descriptors_counts_once(void **state)
{
	(void)state;
	reader_of("/data/x", 10 << 20, 0);
	(void)scene_file(&s, 100, "/data/x", 10 << 20);
	derive();
	fact_is(PA_V_FS_PAGECACHE_REREAD_RATIO, "100:100:4000", 10);
}

static void direct_reads_ask_for_no_cache(void **state)
{
	(void)state;
	reader_of("/data/x", 10 << 20, 040000);
	derive();
	unknown(PA_V_FS_PAGECACHE_REREAD_RATIO, "100:100:4000");
}

static void a_groups_limit_is_the_room_for_its_cache(void **state)
{
	(void)state;
	reader_of("/data/x", 10 << 20, 0);
	scene_joins(&s, &s.tasks[1], "cg1:memory:/a");
	scene_gauge(&s, PA_V_CG_MEM_LIMIT_BYTES, "cg1:memory:/a", 5 << 20);
	derive();
	fact_is(PA_V_FS_PAGECACHE_FITS_RATIO, "100:100:4000", 0.5);
}

static void a_path_lies_on_the_longest_mount(void **state)
{
	(void)state;
	scene_mount(&s, "/", "vda", 1000, 500);
	scene_mount(&s, "/data", "vdb", 1000, 500);
	derive();
	assert_string_equal(pa_names_text(s.names, pa_derive_device_of_path(&c, "/data/x")), "vdb");
	assert_string_equal(pa_names_text(s.names, pa_derive_device_of_path(&c, "/database")),
			    "vda");
	assert_int_equal(pa_derive_device_of_path(&c, "socket:[1]"), 0);
}

/* ---- network ---- */

static void a_qdisc_at_its_rate_has_ratio_one(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_NET_QDISC_SENT_BYTES, "eth0", 125000);
	scene_gauge(&s, PA_V_NET_QDISC_RATE_BYTES_PER_S, "eth0", 125000);
	scene_gauge(&s, PA_V_NET_QDISC_BACKLOG_BYTES, "eth0", 12500);
	derive();
	fact_is(PA_V_NET_QDISC_RATE_RATIO, "eth0", 1);
	fact_is(PA_V_NET_QDISC_LOST_MS_PER_S, "eth0", 100);
}

static void a_namespace_keeps_its_own_account(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_NET_TCP_RETX_SEGMENTS_OUT_COUNT, "netns:blue", 100);
	scene_counter(&s, PA_V_NET_TCP_RETX_RETRANSMITS_COUNT, "netns:blue", 7);
	derive();
	fact_is(PA_V_NET_TCP_RETX_RETRANSMIT_RATIO, "netns:blue", 0.07);
	fact_is(PA_V_NET_TCP_RETX_RETRANSMIT_RATIO, "", 0);
}

static void the_fullest_listener_of_a_namespace_counts(void **state)
{
	struct pa_sock *a = scene_sock(&s, PA_SOCK_TCP_LISTEN);
	struct pa_sock *b = scene_sock(&s, PA_SOCK_TCP_LISTEN);

	(void)state;
	a->netns = b->netns = scene_name(&s, "blue");
	a->receive_queue = 64;
	a->send_queue = 128;
	b->send_queue = 128;
	derive();
	fact_is(PA_V_NET_TCP_LISTEN_FILL_RATIO, "netns:blue", 0.5);
}

static void drops_of_all_cpus_are_summed(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_NET_SOFTNET_DROPPED_COUNT, "cpu0", 3);
	scene_counter(&s, PA_V_NET_SOFTNET_DROPPED_COUNT, "cpu1", 4);
	derive();
	fact_is(PA_V_NET_SOFTNET_DROPPED_PER_S, "", 7);
}

/* ---- tasks ---- */

static void children_cost_their_parent(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "sh", 0.1);

	(void)state;
	t->per_s.children_user_ticks = 30;
	t->per_s.children_system_ticks = 10;
	scene_counter(&s, PA_V_TASK_SHORT_FORKS_COUNT, "", 200);
	derive();
	fact_is(PA_V_TASK_SHORT_FORKS_PER_S, "", 200);
	fact_is(PA_V_TASK_SHORT_CHILD_CPU_MS, "100:100:4000", 2);
	fact_is(PA_V_TASK_SHORT_SYSTEM_COST_RATIO, "100:100:4000", 0.5);
}

static void sleeps_for_disk_io_acquit_context_switches(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "db", 0.2);

	(void)state;
	t->per_s.voluntary_switches = 20000;
	t->per_s.read_bytes = 10000 * 4096;
	derive();
	fact_is(PA_V_TASK_CTXSW_RUN_US, "100:100:4000", 10);
	fact_is(PA_V_TASK_CTXSW_IO_PER_SWITCH_RATIO, "100:100:4000", 0.5);
}

static void cpu_time_that_nobody_alive_accounts_for_is_unexplained(void **state)
{
	(void)state;
	scene_cpus(&s, 0.5, 0);
	(void)scene_task(&s, 100, 100, "x", 0.5);
	derive();
	fact_is(PA_V_TASK_SHORT_UNEXPLAINED_RATIO, "", 1.499);
}

static void the_lower_limit_of_threads_counts(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_TASK_PID_THREADS_COUNT, "", 500);
	scene_gauge(&s, PA_V_TASK_PID_PID_LIMIT_COUNT, "", 32768);
	scene_gauge(&s, PA_V_TASK_PID_THREAD_LIMIT_COUNT, "", 1000);
	derive();
	fact_is(PA_V_TASK_PID_USED_RATIO, "", 0.5);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_fact_that_is_not_finite_is_not_put),
		TEST(an_instance_without_a_fact_has_the_machines),
		TEST(a_process_is_the_sum_of_its_threads),
		TEST(the_observer_is_left_out),
		TEST(threads_that_queue_for_a_futex_are_counted),
		TEST(of_a_pid_used_twice_the_younger_process_is_found),
		TEST(a_path_below_begins_with_the_whole_name),
		TEST(stolen_time_is_busy_time),
		TEST(time_that_no_tick_counted_is_hidden_steal),
		TEST(ticks_missing_on_cpus_that_idle_are_no_steal),
		TEST(iowait_is_idle_time),
		TEST(the_busiest_cpu_is_compared_with_the_mean),
		TEST(waiting_of_a_throttled_group_is_not_the_run_queues),
		TEST(waiting_below_a_throttled_group_is_not_the_run_queues),
		TEST(a_group_throttled_once_does_not_hide_the_run_queue),
		TEST(a_throttled_group_whose_threads_are_unseen_lost_its_own_time),
		TEST(waiting_of_bound_threads_is_told_apart),
		TEST(without_schedstat_the_run_queue_is_unknown),
		TEST(without_threads_no_real_time_share_is_known),
		TEST(a_quota_says_how_much_is_allowed_and_used),
		TEST(a_group_without_a_limit_has_no_refaults_of_its_own),
		TEST(refaults_that_come_in_one_step_are_no_rate),
		TEST(refaults_of_a_limited_group_are_of_files_and_memory),
		TEST(the_nearer_io_limit_counts),
		TEST(a_disk_has_time_in_all_and_time_of_its_own),
		TEST(a_disk_without_requests_has_no_time_for_each),
		TEST(used_space_is_what_df_says),
		TEST(a_failed_write_is_the_fullest_file_systems),
		TEST(a_write_that_carries_bytes_did_not_fail),
		TEST(a_file_open_for_reading_fails_no_write),
		TEST(a_file_read_ten_times_over_has_ratio_ten),
		TEST(one_file_behind_two_descriptors_counts_once),
		TEST(direct_reads_ask_for_no_cache),
		TEST(a_groups_limit_is_the_room_for_its_cache),
		TEST(a_path_lies_on_the_longest_mount),
		TEST(a_qdisc_at_its_rate_has_ratio_one),
		TEST(a_namespace_keeps_its_own_account),
		TEST(the_fullest_listener_of_a_namespace_counts),
		TEST(drops_of_all_cpus_are_summed),
		TEST(children_cost_their_parent),
		TEST(sleeps_for_disk_io_acquit_context_switches),
		TEST(cpu_time_that_nobody_alive_accounts_for_is_unexplained),
		TEST(the_lower_limit_of_threads_counts),
	};
#undef TEST
	return cmocka_run_group_tests(tests, NULL, NULL);
}
