/* SPDX-License-Identifier: Apache-2.0 */
#include "source_help.h"

#include "platform/linux/kvm_debugfs.h"

/* Synthetic: names from virt/kvm and arch/x86/kvm, numbers made up. */
static const struct reply replies[] = {
	{ .path = "sys/kernel/debug/kvm/exits", .text = "123456\n" },
	{ .path = "sys/kernel/debug/kvm/directed_yield_attempted", .text = "90\n" },
	{ .path = "sys/kernel/debug/kvm/pages_2m", .text = "512\n" },
};

static void totals_are_read_and_the_rest_is_absent(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_kvm_debugfs, replies, 3);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_KVM_EXITS_EXITS_COUNT, ""), 123456);
	assert_int_equal(value_of(&s.world, PA_V_KVM_SPIN_YIELDS_COUNT, ""), 90);
	assert_int_equal(value_of(&s.world, PA_V_KVM_MMU_LARGE_PAGES_COUNT, ""), 512);
	assert_miss(&s.world, PA_V_KVM_MMU_HUGE_PAGES_COUNT, PA_ABSENT);
	scene_end(&s);
}

/* One failed read, remembered: it costs nothing where there is no virtual machine. */
static void a_machine_without_is_asked_seldom(void **state)
{
	static const struct reply refused[] = {
		{ .path = "sys/kernel/debug/kvm/exits", .error = -EACCES },
	};
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_kvm_debugfs, refused, 1);
	assert_int_equal(scene_read(&s), -EACCES);
	assert_miss(&s.world, PA_V_KVM_EXITS_EXITS_COUNT, PA_DENIED);
	pa_moment_clear(&s.world.moment);
	s.machine.replies = replies;
	s.machine.count = 3;
	assert_int_equal(scene_read(&s), -EACCES);
	assert_int_equal(s.world.moment.sample_count, 0);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(totals_are_read_and_the_rest_is_absent),
		cmocka_unit_test(a_machine_without_is_asked_seldom),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
