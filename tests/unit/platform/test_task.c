/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads: the texts of a real kernel (6.18) with neutral names, hostile ones, and the source
 * on a machine made of texts.
 */
#include "help.h"

#include <stdio.h>

#include "base/buf.h"
#include "platform/linux/source.h"
#include "platform/linux/task.h"
#include "platform/linux/task_parse.h"
#include "platform/platform.h"

/* Fields 3 to 52 after the command; %s is the state, then minor faults. */
#define STAT_TAIL                                                                                  \
	" S 1 700 700 0 -1 4194560 422 28816 7 4549 220 479 29564 6994 20 0 13 0 1010 46551040 "   \
	"3869 18446744073709551615 1 1 0 0 0 0 0 4096 1256 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
#define KTHREAD_TAIL                                                                               \
	" I 2 0 0 0 -1 69238880 0 0 0 0 0 3 0 0 20 0 1 0 20 0 0 18446744073709551615 0 0 0 0 0 0 " \
	"0 2147483647 0 0 0 0 17 0 99 1 0 0 0\n"

static int parse_stat(const char *text, struct pa_task *task, struct pa_word *comm)
{
	return pa_task_parse_stat(text, strlen(text), task, comm);
}

static void stat_fills_the_record(void **state)
{
	struct pa_task t = { 0 };
	struct pa_word comm;

	(void)state;
	assert_int_equal(parse_stat("700 (worker)" STAT_TAIL, &t, &comm), 0);
	assert_int_equal(t.tid, 700);
	assert_int_equal(t.state, 'S');
	assert_int_equal(t.ppid, 1);
	assert_int_equal(t.minor_faults, 422);
	assert_int_equal(t.children_minor_faults, 28816);
	assert_int_equal(t.major_faults, 7);
	assert_int_equal(t.user_ticks, 220);
	assert_int_equal(t.system_ticks, 479);
	assert_int_equal(t.children_user_ticks, 29564);
	assert_int_equal(t.children_system_ticks, 6994);
	assert_int_equal(t.thread_count, 13);
	assert_int_equal(t.start_ticks, 1010);
	assert_int_equal(t.rss_pages, 3869);
	assert_int_equal(t.cpu, 1);
	assert_int_equal(t.policy, 0);
	assert_int_equal(t.kernel_thread, 0);
	assert_int_equal(t.has, PA_TASK_STAT);
	assert_true(pa_word_is(comm, "worker"));
}

static void stat_knows_kernel_threads_and_real_time(void **state)
{
	struct pa_task t = { 0 };

	(void)state;
	assert_int_equal(parse_stat("20 (migration/0)" KTHREAD_TAIL, &t, NULL), 0);
	assert_int_equal(t.kernel_thread, 1);
	assert_int_equal(t.rt_priority, 99);
	assert_int_equal(t.policy, 1);
}

static void stat_survives_hostile_commands(void **state)
{
	static const char *const name[] = { ") (", ") R 1 1", "a\nb", "", ")))", "((" };
	struct pa_word comm;
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++) {
		struct pa_task t = { 0 };

		assert_true(snprintf(text, sizeof(text), "700 (%s)%s", name[i], STAT_TAIL) > 0);
		assert_int_equal(parse_stat(text, &t, &comm), 0);
		assert_true(pa_word_is(comm, name[i]));
		assert_int_equal(t.state, 'S');
		assert_int_equal(t.start_ticks, 1010);
	}
}

static void stat_rejects_cut_text(void **state)
{
	static const char text[] = "700 (worker)" STAT_TAIL;
	struct pa_task t = { .state = 'X' };

	(void)state;
	assert_int_equal(pa_task_parse_stat(NULL, 0, &t, NULL), -EBADMSG);
	for (size_t bytes = 0; bytes < 150; bytes++)
		assert_int_equal(pa_task_parse_stat(text, bytes, &t, NULL), -EBADMSG);
	assert_int_equal(t.state, 'X'); /* untouched */
	assert_int_equal(t.has, 0);
}

static void schedstat_has_three_numbers(void **state)
{
	struct pa_task t = { 0 };
	uint64_t slices = 0;

	(void)state;
	assert_int_equal(pa_task_parse_schedstat("411624 17 3\n", 12, &t, &slices), 0);
	assert_int_equal(t.run_ns, 411624);
	assert_int_equal(t.run_delay_ns, 17);
	assert_int_equal(slices, 3);
	assert_int_equal(pa_task_parse_schedstat("1 2\n", 4, &t, NULL), -EBADMSG);
	assert_int_equal(t.run_ns, 411624);
}

static void status_gives_what_is_there(void **state)
{
	static const char text[] = "Name:\tworker\nUid:\t1000\t1000\t1000\t1000\nFDSize:\t256\n"
				   "Cpus_allowed:\t8\nCpus_allowed_list:\t3\n"
				   "voluntary_ctxt_switches:\t5\nnonvoluntary_ctxt_switches:\t6\n";
	struct pa_task t = { 0 };
	uint64_t slots = 0;

	(void)state;
	assert_int_equal(pa_task_parse_status(text, sizeof(text) - 1, &t, &slots), 0);
	assert_int_equal(t.has, PA_TASK_USER | PA_TASK_SWITCHES | PA_TASK_AFFINITY);
	assert_int_equal(t.uid, 1000);
	assert_int_equal(slots, 256);
	assert_int_equal(t.cpus_allowed_count, 1);
	assert_int_equal(t.cpu_only, 3);
	assert_int_equal(t.voluntary_switches, 5);
	assert_int_equal(t.involuntary_switches, 6);
	assert_int_equal(pa_task_parse_status("Name:\tx\n", 8, &t, NULL), -EBADMSG);
}

static void io_needs_all_lines(void **state)
{
	static const char text[] = "rchar: 6976\nwchar: 1\nsyscr: 10\nsyscw: 2\nread_bytes: 4096\n"
				   "write_bytes: 8192\ncancelled_write_bytes: 0\n";
	struct pa_task t = { 0 };

	(void)state;
	assert_int_equal(pa_task_parse_io(text, sizeof(text) - 1, &t), 0);
	assert_int_equal(t.read_chars, 6976);
	assert_int_equal(t.write_bytes, 8192);
	t.has = 0;
	assert_int_equal(pa_task_parse_io(text, 40, &t), -EBADMSG);
	assert_int_equal(t.has, 0);
}

static void cgroup_names_each_hierarchy(void **state)
{
	static const char text[] = "4:memory:/a:b/c\n2:cpu,cpuacct:/x\n3:cpuset:/other\n"
				   "1:name=systemd:/\n0::/user.slice\n";
	struct pa_names *names = pa_names_new();
	struct pa_task t = { .cgroup_io = 9 };

	(void)state;
	assert_int_equal(pa_task_parse_cgroup(text, sizeof(text) - 1, names, &t), 0);
	assert_string_equal(pa_names_text(names, t.cgroup_cpu), "cg1:cpu:/x");
	assert_string_equal(pa_names_text(names, t.cgroup_memory), "cg1:memory:/a:b/c");
	assert_string_equal(pa_names_text(names, t.cgroup_v2), "cg2:/user.slice");
	assert_int_equal(t.cgroup_io, 0);
	assert_int_equal(pa_task_parse_cgroup("nonsense\n", 9, names, &t), -EBADMSG);
	pa_names_free(names);
}

static void limits_gives_the_soft_limit(void **state)
{
	static const char text[] =
		"Limit                     Soft Limit           Hard Limit\n"
		"Max open files            20000                20001    files\n";
	struct pa_task t = { 0 };

	(void)state;
	assert_int_equal(pa_task_parse_limits(text, sizeof(text) - 1, &t), 0);
	assert_int_equal(t.fd_limit_count, 20000);
	assert_int_equal(pa_task_parse_limits("Max open files unlimited", 24, &t), 0);
	assert_true(t.fd_limit_count == UINT32_MAX);
	assert_int_equal(pa_task_parse_limits("Max cpu time 1\n", 15, &t), -EBADMSG);
}

static void syscall_tells_three_things(void **state)
{
	static const char text[] = "202 0x7f01 0x80 0x2 0x0 0x0 0x0 0x7ffd 0x7f02\n";
	struct pa_task t = { 0 };

	(void)state;
	assert_int_equal(pa_task_parse_syscall("running\n", 8, &t), 0);
	assert_int_equal(t.syscall, PA_TASK_SYSCALL_RUNNING);
	assert_int_equal(pa_task_parse_syscall("-1 0x7ffd 0x7f02\n", 17, &t), 0);
	assert_int_equal(t.syscall, PA_TASK_SYSCALL_NONE);
	assert_int_equal(pa_task_parse_syscall(text, sizeof(text) - 1, &t), 0);
	assert_int_equal(t.syscall, 202);
	assert_int_equal(t.syscall_args[0], 0x7f01);
	assert_int_equal(t.syscall_args[2], 2);
	assert_int_equal(pa_task_parse_syscall("202 0x1\n", 8, &t), -EBADMSG);
	assert_int_equal(pa_task_parse_syscall("-7 0x1 0x2\n", 11, &t), -EBADMSG);
}

static void wchan_zero_is_none(void **state)
{
	struct pa_names *names = pa_names_new();
	struct pa_task t = { .wchan = 5 };

	(void)state;
	assert_int_equal(pa_task_parse_wchan("0", 1, names, &t), 0);
	assert_int_equal(t.wchan, 0);
	assert_int_equal(pa_task_parse_wchan("futex_wait_queue", 16, names, &t), 0);
	assert_string_equal(pa_names_text(names, t.wchan), "futex_wait_queue");
	assert_int_equal(pa_task_parse_wchan("", 0, names, &t), -EBADMSG);
	pa_names_free(names);
}

static void fdinfo_flags_are_octal(void **state)
{
	static const char text[] = "pos:\t4096\nflags:\t0100002\nmnt_id:\t25\nino:\t7\n";
	uint64_t position = 0;
	uint32_t flags = 0;

	(void)state;
	assert_int_equal(pa_task_parse_fdinfo(text, sizeof(text) - 1, &position, &flags), 0);
	assert_int_equal(position, 4096);
	assert_int_equal(flags, 0100002);
	assert_int_equal(pa_task_parse_fdinfo("pos: 1\nflags: 9\n", 16, &position, &flags),
			 -EBADMSG);
}

static void ns_text_is_an_inode(void **state)
{
	(void)state;
	assert_int_equal(pa_task_parse_ns("net:[4026531840]", 16), 4026531840U);
	assert_int_equal(pa_task_parse_ns("mnt:[4026531840]", 16), 0);
	assert_int_equal(pa_task_parse_ns("net:[402653184", 14), 0);
}

/* ---- the source on a machine of texts: 700 has a second thread, 20 is the kernel's */

static const struct reply replies[] = {
	{ .path = "clock", .text = "1000 2000 0\n" },
	{ .path = "src/taskstats/open", .error = -EPERM },
	{ .path = "proc/self/ns/net", .text = "net:[4026531840]" },
	{ .path = "proc/700/schedstat", .text = "100 5 1\n" },
	{ .path = "proc/700/schedstat", .text = "900 6 2\n", .moment = 2 },
	{ .path = "proc/700/task/700/stat", .text = "700 (worker)" STAT_TAIL },
	{ .path = "proc/700/task/701/schedstat", .text = "50 0 1\n" },
	{ .path = "proc/700/task/701/stat", .text = "701 (helper)" STAT_TAIL },
	{ .path = "proc/700/status",
	  .text = "Uid:\t33\t33\t33\t33\nFDSize:\t64\nCpus_allowed_list:\t0-1\n"
		  "voluntary_ctxt_switches:\t5\nnonvoluntary_ctxt_switches:\t6\n" },
	{ .path = "proc/700/status",
	  .text = "Uid:\t33\t33\t33\t33\nFDSize:\t64\nCpus_allowed_list:\t0-1\n"
		  "voluntary_ctxt_switches:\t9\nnonvoluntary_ctxt_switches:\t6\n",
	  .moment = 1 },
	{ .path = "proc/700/task/701/status",
	  .text = "Uid:\t33\t33\t33\t33\nvoluntary_ctxt_switches:\t1\n"
		  "nonvoluntary_ctxt_switches:\t0\n" },
	{ .path = "proc/700/io", .error = -EACCES },
	{ .path = "proc/700/fd-count", .text = "32\n" },
	{ .path = "proc/700/limits", .text = "Max open files  32  32  files\n" },
	{ .path = "proc/700/cgroup", .text = "0::/app\n" },
	{ .path = "proc/700/ns/net", .text = "net:[4026532000]" },
	{ .path = "proc/20/schedstat", .text = "7 0 1\n" },
	{ .path = "proc/20/task/20/stat", .text = "20 (migration/0)" KTHREAD_TAIL },
	{ .path = "proc/99/schedstat", .error = -ESRCH }, /* ended while it was listed */
};

struct fixture {
	struct world world;
	struct machine machine;
	struct pa_root *root;
	struct pa_buf text;
	struct pa_linux sys;
	void *self;
};

static void begin(struct fixture *f)
{
	world_init(&f->world);
	f->machine = (struct machine){ .replies = replies,
				       .count = sizeof(replies) / sizeof(replies[0]) };
	f->root = machine_root(&f->machine, 4);
	pa_buf_init(&f->text, 1 << 20);
	f->sys = (struct pa_linux){ .root = f->root,
				    .names = f->world.names,
				    .text = &f->text,
				    .hz = 100,
				    .passes = PA_PASS_TASKS };
	f->self = pa_source_task.open(&f->sys);
}

static void pass(struct fixture *f)
{
	struct pa_moment *m = &f->world.moment;

	pa_moment_clear(m);
	assert_int_equal(pa_root_moment(f->root, &m->kind, &m->mono_ns, &m->real_ns), 0);
	assert_int_equal(pa_source_task.read(f->self, &f->sys, m), 0);
}

static void end(struct fixture *f)
{
	pa_source_task.close(f->self);
	pa_buf_done(&f->text);
	pa_root_free(f->root);
	world_done(&f->world);
}

static void source_groups_threads_by_process(void **state)
{
	struct fixture f;
	const struct pa_task *t;

	(void)state;
	begin(&f);
	pass(&f);
	t = f.world.moment.tasks;
	assert_int_equal(f.world.moment.has_tasks, 1);
	assert_int_equal(f.world.moment.task_count, 3);
	assert_int_equal(t[0].tid, 20);
	assert_int_equal(t[0].kernel_thread, 1);
	assert_int_equal(t[0].has & (PA_TASK_IO | PA_TASK_FDS | PA_TASK_CGROUPS), 0);
	assert_int_equal(t[1].tid, 700);
	assert_int_equal(t[2].tid, 701);
	assert_string_equal(pa_names_text(f.world.names, t[2].comm), "helper");
	end(&f);
}

static void source_puts_process_values_on_the_main_thread(void **state)
{
	struct fixture f;
	const struct pa_task *t;

	(void)state;
	begin(&f);
	pass(&f);
	t = &f.world.moment.tasks[1];
	assert_int_equal(t->fd_count, 32);
	assert_int_equal(t->fd_limit_count, 32);
	assert_int_equal(t->uid, 33);
	assert_string_equal(pa_names_text(f.world.names, t->cgroup_v2), "cg2:/app");
	assert_string_equal(pa_names_text(f.world.names, t->netns), "netns:4026532000");
	assert_int_equal(t->has & PA_TASK_IO, 0); /* refused: unknown, not zero */
	assert_int_equal(t[1].has & (PA_TASK_FDS | PA_TASK_USER | PA_TASK_CGROUPS), 0);
	end(&f);
}

static void source_carries_what_cannot_have_changed(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	pass(&f);
	pass(&f); /* nothing moved: status, which differs, is not read */
	assert_int_equal(f.world.moment.task_count, 3);
	assert_int_equal(f.world.moment.tasks[1].voluntary_switches, 5);
	assert_int_equal(f.world.moment.tasks[1].run_ns, 100);
	pass(&f); /* it ran */
	assert_int_equal(f.world.moment.tasks[1].voluntary_switches, 9);
	assert_int_equal(f.world.moment.tasks[1].run_ns, 900);
	end(&f);
}

/* Before 6.2 the size of /proc/PID/fd says nothing: what was listed stands until listed anew. */
static void descriptors_are_listed_after_a_slow_pass(void **state)
{
	static const struct reply old_kernel[] = {
		{ .path = "clock", .text = "1000 2000 0\n" },
		{ .path = "src/taskstats/open", .error = -EPERM },
		{ .path = "proc/700/schedstat", .text = "100 5 1\n" },
		{ .path = "proc/700/schedstat", .text = "101 5 1\n", .moment = 2 },
		{ .path = "proc/700/task/700/stat", .text = "700 (worker)" STAT_TAIL },
		{ .path = "proc/700/status", .text = "Uid:\t1\t1\t1\t1\nFDSize:\t64\n" },
		{ .path = "proc/700/fd-count", .text = "0\n" },
		{ .path = "proc/700/fd-count", .text = "40\n", .moment = 1 },
		{ .path = "proc/700/fd-count", .text = "0\n", .moment = 2 },
	};
	struct fixture f;

	(void)state;
	begin(&f);
	f.machine.replies = old_kernel;
	f.machine.count = sizeof(old_kernel) / sizeof(old_kernel[0]);
	f.sys.passes |= PA_PASS_SLOW;
	pass(&f);
	f.sys.passes = PA_PASS_TASKS;
	assert_int_equal(f.world.moment.tasks[0].has & PA_TASK_FDS, 0);
	for (int i = 0; i < 2; i++) {
		pass(&f);
		assert_int_equal(f.world.moment.tasks[0].has & PA_TASK_FDS, PA_TASK_FDS);
		assert_int_equal(f.world.moment.tasks[0].fd_count, 40);
	}
	end(&f);
}

static void look_reads_state_of_each_thread(void **state)
{
	struct fixture f;
	int32_t pid = 700;

	(void)state;
	begin(&f);
	pass(&f);
	pa_moment_clear(&f.world.moment);
	pa_task_look(&f.sys, &pid, 1, &f.world.moment);
	assert_int_equal(f.world.moment.task_count, 2);
	assert_int_equal(f.world.moment.tasks[0].state, 'S');
	assert_int_equal(f.world.moment.tasks[0].has, PA_TASK_STAT); /* no wchan here */
	assert_int_equal(f.world.moment.tasks[1].has, PA_TASK_STAT | PA_TASK_RUN);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stat_fills_the_record),
		cmocka_unit_test(stat_knows_kernel_threads_and_real_time),
		cmocka_unit_test(stat_survives_hostile_commands),
		cmocka_unit_test(stat_rejects_cut_text),
		cmocka_unit_test(schedstat_has_three_numbers),
		cmocka_unit_test(status_gives_what_is_there),
		cmocka_unit_test(io_needs_all_lines),
		cmocka_unit_test(cgroup_names_each_hierarchy),
		cmocka_unit_test(limits_gives_the_soft_limit),
		cmocka_unit_test(syscall_tells_three_things),
		cmocka_unit_test(wchan_zero_is_none),
		cmocka_unit_test(fdinfo_flags_are_octal),
		cmocka_unit_test(ns_text_is_an_inode),
		cmocka_unit_test(source_groups_threads_by_process),
		cmocka_unit_test(source_puts_process_values_on_the_main_thread),
		cmocka_unit_test(source_carries_what_cannot_have_changed),
		cmocka_unit_test(descriptors_are_listed_after_a_slow_pass),
		cmocka_unit_test(look_reads_state_of_each_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
