/* SPDX-License-Identifier: Apache-2.0 */
#include "source_help.h"

#include "platform/linux/sysctl_limits.h"

static const struct reply replies[] = {
	{ .path = "proc/sys/fs/inotify/max_user_watches", .text = "205039\n" },
	{ .path = "proc/sys/net/core/bpf_jit_limit", .error = -EACCES },
};

static void each_limit_has_its_own_state(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_sysctl_limits, replies, 2);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_FD_INOTIFY_LIMIT_COUNT, ""), 205039);
	assert_miss(&s.world, PA_V_BPF_PROG_JIT_LIMIT_BYTES, PA_DENIED);
	assert_miss(&s.world, PA_V_FD_FANOTIFY_LIMIT_COUNT, PA_ABSENT);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_limit_has_its_own_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
