/* SPDX-License-Identifier: Apache-2.0 */
#include "source_help.h"

#include "platform/linux/task_ns.h"

/* cgroup ipc mnt net pid time user uts; the second process is in a container. */
static const struct reply replies[] = {
	{ .path = "proc/7/namespaces", .text = "11 12 13 14 15 0 17 18 " },
	{ .path = "proc/8/namespaces", .text = "11 22 23 24 25 0 17 28 " },
	{ .path = "proc/9/namespaces", .error = -EACCES },
	{ .path = "proc/sys/user/max_net_namespaces", .text = "192536\n" },
	{ .path = "proc/sys/user/max_user_namespaces", .text = "0\n" },
};

static void namespaces_are_counted_once(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_ns, replies, 5);
	scene_process(&s, 7);
	scene_process(&s, 8);
	scene_process(&s, 9);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_NS_USER_SPACES_COUNT, "net"), 2);
	assert_int_equal(value_of(&s.world, PA_V_NS_USER_SPACES_COUNT, "user"), 1);
	assert_int_equal(value_of(&s.world, PA_V_NS_USER_LIMIT_COUNT, "net"), 192536);
	assert_null(sample_of(&s.world, PA_V_NS_USER_SPACES_COUNT, "time"));
	scene_end(&s);
}

static void processes_beyond_the_budget_are_told(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_ns, replies, 5);
	for (int32_t pid = 100; pid < 103 + PA_TASK_NS_MAX; pid++)
		scene_process(&s, pid);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_NS_USER_UNLOOKED_COUNT, ""), 3);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(namespaces_are_counted_once),
		cmocka_unit_test(processes_beyond_the_budget_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
