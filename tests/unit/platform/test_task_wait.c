/* SPDX-License-Identifier: Apache-2.0 */
#include "source_help.h"

#include "platform/linux/task_wait.h"

static uint16_t wait_of(const char *channel, bool *needs_call)
{
	*needs_call = false;
	return pa_task_wait_of(channel, strlen(channel), needs_call);
}

static void a_channel_tells_the_queue(void **state)
{
	bool needs_call;

	(void)state;
	assert_int_equal(wait_of("pipe_write", &needs_call), PA_V_FD_PIPE_WRITERS_COUNT);
	assert_false(needs_call);
	assert_int_equal(wait_of("anon_pipe_write", &needs_call), PA_V_FD_PIPE_WRITERS_COUNT);
	assert_int_equal(wait_of("wq_sleep.constprop.0", &needs_call),
			 PA_V_IPC_MQUEUE_SENDERS_COUNT);
	assert_true(needs_call);
	assert_int_equal(wait_of("futex_do_wait", &needs_call), PA_V_LOCK_FUTEX_QUEUED_COUNT);
	assert_true(needs_call);
	assert_int_equal(wait_of("pipe_read", &needs_call), PA_V_NONE);
	assert_int_equal(wait_of("0", &needs_call), PA_V_NONE);
	assert_int_equal(wait_of("", &needs_call), PA_V_NONE);
}

static void an_idle_pool_waits_for_no_lock(void **state)
{
	struct pa_task t = { .syscall = 202, .syscall_args = { 1, 128, 2 } };

	(void)state;
	assert_true(pa_task_wait_confirmed(PA_V_LOCK_FUTEX_QUEUED_COUNT, &t));
	t.syscall_args[2] = 0; /* a condition */
	assert_false(pa_task_wait_confirmed(PA_V_LOCK_FUTEX_QUEUED_COUNT, &t));
	t.syscall_args[1] = 6 | 128; /* FUTEX_LOCK_PI */
	assert_true(pa_task_wait_confirmed(PA_V_LOCK_FUTEX_QUEUED_COUNT, &t));
	t.syscall = 7;
	assert_false(pa_task_wait_confirmed(PA_V_LOCK_FUTEX_QUEUED_COUNT, &t));
}

static void only_senders_of_messages_count(void **state)
{
	struct pa_task t = { .syscall = 242 };

	(void)state;
	assert_true(pa_task_wait_confirmed(PA_V_IPC_MQUEUE_SENDERS_COUNT, &t));
	t.syscall = 243; /* mq_timedreceive */
	assert_false(pa_task_wait_confirmed(PA_V_IPC_MQUEUE_SENDERS_COUNT, &t));
}

static const struct reply replies[] = {
	{ .path = "proc/7/task/7/wchan", .text = "anon_pipe_write" },
	{ .path = "proc/8/task/8/wchan", .text = "futex_do_wait" },
	{ .path = "proc/8/task/8/syscall", .text = "202 0x1 0x80 0x2 0x0 0x0 0x0 0x7f 0x7f\n" },
	{ .path = "proc/9/task/9/wchan", .text = "futex_do_wait" },
	{ .path = "proc/9/task/9/syscall", .text = "202 0x1 0x80 0x0 0x0 0x0 0x0 0x7f 0x7f\n" },
};

static void sleepers_are_counted_by_queue(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_wait, replies, 5);
	scene_process(&s, 7);
	scene_process(&s, 8);
	scene_process(&s, 9);
	scene_process(&s, 10)->state = 'R';
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_FD_PIPE_WRITERS_COUNT, ""), 1);
	assert_int_equal(value_of(&s.world, PA_V_LOCK_FUTEX_QUEUED_COUNT, ""), 1);
	assert_int_equal(value_of(&s.world, PA_V_LOCK_RTNL_WAITING_COUNT, ""), 0);
	assert_int_equal(value_of(&s.world, PA_V_TASK_BLOCKED_UNLOOKED_COUNT, ""), 0);
	scene_end(&s);
}

/* Without the right to trace, a sleeping thread seems to be in no function. */
static void hidden_channels_are_denied_and_not_none(void **state)
{
	static const struct reply hidden[] = {
		{ .path = "proc/7/task/7/wchan", .text = "0" },
		{ .path = "proc/8/task/8/wchan", .text = "0" },
		{ .path = "proc/7/task/7/syscall", .error = -EPERM },
		{ .path = "proc/8/task/8/syscall", .error = -EPERM },
	};
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_wait, hidden, 4);
	scene_process(&s, 7);
	scene_process(&s, 8);
	assert_int_equal(scene_read(&s), 0);
	assert_miss(&s.world, PA_V_FD_PIPE_WRITERS_COUNT, PA_DENIED);
	scene_end(&s);
}

/* The kernel finds no name for some functions: that is no denial. */
static void a_channel_without_a_name_is_not_hidden(void **state)
{
	static const struct reply nameless[] = {
		{ .path = "proc/7/task/7/wchan", .text = "0" },
		{ .path = "proc/7/task/7/syscall",
		  .text = "0 0x3 0x1 0x1 0x0 0x0 0x0 0x7f 0x7f\n" },
	};
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_wait, nameless, 2);
	scene_process(&s, 7);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_FD_PIPE_WRITERS_COUNT, ""), 0);
	scene_end(&s);
}

static void no_more_than_the_budget_are_looked_at(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_wait, replies, 5);
	for (int32_t pid = 100; pid < 100 + PA_TASK_WAIT_MAX; pid++)
		scene_process(&s, pid);
	scene_process(&s, 7);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_TASK_BLOCKED_UNLOOKED_COUNT, ""), 1);
	assert_int_equal(value_of(&s.world, PA_V_FD_PIPE_WRITERS_COUNT, ""), 0);
	s.world.moment.sample_count = 0;
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_FD_PIPE_WRITERS_COUNT, ""), 1);
	scene_end(&s);
}

/* Its channel is told as another one meanwhile, which cannot be: it did not run. */
static void a_thread_that_did_not_run_waits_where_it_did(void **state)
{
	static const struct reply moved[] = {
		{ .path = "proc/7/task/7/wchan", .text = "do_msgsnd" },
	};
	struct pa_task *t;
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_wait, replies, 5);
	t = scene_process(&s, 7);
	t->has |= PA_TASK_RUN;
	t->run_ns = 1000;
	assert_int_equal(scene_read(&s), 0);
	s.machine.replies = moved;
	s.machine.count = 1;
	s.world.moment.sample_count = 0;
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_FD_PIPE_WRITERS_COUNT, ""), 1);
	s.world.moment.tasks[0].run_ns = 1001;
	s.world.moment.sample_count = 0;
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_FD_PIPE_WRITERS_COUNT, ""), 0);
	assert_int_equal(value_of(&s.world, PA_V_IPC_SYSV_SENDERS_COUNT, ""), 1);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_channel_tells_the_queue),
		cmocka_unit_test(an_idle_pool_waits_for_no_lock),
		cmocka_unit_test(only_senders_of_messages_count),
		cmocka_unit_test(sleepers_are_counted_by_queue),
		cmocka_unit_test(hidden_channels_are_denied_and_not_none),
		cmocka_unit_test(a_channel_without_a_name_is_not_hidden),
		cmocka_unit_test(no_more_than_the_budget_are_looked_at),
		cmocka_unit_test(a_thread_that_did_not_run_waits_where_it_did),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
