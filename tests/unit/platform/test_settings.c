/* SPDX-License-Identifier: Apache-2.0 */
/* Settings in the text of a 6.18 kernel, and those of machines made of texts (synthetic). */
#include "help.h"

#include "platform/linux/cmdline.h"
#include "platform/linux/settings.h"
#include "platform/linux/sysfs_tuning.h"
#include "platform/platform.h"

static uint64_t parsed(uint16_t metric, const char *text)
{
	const struct pa_setting_row row = { .metric = metric };
	uint64_t value = 999;

	assert_int_equal(pa_setting_parse(&row, text, strlen(text), &value), 0);
	return value;
}

static const char *word(uint16_t metric, const char *text)
{
	return pa_value_word(metric, (double)parsed(metric, text));
}

static void the_word_in_brackets_is_the_choice(void **state)
{
	(void)state;
	assert_string_equal(word(PA_V_BLK_SCHED_SCHEDULER_STATE, "none [mq-deadline] kyber bfq \n"),
			    "mq-deadline");
	assert_string_equal(
		word(PA_V_MEM_THP_DEFRAG_STATE, "always defer defer+madvise [madvise] never\n"),
		"madvise");
	assert_string_equal(word(PA_V_BLK_SCHED_SCHEDULER_STATE, "[none]"), "none");
}

static void a_word_alone_is_the_setting(void **state)
{
	(void)state;
	assert_string_equal(word(PA_V_CLOCK_SYNC_SOURCE_STATE, "tsc\n"), "tsc");
	assert_string_equal(word(PA_V_CPU_FREQ_GOVERNOR_STATE, "schedutil\n"), "schedutil");
	assert_string_equal(word(PA_V_RT_THROTTLE_BUDGET_STATE, "-1\n"), "-1");
	assert_string_equal(word(PA_V_RT_THROTTLE_BUDGET_STATE, "950000\n"), "limited");
}

static void a_word_nobody_knows_is_another_one(void **state)
{
	(void)state;
	assert_string_equal(word(PA_V_BLK_SCHED_SCHEDULER_STATE, "[adios] none\n"), "other");
	assert_string_equal(word(PA_V_CLOCK_SYNC_SOURCE_STATE, "tscx\n"), "other");
	assert_string_equal(word(PA_V_CLOCK_SYNC_SOURCE_STATE, "ts\n"), "other");
}

static void an_empty_setting_is_refused(void **state)
{
	const struct pa_setting_row words = { .metric = PA_V_CLOCK_SYNC_SOURCE_STATE };
	const struct pa_setting_row number = { .metric = PA_V_MEM_SWAP_SWAPPINESS_COUNT };
	uint64_t value = 7;

	(void)state;
	assert_int_equal(pa_setting_parse(&words, "\n", 1, &value), -EBADMSG);
	assert_int_equal(pa_setting_parse(&number, "", 0, &value), -EBADMSG);
	assert_int_equal(pa_setting_parse(&number, "off\n", 4, &value), -EBADMSG);
	assert_int_equal(value, 7);
}

static void a_number_is_scaled_and_may_not_wrap(void **state)
{
	struct pa_setting_row row = { .metric = PA_V_CPU_FREQ_CEILING_HZ, .scale = 1000 };
	uint64_t value = 0;

	(void)state;
	assert_int_equal(pa_setting_parse(&row, "3400000\n", 8, &value), 0);
	assert_int_equal(value, 3400000000U);
	assert_int_equal(pa_setting_parse(&row, "18446744073709551615", 20, &value), -EBADMSG);
	row = (struct pa_setting_row){ .metric = PA_V_NET_SOCKBUF_TCP_RECEIVE_LIMIT_BYTES,
				       .column = 2 };
	assert_int_equal(pa_setting_parse(&row, "4096\t131072\t6291456\n", 20, &value), 0);
	assert_int_equal(value, 6291456);
}

static void parameters_behind_two_dashes_are_for_init(void **state)
{
	static const char with[] = "quiet slub_debug=FZP swiotlb=force";
	static const char behind[] = "quiet -- slub_debug=FZP swiotlb=force";
	static const char near[] = "myslub_debug swiotlb=forced swiotlb=noforce init_on_alloc=0";

	(void)state;
	assert_true(pa_cmdline_parse(with, sizeof(with) - 1) != 0);
	assert_int_equal(pa_cmdline_parse(behind, sizeof(behind) - 1), 0);
	assert_int_equal(pa_cmdline_parse(near, sizeof(near) - 1), 0);
	assert_int_equal(pa_cmdline_parse("", 0), 0);
}

static void a_mitigation_is_told_from_what_is_none(void **state)
{
	(void)state;
	assert_true(pa_sysfs_tuning_is_mitigated("Mitigation: Retpolines\n", 23));
	assert_false(pa_sysfs_tuning_is_mitigated("Not affected\n", 13));
	assert_false(pa_sysfs_tuning_is_mitigated("Vulnerable\n", 11));
	assert_false(pa_sysfs_tuning_is_mitigated("Mitig", 5));
}

/* ---- a machine made of texts ---- */

static const struct reply replies[] = {
	{ .path = "proc/cmdline", .text = "root=/dev/vda1 nosmt init_on_alloc=1 quiet\n" },
	{ .path = "proc/sys/vm/swappiness", .text = "60\n" },
	{ .path = "proc/sys/vm/dirty_writeback_centisecs", .text = "500\n" },
	{ .path = "proc/sys/net/ipv4/tcp_congestion_control", .text = "cubic\n" },
	{ .path = "proc/self/mountinfo",
	  .text = "21 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw,data=journal\n"
		  "22 21 254:2 / /a rw shared:1 - ext4 /dev/vda2 rw,sync,nobarrier,discard\n"
		  "23 21 254:3 / /b ro,relatime - ext4 /dev/vda3 ro,sync\n"
		  "24 21 0:30 / /run rw - tmpfs none rw\n" },
	{ .path = "sys/block/loop0/queue/scheduler", .text = "[none]\n" },
	{ .path = "sys/block/cciss!c0d0/queue/scheduler", .text = "none [bfq]\n" },
	{ .path = "sys/block/cciss!c0d0/queue/nomerges", .text = "2\n" },
	{ .path = "sys/class/net/eth0/duplex", .text = "half\n" },
	{ .path = "sys/class/net/eth0/tx_queue_len", .text = "1000\n" },
	{ .path = "sys/class/net/lo/duplex", .error = -EINVAL },
	{ .path = "sys/devices/system/cpu/cpufreq/policy0/scaling_governor",
	  .text = "powersave\n" },
	{ .path = "sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq", .text = "800000\n" },
	{ .path = "sys/devices/system/cpu/isolated", .text = "2-3\n" },
	{ .path = "sys/devices/system/cpu/vulnerabilities/l1tf", .text = "Not affected\n" },
	{ .path = "sys/devices/system/cpu/vulnerabilities/mds", .text = "Mitigation: Clear\n" },
	{ .path = "sys/kernel/mm/transparent_hugepage/enabled",
	  .text = "always madvise [never]\n" },
};

static void read_machine(struct world *world, const struct reply *list, size_t count)
{
	struct machine machine = { list, count };
	struct pa_root *root = machine_root(&machine, 1);
	struct pa_platform *platform;
	uint64_t mono, real;
	uint8_t kind;

	world_init(world);
	(void)pa_root_moment(root, &kind, &mono, &real);
	platform = pa_platform_open(root, world->names, NULL);
	pa_platform_read(platform, PA_PASS_SYSTEM | PA_PASS_SLOW | PA_PASS_RARE, &world->moment);
	pa_platform_close(platform);
	pa_root_free(root);
}

static void settings_of_a_machine_are_read(void **state)
{
	struct world w;

	(void)state;
	read_machine(&w, replies, sizeof(replies) / sizeof(replies[0]));
	assert_int_equal(value_of(&w, PA_V_MEM_SWAP_SWAPPINESS_COUNT, ""), 60);
	assert_int_equal(value_of(&w, PA_V_MEM_DIRTY_WAKE_MS, ""), 5000);
	assert_int_equal(value_of(&w, PA_V_MEM_CAP_ZEROING_FLAG, ""), 1);
	assert_int_equal(value_of(&w, PA_V_MEM_SLAB_DEBUG_FLAG, ""), 0);
	assert_int_equal(value_of(&w, PA_V_CPU_EACH_ISOLATED_COUNT, ""), 2);
	assert_int_equal(value_of(&w, PA_V_CPU_ALL_MITIGATIONS_COUNT, ""), 1);
	assert_int_equal(value_of(&w, PA_V_CPU_FREQ_CEILING_HZ, "policy0"), 800000000);
	assert_int_equal(value_of(&w, PA_V_BLK_MERGE_OFF_COUNT, "cciss/c0d0"), 2);
	assert_int_equal(value_of(&w, PA_V_NET_TXQ_LENGTH_COUNT, "eth0"), 1000);
	assert_null(sample_of(&w, PA_V_NET_LINK_DUPLEX_STATE, "lo"));
	world_done(&w);
}

static void options_of_mounts_are_read(void **state)
{
	struct world w;

	(void)state;
	read_machine(&w, replies, sizeof(replies) / sizeof(replies[0]));
	assert_int_equal(value_of(&w, PA_V_FS_JBD2_DATA_FLAG, "/"), 1);
	assert_int_equal(value_of(&w, PA_V_FS_SPACE_ATIME_FLAG, "/"), 0);
	assert_int_equal(value_of(&w, PA_V_FS_SPACE_SYNC_FLAG, "/"), 0);
	assert_int_equal(value_of(&w, PA_V_FS_SPACE_ATIME_FLAG, "/a"), 1);
	assert_int_equal(value_of(&w, PA_V_FS_SPACE_SYNC_FLAG, "/a"), 1);
	assert_int_equal(value_of(&w, PA_V_FS_SPACE_NO_BARRIER_FLAG, "/a"), 1);
	assert_int_equal(value_of(&w, PA_V_FS_SPACE_DISCARD_FLAG, "/a"), 1);
	assert_null(sample_of(&w, PA_V_FS_SPACE_SYNC_FLAG, "/b")); /* nobody writes there */
	assert_null(sample_of(&w, PA_V_FS_SPACE_ATIME_FLAG, "/run"));
	world_done(&w);
}

static void settings_that_are_not_there_are_absent(void **state)
{
	static const struct reply none[] = { { .path = "proc/stat", .text = "cpu 1 2 3 4\n" } };
	struct world w;

	(void)state;
	read_machine(&w, none, 1);
	assert_miss(&w, PA_V_MEM_SWAP_SWAPPINESS_COUNT, PA_ABSENT);
	assert_miss(&w, PA_V_CPU_FREQ_GOVERNOR_STATE, PA_ABSENT);
	assert_miss(&w, PA_V_BLK_SCHED_SCHEDULER_STATE, PA_ABSENT);
	assert_miss(&w, PA_V_NET_LINK_DUPLEX_STATE, PA_ABSENT);
	assert_miss(&w, PA_V_MEM_SLAB_DEBUG_FLAG, PA_ABSENT);
	assert_miss(&w, PA_V_CPU_ALL_MITIGATIONS_COUNT, PA_ABSENT);
	world_done(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_word_in_brackets_is_the_choice),
		cmocka_unit_test(a_word_alone_is_the_setting),
		cmocka_unit_test(a_word_nobody_knows_is_another_one),
		cmocka_unit_test(an_empty_setting_is_refused),
		cmocka_unit_test(a_number_is_scaled_and_may_not_wrap),
		cmocka_unit_test(parameters_behind_two_dashes_are_for_init),
		cmocka_unit_test(a_mitigation_is_told_from_what_is_none),
		cmocka_unit_test(settings_of_a_machine_are_read),
		cmocka_unit_test(options_of_mounts_are_read),
		cmocka_unit_test(settings_that_are_not_there_are_absent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
