/* SPDX-License-Identifier: Apache-2.0 */
/* Values of volumes and file systems on synthetic machines whose truth is known. */
#include "unit.h"

#include <string.h>

#include "derived.h"

static void tags_are_those_of_all_hardware_queues(void **state)
{
	(void)state;
	scene_disk(&s, "vdb", 1000, 16, 1, 4096); /* sixteen in flight */
	scene_gauge(&s, PA_V_BLK_TAGS_LIMIT_COUNT, "vdb", 32);
	scene_gauge(&s, PA_V_BLK_TAGS_HW_QUEUES_COUNT, "vdb", 2);
	scene_gauge(&s, PA_V_BLK_TAGS_DRIVER_LIMIT_COUNT, "vdb", 32);
	derive();
	fact_is(PA_V_BLK_TAGS_USED_RATIO, "vdb", 0.25);
	fact_is(PA_V_BLK_VIRTIO_USED_RATIO, "vdb", 0.5);
	unknown(PA_V_BLK_NVME_USED_RATIO, "vdb");
}

static void a_device_without_a_queue_has_no_tags(void **state)
{
	(void)state;
	scene_disk(&s, "dm-0", 1000, 16, 1, 4096);
	scene_gauge(&s, PA_V_BLK_TAGS_LIMIT_COUNT, "dm-0", 128);
	derive();
	unknown(PA_V_BLK_TAGS_USED_RATIO, "dm-0");
	fact_is(PA_V_BLK_DM_QUEUE_COUNT, "dm-0", 16);
}

static void a_throttle_that_is_off_has_no_target(void **state)
{
	(void)state;
	scene_disk(&s, "vdb", 100, 15, 1, 4096);
	scene_disk(&s, "vdc", 100, 15, 1, 4096);
	scene_gauge(&s, PA_V_BLK_WBT_TARGET_US, "vdb", 75000);
	scene_gauge(&s, PA_V_BLK_WBT_TARGET_US, "vdc", 0);
	derive();
	fact_is(PA_V_BLK_WBT_TARGET_RATIO, "vdb", 0.2);
	unknown(PA_V_BLK_WBT_TARGET_RATIO, "vdc");
}

static void threads_blocked_for_a_tag_are_counted(void **state)
{
	struct scene_task *a = scene_task(&s, 100, 100, "writer", 0.01);
	struct scene_task *b = scene_task(&s, 100, 101, "writer", 0.01);

	(void)state;
	scene_waits(&s, a, 'D', "blk_mq_get_tag", 1, 1);
	scene_waits(&s, b, 'D', "blk_mq_get_tag.isra.0", 1, 0.5);
	derive();
	fact_is(PA_V_BLK_TAGS_WAITING_COUNT, "", 1.5);
	fact_is(PA_V_BLK_WBT_WAITING_COUNT, "", 0);
}

static void a_steady_disk_has_no_capacity_but_an_excess(void **state)
{
	(void)state;
	scene_disk(&s, "vdb", 1000, 4, 1, 4096);
	scene_gauge(&s, PA_V_CLOUD_DISK_VIRTUAL_FLAG, "vdb", 1);
	derive();
	unknown(PA_V_BLK_CAPACITY_USED_RATIO, "vdb");
	unknown(PA_V_CLOUD_DISK_USED_RATIO, "vdb");
	fact_is(PA_V_BLK_CAPACITY_EXCESS_MS, "vdb", 0);
	fact_is(PA_V_CLOUD_DISK_EXCESS_MS, "vdb", 0);
}

static void members_of_an_array_may_be_partitions(void **state)
{
	(void)state;
	scene_disk(&s, "sda", 100, 1, 0.9, 4096);
	scene_disk(&s, "nvme0n1", 100, 1, 0.2, 4096);
	scene_gauge(&s, PA_V_BLK_MD_SYNCING_FLAG, "md0", 1);
	scene_gauge(&s, PA_V_BLK_MD_DISKS_COUNT, "md0", 2);
	scene_gauge(&s, PA_V_BLK_MD_DEGRADED_COUNT, "md0", 0);
	scene_gauge(&s, PA_V_BLK_MD_MEMBER_OF_FLAG, "md0/sda1", 1);
	scene_gauge(&s, PA_V_BLK_MD_MEMBER_OF_FLAG, "md0/nvme0n1p2", 1);
	scene_counter(&s, PA_V_BLK_MD_SYNC_DONE_SECTORS, "md0", 2048);
	derive();
	fact_is(PA_V_BLK_MD_SPREAD_RATIO, "md0", 0.7);
	fact_is(PA_V_BLK_MD_MISSING_RATIO, "md0", 0);
	fact_is(PA_V_BLK_MD_SYNC_BYTES_PER_S, "md0", 1 << 20);
}

static void the_time_until_a_resync_is_done_is_told(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_BLK_MD_SYNCING_FLAG, "md0", 1);
	scene_counter(&s, PA_V_BLK_MD_SYNC_LEFT_SECTORS, "md0", -1000)->value = 70000;
	derive();
	fact_is(PA_V_BLK_MD_DONE_IN_S, "md0", 60); /* ten seconds later 60,000 are left */
}

static void a_loop_device_without_errors_has_none(void **state)
{
	(void)state;
	scene_disk(&s, "loop3", 10, 1, 0.5, 4096);
	scene_gauge(&s, PA_V_BLK_DEV_LOG_READ_FLAG, "", 1);
	derive();
	fact_is(PA_V_BLK_LOOP_BUSY_RATIO, "loop3", 0.5);
	fact_is(PA_V_BLK_LOOP_ERRORS_PER_S, "loop3", 0);
}

static void errors_are_unknown_when_nobody_would_tell(void **state)
{
	(void)state;
	scene_forget(&s, PA_V_BLK_DEV_LOG_READ_FLAG);
	scene_forget(&s, PA_V_BLK_DEV_REQUEST_ERRORS_COUNT);
	scene_disk(&s, "loop3", 10, 1, 0.5, 4096);
	derive();
	unknown(PA_V_BLK_LOOP_ERRORS_PER_S, "loop3");
	unknown(PA_V_FS_JBD2_ABORTS_COUNT, "");
}

static void only_warnings_that_mean_failure_count(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_BLK_NVME_LIVE_FLAG, "nvme0", 1);
	scene_gauge(&s, PA_V_BLK_NVME_WARNINGS_STATE, "nvme0", 2 | 32);
	scene_gauge(&s, PA_V_BLK_NVME_LIVE_FLAG, "nvme1", 1);
	scene_gauge(&s, PA_V_BLK_NVME_WARNINGS_STATE, "nvme1", 8);
	derive();
	fact_is(PA_V_BLK_NVME_FAILING_COUNT, "nvme0", 0);
	fact_is(PA_V_BLK_NVME_FAILING_COUNT, "nvme1", 1);
}

static void a_thin_pool_is_as_full_as_its_fuller_part(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_BLK_DM_FAILED_FLAG, "dm-3", 0);
	scene_gauge(&s, PA_V_BLK_DM_DATA_USED_COUNT, "dm-3", 10);
	scene_gauge(&s, PA_V_BLK_DM_DATA_TOTAL_COUNT, "dm-3", 100);
	scene_gauge(&s, PA_V_BLK_DM_METADATA_USED_COUNT, "dm-3", 90);
	scene_gauge(&s, PA_V_BLK_DM_METADATA_TOTAL_COUNT, "dm-3", 100);
	derive();
	fact_is(PA_V_BLK_DM_USED_RATIO, "dm-3", 0.9);
	unknown(PA_V_BLK_DM_LOST_PATHS_RATIO, "dm-3");
}

static void nfs_is_told_in_means(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_FS_NFS_OPS_COUNT, "/mnt", 100);
	scene_counter(&s, PA_V_FS_NFS_TRANSMITS_COUNT, "/mnt", 103);
	scene_counter(&s, PA_V_FS_NFS_RTT_MS, "/mnt", 500);
	scene_counter(&s, PA_V_FS_NFS_QUEUE_MS, "/mnt", 100);
	scene_counter(&s, PA_V_FS_NFS_EXECUTE_MS, "/mnt", 2000);
	derive();
	fact_is(PA_V_FS_NFS_RTT_MEAN_MS, "/mnt", 5);
	fact_is(PA_V_FS_NFS_QUEUE_MEAN_MS, "/mnt", 1);
	fact_is(PA_V_FS_NFS_RETRANSMITS_PER_S, "/mnt", 3);
	fact_is(PA_V_FS_NFS_INFLIGHT_COUNT, "/mnt", 2);
	unknown(PA_V_FS_NFS_TIMEOUTS_PER_S, "/mnt");
}

static void an_idle_mount_has_no_mean(void **state)
{
	(void)state;
	scene_counter(&s, PA_V_FS_NFS_OPS_COUNT, "/mnt", 0);
	scene_counter(&s, PA_V_FS_NFS_RTT_MS, "/mnt", 0);
	derive();
	unknown(PA_V_FS_NFS_RTT_MEAN_MS, "/mnt");
}

static void a_quota_without_a_limit_is_never_full(void **state)
{
	(void)state;
	(void)scene_name(&s, "/home");
	scene_gauge(&s, PA_V_FS_QUOTA_SPACE_USED_BYTES, "/home user:1", 1e12);
	scene_gauge(&s, PA_V_FS_QUOTA_SPACE_USED_BYTES, "/home user:2", 500);
	scene_gauge(&s, PA_V_FS_QUOTA_SPACE_LIMIT_BYTES, "/home user:2", 1000);
	scene_gauge(&s, PA_V_FS_QUOTA_GRACE_LEFT_S, "/home user:2", 0);
	derive();
	unknown(PA_V_FS_QUOTA_USED_RATIO, "/home user:1");
	fact_is(PA_V_FS_QUOTA_USED_RATIO, "/home user:2", 0.5);
	fact_is(PA_V_FS_QUOTA_OVER_SOFT_COUNT, "/home", 1);
	fact_is(PA_V_FS_QUOTA_OVER_COUNT, "/home", 1); /* its grace is over */
}

static void file_systems_tell_their_parts(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_FS_XFS_LOG_BYTES, "vdb", 1000);
	scene_gauge(&s, PA_V_FS_XFS_LOG_USED_BYTES, "vdb", 250);
	scene_counter(&s, PA_V_FS_XFS_LOG_SLEEPS_COUNT, "vdb", 2);
	scene_counter(&s, PA_V_FS_XFS_LOG_STALLS_COUNT, "vdb", 1);
	scene_gauge(&s, PA_V_FS_BTRFS_DATA_TOTAL_BYTES, "vdc", 1000);
	scene_counter(&s, PA_V_FS_BTRFS_COMMIT_MS, "vdc", 100);
	scene_counter(&s, PA_V_FS_BTRFS_COMMITS_COUNT, "vdc", 2);
	scene_gauge(&s, PA_V_FS_ZFS_ARC_BYTES, "", 500);
	scene_gauge(&s, PA_V_FS_ZFS_ARC_LIMIT_BYTES, "", 1000);
	scene_counter(&s, PA_V_FS_ZFS_HITS_COUNT, "", 90);
	scene_counter(&s, PA_V_FS_ZFS_MISSES_COUNT, "", 10);
	scene_gauge(&s, PA_V_FS_JBD2_BLOCKS_COUNT, "vdd", 100);
	scene_gauge(&s, PA_V_FS_JBD2_BLOCKS_MAX_COUNT, "vdd", 1000);
	scene_counter(&s, PA_V_FS_JBD2_COMMITS_COUNT, "vdd", 1);
	derive();
	fact_is(PA_V_FS_XFS_LOG_USED_RATIO, "vdb", 0.25);
	fact_is(PA_V_FS_XFS_LOG_WAITS_PER_S, "vdb", 3);
	fact_is(PA_V_FS_BTRFS_COMMIT_RATIO, "vdc", 0.1);
	fact_is(PA_V_FS_BTRFS_COMMIT_MEAN_MS, "vdc", 50);
	fact_is(PA_V_FS_ZFS_USED_RATIO, "", 0.5);
	fact_is(PA_V_FS_ZFS_HIT_RATIO, "", 0.9);
	fact_is(PA_V_FS_JBD2_USED_RATIO, "vdd", 0.1);
}

static void who_waits_for_a_file_lock_is_told_of_its_holder(void **state)
{
	const struct pa_proc *p;
	double waiters;

	(void)state;
	(void)scene_task(&s, 100, 100, "holder", 0.1);
	scene_gauge(&s, PA_V_FS_LOCK_HELD_COUNT, "", 1);
	scene_gauge(&s, PA_V_FS_LOCK_BLOCKING_COUNT, "100", 3);
	scene_gauge(&s, PA_V_FS_LOCK_BLOCKING_COUNT, "999", 1); /* is gone */
	derive();
	p = pa_procs_find(&c.procs, 100);
	assert_non_null(p);
	assert_true(pa_facts_exact(&c.facts, PA_V_FS_LOCK_WAITERS_COUNT, p->instance, &waiters));
	assert_near(waiters, 3, 0.01);
}

static void lines_of_the_log_are_counted_by_what_they_say(void **state)
{
	(void)state;
	scene_gauge(&s, PA_V_BLK_DEV_LOG_READ_FLAG, "", 1);
	scene_note(&s, PA_NOTE_IO_ERROR, "vdb", 2);
	s.notes[0].text = scene_name(&s, "Buffer I/O error on dev vdb, logical block 7, lost async "
					 "page write");
	scene_note(&s, PA_NOTE_FS_ERROR, "vdb", 3);
	s.notes[1].text = scene_name(&s, "Aborting journal on device vdb-8.");
	scene_note(&s, PA_NOTE_FS_ERROR, "vdc", -900); /* before we looked */
	s.notes[2].text = scene_name(&s, "XFS (vdc): Filesystem has been shut down");
	derive();
	fact_is(PA_V_FS_PAGECACHE_WRITE_ERRORS_COUNT, "", 1);
	fact_is(PA_V_FS_JBD2_ABORTS_COUNT, "", 1);
	fact_is(PA_V_FS_XFS_ERRORS_COUNT, "", 0);
	fact_is(PA_V_BLK_LAT_LOGGED_TIMEOUTS_COUNT, "", 0);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(tags_are_those_of_all_hardware_queues),
		TEST(a_device_without_a_queue_has_no_tags),
		TEST(a_throttle_that_is_off_has_no_target),
		TEST(threads_blocked_for_a_tag_are_counted),
		TEST(a_steady_disk_has_no_capacity_but_an_excess),
		TEST(members_of_an_array_may_be_partitions),
		TEST(the_time_until_a_resync_is_done_is_told),
		TEST(a_loop_device_without_errors_has_none),
		TEST(errors_are_unknown_when_nobody_would_tell),
		TEST(only_warnings_that_mean_failure_count),
		TEST(a_thin_pool_is_as_full_as_its_fuller_part),
		TEST(nfs_is_told_in_means),
		TEST(an_idle_mount_has_no_mean),
		TEST(a_quota_without_a_limit_is_never_full),
		TEST(file_systems_tell_their_parts),
		TEST(who_waits_for_a_file_lock_is_told_of_its_holder),
		TEST(lines_of_the_log_are_counted_by_what_they_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
