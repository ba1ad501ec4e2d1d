/* SPDX-License-Identifier: Apache-2.0 */
/* What is derived of tasks, their limits and virtual machines. */
#include "unit.h"

#include "derived.h"

static void zombie(int32_t pid, uint32_t threads)
{
	struct scene_task *t = scene_task(&s, pid, pid, "child", 0);

	t->base.state = 'Z';
	t->base.ppid = 100;
	t->base.thread_count = threads;
}

static void zombies_have_a_parent_and_an_age(void **state)
{
	(void)state;
	(void)scene_task(&s, 100, 100, "parent", 0.01);
	zombie(201, 1);
	zombie(202, 1);
	zombie(203, 7); /* its main thread has ended, the others go on */
	s.machine.boot_real_ns = SCENE_EPOCH_NS - 1000 * SCENE_S;
	scene_gauge(&s, PA_V_TASK_PID_PID_LIMIT_COUNT, "", 1000);
	derive();
	fact_is(PA_V_TASK_ZOMBIE_ZOMBIES_COUNT, "", 2);
	fact_is(PA_V_TASK_ZOMBIE_STANDING_COUNT, "", 2);
	fact_is(PA_V_TASK_ZOMBIE_CHILDREN_COUNT, "100:100:4000", 2);
	fact_is(PA_V_TASK_ZOMBIE_LIMIT_RATIO, "", 0.002);
	fact_is(PA_V_TASK_ZOMBIE_OLDEST_S, "", 970); /* began 40 s after the boot */
}

static void uninterruptible_time_is_told_of_processes_only(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "reader", 0.01);
	struct scene_task *k = scene_task(&s, 50, 50, "kthread", 0.01);

	(void)state;
	t->base.state = 'D';
	k->base.state = 'D';
	k->base.kernel_thread = 1;
	derive();
	fact_is(PA_V_TASK_BLOCKED_TASKS_COUNT, "", 1);
	fact_is(PA_V_TASK_BLOCKED_BLOCKED_MS_PER_S, "", 1000);
}

static void the_share_of_forced_switches(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "worker", 0.5);

	(void)state;
	t->per_s.voluntary_switches = 300;
	t->per_s.involuntary_switches = 100;
	derive();
	fact_is(PA_V_TASK_CTXSW_INVOLUNTARY_RATIO, "", 0.25);
}

static void delays_are_known_where_they_are_accounted(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "worker", 0.5);

	(void)state;
	t->per_s.run_delay_ns = 30000000;
	t->per_s.block_delay_ns = 20000000;
	derive();
	fact_is(PA_V_TASK_DELAY_RUN_MS_PER_S, "", 30);
	unknown(PA_V_TASK_DELAY_BLOCK_MS_PER_S, "");
}

static void the_user_with_most_descriptors(void **state)
{
	(void)state;
	for (int32_t pid = 100; pid < 103; pid++) {
		struct scene_task *t = scene_task(&s, pid, pid, "server", 0.01);

		t->base.has |= PA_TASK_FDS | PA_TASK_USER;
		t->base.fd_count = 100;
		t->base.uid = pid == 102 ? 5 : 1000;
	}
	derive();
	fact_is(PA_V_FD_PROC_USER_COUNT, "uid:1000", 200);
	unknown(PA_V_FD_PROC_USER_COUNT, "uid:5");
	unknown(PA_V_FD_PROC_FULL_IN_S, "100:100:4000"); /* they do not grow */
}

static void who_drives_what_grows(void **state)
{
	struct scene_task *t = scene_task(&s, 100, 100, "leaky", 0.01);

	(void)state;
	t->base.has |= PA_TASK_FDS | PA_TASK_FD_LIMIT;
	t->base.fd_count = 100;
	t->base.fd_limit_count = 1000;
	t->base.thread_count = 10;
	t->per_s.fd_count = 20;
	t->per_s.thread_count = 3;
	derive();
	fact_is(PA_V_FD_PROC_GROWN_COUNT, "100:100:4000", 200);
	fact_is(PA_V_FD_PROC_FULL_IN_S, "100:100:4000", 35);
	fact_is(PA_V_TASK_PID_GROWN_COUNT, "100:100:4000", 30);
}

static void forks_refused_are_those_of_one_group(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_CG_PIDS_REFUSED_COUNT, "cg2:/a", 5);
	scene_counter(&s, PA_V_CG_PIDS_REFUSED_COUNT, "cg2:/a/b", 5);
	derive();
	fact_is(PA_V_TASK_PID_REFUSED_PER_S, "", 5);
}

static void a_limit_of_none_has_no_share(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_AUDIT_Q_BACKLOG_COUNT, "", 5);
	scene_gauge(&s, PA_V_AUDIT_Q_LIMIT_COUNT, "", 0);
	scene_gauge(&s, PA_V_FD_PIPE_PIPES_COUNT, "uid:7", 512);
	scene_gauge(&s, PA_V_FD_PIPE_SOFT_LIMIT_PAGES, "", 16384);
	scene_gauge(&s, PA_V_NS_USER_SPACES_COUNT, "net", 10);
	scene_gauge(&s, PA_V_NS_USER_LIMIT_COUNT, "net", 100);
	scene_gauge(&s, PA_V_NS_USER_SPACES_COUNT, "user", 10);
	derive();
	unknown(PA_V_AUDIT_Q_USED_RATIO, "");
	fact_is(PA_V_FD_PIPE_USED_RATIO, "uid:7", 0.5);
	fact_is(PA_V_NS_USER_USED_RATIO, "net", 0.1);
	unknown(PA_V_NS_USER_USED_RATIO, "user");
}

static void the_nearer_of_two_quotas_counts(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_KEY_RING_KEYS_COUNT, "uid:1", 10);
	scene_gauge(&s, PA_V_KEY_RING_KEY_LIMIT_COUNT, "uid:1", 100);
	scene_gauge(&s, PA_V_KEY_RING_USED_BYTES, "uid:1", 90);
	scene_gauge(&s, PA_V_KEY_RING_LIMIT_BYTES, "uid:1", 100);
	scene_gauge(&s, PA_V_RLIMIT_ANY_LOCKED_BYTES, "7:7:5", 30);
	scene_gauge(&s, PA_V_RLIMIT_ANY_LOCKED_LIMIT_BYTES, "7:7:5", 100);
	scene_gauge(&s, PA_V_RLIMIT_ANY_STACK_BYTES, "7:7:5", 40);
	scene_gauge(&s, PA_V_RLIMIT_ANY_STACK_LIMIT_BYTES, "7:7:5", 100);
	derive();
	fact_is(PA_V_KEY_RING_USED_RATIO, "uid:1", 0.9);
	fact_is(PA_V_RLIMIT_ANY_LOCKED_RATIO, "7:7:5", 0.3);
	fact_is(PA_V_RLIMIT_ANY_USED_RATIO, "7:7:5", 0.4);
}

static void hardware_events_that_share_a_counter(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_PERF_PMU_ENABLED_NS, "", 8e9);
	scene_counter(&s, PA_V_PERF_PMU_RUNNING_NS, "", 6e9);
	derive();
	fact_is(PA_V_PERF_PMU_RUNNING_RATIO, "", 0.75);
	fact_is(PA_V_PERF_PMU_SHARED_RATIO, "", 0.25);
}

static void virtual_cpus_are_told_by_their_threads(void **state)
{
	struct scene_task *t;

	(void)state;
	(void)scene_task(&s, 100, 100, "qemu-system-x86", 0.05);
	t = scene_task(&s, 100, 101, "CPU 0/KVM", 0.5);
	t->per_s.run_delay_ns = 50000000;
	(void)scene_task(&s, 100, 102, "CPU 1/KVM", 0.25);
	(void)scene_task(&s, 103, 103, "vhost-100", 0.1);
	(void)scene_task(&s, 104, 104, "CPU hog", 0.1);
	(void)scene_task(&s, 105, 105, "firecracker", 0.1);
	(void)scene_task(&s, 105, 106, "fc_vcpu 0", 0.2);
	scene_counter(&s, PA_V_CPU_ALL_GUEST_TICKS, "", 80);
	derive();
	fact_is(PA_V_KVM_VCPU_CPU_RATIO, "105:105:4000", 0.2);
	fact_is(PA_V_KVM_VCPU_GUEST_RATIO, "", 0.8);
	fact_is(PA_V_KVM_VCPU_THREADS_COUNT, "100:100:4000", 2);
	fact_is(PA_V_KVM_VCPU_CPU_RATIO, "100:100:4000", 0.75);
	fact_is(PA_V_KVM_VCPU_RUN_DELAY_MS_PER_S, "100:100:4000", 50);
	fact_is(PA_V_KVM_VHOST_CPU_RATIO, "", 0.1);
	unknown(PA_V_KVM_VCPU_CPU_RATIO, "104:104:4000");
}

static void a_machine_without_guests_has_no_virtual_cpus(void **state)
{
	(void)state;
	derive();
	unknown(PA_V_KVM_VHOST_CPU_RATIO, "");
	unknown(PA_V_KVM_SPIN_FAILED_PER_S, "");
}

#define ONE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ONE(zombies_have_a_parent_and_an_age),
		ONE(uninterruptible_time_is_told_of_processes_only),
		ONE(the_share_of_forced_switches),
		ONE(delays_are_known_where_they_are_accounted),
		ONE(the_user_with_most_descriptors),
		ONE(who_drives_what_grows),
		ONE(forks_refused_are_those_of_one_group),
		ONE(a_limit_of_none_has_no_share),
		ONE(the_nearer_of_two_quotas_counts),
		ONE(hardware_events_that_share_a_counter),
		ONE(virtual_cpus_are_told_by_their_threads),
		ONE(a_machine_without_guests_has_no_virtual_cpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
