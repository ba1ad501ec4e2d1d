/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include "platform/linux/diskstats.h"
#include "platform/linux/jbd2.h"
#include "platform/linux/swaps.h"

struct asked {
	uint32_t times;
};

static bool not_vda1(void *arg, const char *name)
{
	struct asked *asked = arg;

	asked->times++;
	return strcmp(name, "vda1") != 0;
}

static void only_whole_devices_with_io_are_told(void **state)
{
	static const char text[] = "   1       0 ram0 5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
				   "   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
				   "   7       1 loop1 9 0 18 1 0 0 0 0 0 1 1 0 0 0 0 0 0\n"
				   " 254       0 vda 38838 9127 4613458 21387 7545 7612 461384 "
				   "1368 3 8976 22996 4774 27 145768 "
				   "226 1108 15\n"
				   " 254       1 vda1 38838 9127 4613458 21387 7545 7612 461384 "
				   "1368 3 8976 22996 0 0 0 0 0 0\n";
	struct asked asked = { 0 };
	struct pa_diskstats disks = { .is_disk = not_vda1, .arg = &asked };
	struct world world;

	(void)state;
	world_init(&world);
	for (int i = 0; i < 3; i++) {
		pa_moment_clear(&world.moment);
		assert_int_equal(
			pa_diskstats_parse(&disks, text, strlen(text), world.names, &world.moment),
			0);
		assert_int_equal(world.moment.sample_count, 2 * 17);
		assert_int_equal(value_of(&world, PA_V_BLK_DEV_READS_COUNT, "vda"), 38838);
		assert_int_equal(value_of(&world, PA_V_BLK_DEV_INFLIGHT_COUNT, "vda"), 3);
		assert_int_equal(value_of(&world, PA_V_BLK_DEV_FLUSH_MS, "vda"), 15);
		assert_int_equal(value_of(&world, PA_V_BLK_MERGE_WRITE_MERGES_COUNT, "vda"), 7612);
		assert_int_equal(value_of(&world, PA_V_BLK_DEV_READ_SECTORS, "loop1"), 18);
	}
	assert_int_equal(asked.times, 3); /* loop1, vda, vda1, each once */
	pa_diskstats_done(&disks);
	world_done(&world);
}

static void an_old_kernel_has_no_flushes(void **state)
{
	static const char text[] = "8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n8 1 sdb 1 2 3 4 5\n";
	struct pa_diskstats disks = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(pa_diskstats_parse(&disks, text, strlen(text), world.names, &world.moment),
			 0);
	assert_int_equal(value_of(&world, PA_V_BLK_DEV_WEIGHTED_MS, "sda"), 11);
	assert_miss(&world, PA_V_BLK_DEV_FLUSHES_COUNT, PA_ABSENT);
	assert_miss(&world, PA_V_BLK_DEV_DISCARDS_COUNT, PA_ABSENT);
	assert_null(sample_of(&world, PA_V_BLK_DEV_READS_COUNT, "sdb"));
	pa_diskstats_done(&disks);
	world_done(&world);
}

static void no_disk_is_absent(void **state)
{
	struct pa_diskstats disks = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(pa_diskstats_parse(&disks, "", 0, world.names, &world.moment), 0);
	assert_miss(&world, PA_V_BLK_DEV_READS_COUNT, PA_ABSENT);
	world_done(&world);
}

static void names_of_swap_areas_are_unescaped(void **state)
{
	static const char text[] =
		"Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
		"/my\\040swap\\134x                           file\t\t1048572\t\t17\t\t-2\n"
		"/dev/vda2                                   partition\t2097148\t\t0\t\t-3\n"
		"cut\n";
	struct pa_swaps swaps = { 0 };
	struct world world;

	(void)state;
	world_init(&world);
	assert_int_equal(pa_swaps_parse(&swaps, text, strlen(text), world.names, &world.moment), 0);
	assert_int_equal(value_of(&world, PA_V_MEM_SWAP_DEVICE_USED_KIB, "/my swap\\x"), 17);
	assert_int_equal(value_of(&world, PA_V_MEM_SWAP_DEVICE_SIZE_KIB, "/dev/vda2"), 2097148);
	assert_int_equal(world.moment.sample_count, 4);
	pa_moment_clear(&world.moment);
	assert_int_equal(pa_swaps_parse(&swaps, "Filename\n", 9, world.names, &world.moment), 0);
	assert_miss(&world, PA_V_MEM_SWAP_DEVICE_USED_KIB, PA_ABSENT);
	assert_int_equal(pa_swaps_parse(&swaps, "", 0, world.names, &world.moment), -EBADMSG);
	pa_swaps_done(&swaps);
	world_done(&world);
}

static void a_journal_tells_commits_and_means(void **state)
{
	static const char text[] =
		"331 transactions (120 requested), each up to 1024 blocks\n"
		"average: \n  0ms waiting for transaction\n  0ms request delay\n"
		"  1024ms running transaction\n  0ms transaction was being locked\n"
		"  0ms flushing data (in ordered mode)\n  4ms logging transaction\n"
		"  5123us average transaction commit time\n"
		"  25 handles per transaction\n  9 blocks per transaction\n"
		"  10 logged blocks per transaction\n";
	struct pa_jbd2 info = { 0 };

	(void)state;
	assert_int_equal(pa_jbd2_parse(text, strlen(text), &info), 0);
	assert_int_equal(info.commits, 331);
	assert_int_equal(info.requested, 120);
	assert_true(info.has_commit && info.has_blocks);
	assert_int_equal(info.commit_us, 5123);
	assert_int_equal(info.blocks, 9);
	assert_int_equal(pa_jbd2_parse("7 transactions", 14, &info), -EBADMSG);
	assert_int_equal(info.commits, 331); /* untouched on failure */
}

static void a_new_journal_has_no_means(void **state)
{
	static const char text[] = "0 transactions (0 requested), each up to 1024 blocks\n";
	struct pa_jbd2 info = { 0 };

	(void)state;
	assert_int_equal(pa_jbd2_parse(text, strlen(text), &info), 0);
	assert_false(info.has_commit || info.has_blocks);
}

static void a_journals_device_stands_before_the_last_dash(void **state)
{
	(void)state;
	assert_int_equal(pa_jbd2_device_bytes("vda1-8"), 4);
	assert_int_equal(pa_jbd2_device_bytes("dm-0-8"), 4);
	assert_int_equal(pa_jbd2_device_bytes("vda"), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_whole_devices_with_io_are_told),
		cmocka_unit_test(an_old_kernel_has_no_flushes),
		cmocka_unit_test(no_disk_is_absent),
		cmocka_unit_test(names_of_swap_areas_are_unescaped),
		cmocka_unit_test(a_journal_tells_commits_and_means),
		cmocka_unit_test(a_new_journal_has_no_means),
		cmocka_unit_test(a_journals_device_stands_before_the_last_dash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
