/* SPDX-License-Identifier: Apache-2.0 */
#include "source_help.h"

#include "platform/linux/task_limits.h"

/* From a 6.18 guest; some numbers were put in. */
static const char limits[] =
	"Limit                     Soft Limit           Hard Limit           Units     \n"
	"Max cpu time              unlimited            unlimited            seconds   \n"
	"Max data size             unlimited            unlimited            bytes     \n"
	"Max stack size            8388608              unlimited            bytes     \n"
	"Max processes             100                  192536               processes \n"
	"Max open files            1024                 524288               files     \n"
	"Max locked memory         65536                8388608              bytes     \n"
	"Max address space         1073741824           unlimited            bytes     \n"
	"Max pending signals       192536               192536               signals   \n";

static const char status[] = "Name:\tworker\nUid:\t1000\t1000\t1000\t1000\nFDSize:\t64\n"
			     "VmPeak:\t  600000 kB\nVmSize:\t  524288 kB\nVmLck:\t      64 kB\n"
			     "VmData:\t    1000 kB\nVmStk:\t     132 kB\nSigQ:\t96268/192536\n"
			     "CapEff:\t0000000000000000\n";

static void soft_limits_are_read(void **state)
{
	struct pa_task_limits got;

	(void)state;
	assert_int_equal(pa_task_limits_parse(limits, sizeof(limits) - 1, &got), 0);
	assert_int_equal(got.soft[PA_TASK_LIMIT_PROCESSES], 100);
	assert_int_equal(got.soft[PA_TASK_LIMIT_LOCKED], 65536);
	assert_int_equal(got.soft[PA_TASK_LIMIT_ADDRESSES], 1073741824);
	assert_int_equal(got.soft[PA_TASK_LIMIT_STACK], 8388608);
	assert_int_equal(got.soft[PA_TASK_LIMIT_SIGNALS], 192536);
	assert_true(got.soft[PA_TASK_LIMIT_DATA] == UINT64_MAX);
}

static void a_text_without_a_known_limit_is_refused(void **state)
{
	struct pa_task_limits got;

	(void)state;
	assert_int_equal(pa_task_limits_parse("", 0, &got), -EBADMSG);
	assert_int_equal(pa_task_limits_parse("Max fun 1 2\n", 12, &got), -EBADMSG);
	assert_int_equal(pa_task_limits_parse("Max processes", 13, &got), -EBADMSG);
}

static void what_it_uses_is_read(void **state)
{
	struct pa_task_use got;

	(void)state;
	assert_int_equal(pa_task_use_parse(status, sizeof(status) - 1, &got), 0);
	assert_int_equal(got.uid, 1000);
	assert_int_equal(got.used[PA_TASK_LIMIT_ADDRESSES], 536870912);
	assert_int_equal(got.used[PA_TASK_LIMIT_LOCKED], 65536);
	assert_int_equal(got.used[PA_TASK_LIMIT_SIGNALS], 96268);
	assert_int_equal(got.capabilities, 0);
	assert_int_equal(pa_task_use_parse(status, 20, &got), -EBADMSG);
}

static void some_may_pass_a_limit(void **state)
{
	struct pa_task_use use = { .uid = 1000 };

	(void)state;
	assert_false(pa_task_limit_is_void(PA_TASK_LIMIT_PROCESSES, &use));
	use.capabilities = 1 << 24; /* CAP_SYS_RESOURCE */
	assert_true(pa_task_limit_is_void(PA_TASK_LIMIT_PROCESSES, &use));
	assert_false(pa_task_limit_is_void(PA_TASK_LIMIT_LOCKED, &use));
	use.capabilities = 1 << 14; /* CAP_IPC_LOCK */
	assert_true(pa_task_limit_is_void(PA_TASK_LIMIT_LOCKED, &use));
	use = (struct pa_task_use){ .uid = 0 };
	assert_true(pa_task_limit_is_void(PA_TASK_LIMIT_PROCESSES, &use));
	assert_false(pa_task_limit_is_void(PA_TASK_LIMIT_ADDRESSES, &use));
}

static const struct reply replies[] = {
	{ .path = "proc/7/limits", .text = limits },
	{ .path = "proc/7/status", .text = status },
	{ .path = "proc/8/limits", .text = limits },
	{ .path = "proc/8/status", .text = "Uid:\t0\t0\t0\t0\nSigQ:\t1/192536\n" },
	{ .path = "proc/9/limits", .error = -ESRCH },
};

static void of_each_limit_the_nearest_process_is_told(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_limits, replies, 5);
	scene_process(&s, 7)->thread_count = 90;
	scene_process(&s, 8)->uid = 0;
	scene_process(&s, 9)->thread_count = 9;
	assert_int_equal(scene_read(&s), 0);
	/* Threads of the user: also those of a process that ended meanwhile. */
	assert_int_equal(value_of(&s.world, PA_V_RLIMIT_ANY_THREADS_COUNT, "7:7:5"), 99);
	assert_int_equal(value_of(&s.world, PA_V_RLIMIT_ANY_THREAD_LIMIT_COUNT, "7:7:5"), 100);
	assert_int_equal(value_of(&s.world, PA_V_RLIMIT_ANY_LOCKED_BYTES, "7:7:5"), 65536);
	assert_int_equal(value_of(&s.world, PA_V_SIG_QUEUE_PENDING_COUNT, "7:7:5"), 96268);
	assert_miss(&s.world, PA_V_RLIMIT_ANY_DATA_LIMIT_BYTES, PA_ABSENT);
	assert_int_equal(value_of(&s.world, PA_V_RLIMIT_ANY_LOOKED_COUNT, ""), 3);
	assert_int_equal(value_of(&s.world, PA_V_RLIMIT_ANY_UNLOOKED_COUNT, ""), 0);
	scene_end(&s);
}

static void what_is_left_out_is_told_and_comes_next(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_limits, replies, 5);
	for (int32_t pid = 100; pid < 100 + PA_TASK_LIMITS_MAX; pid++)
		scene_process(&s, pid);
	scene_process(&s, 7);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_RLIMIT_ANY_UNLOOKED_COUNT, ""), 1);
	assert_miss(&s.world, PA_V_SIG_QUEUE_LIMIT_COUNT, PA_ABSENT);
	s.world.moment.sample_count = 0;
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_SIG_QUEUE_PENDING_COUNT, "7:7:5"), 96268);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(soft_limits_are_read),
		cmocka_unit_test(a_text_without_a_known_limit_is_refused),
		cmocka_unit_test(what_it_uses_is_read),
		cmocka_unit_test(some_may_pass_a_limit),
		cmocka_unit_test(of_each_limit_the_nearest_process_is_told),
		cmocka_unit_test(what_is_left_out_is_told_and_comes_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
