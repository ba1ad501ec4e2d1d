/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Machines on which a volume, a controller or a file server is at fault, and those on which the
 * same figures mean nothing. Rows of test_cases.c.
 */
#ifndef PA_TESTS_ANALYZE_CASES_STORAGE_H
#define PA_TESTS_ANALYZE_CASES_STORAGE_H

#include <stdint.h>

#include "scene.h"

static inline void storage_pressure(struct scene *s, double ratio)
{
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", ratio * 1e6);
}

static void md_degraded(struct scene *s)
{
	scene_gauge(s, PA_V_BLK_MD_DISKS_COUNT, "md0", 4);
	scene_gauge(s, PA_V_BLK_MD_DEGRADED_COUNT, "md0", 1);
	scene_gauge(s, PA_V_BLK_MD_SYNCING_FLAG, "md0", 0);
}

static void md_resync(struct scene *s)
{
	scene_gauge(s, PA_V_BLK_MD_DISKS_COUNT, "md0", 4);
	scene_gauge(s, PA_V_BLK_MD_DEGRADED_COUNT, "md0", 0);
	scene_gauge(s, PA_V_BLK_MD_SYNCING_FLAG, "md0", 1);
	scene_counter(s, PA_V_BLK_MD_SYNC_DONE_SECTORS, "md0", 200000);
	storage_pressure(s, 0.4);
}

static void dm_pool(struct scene *s, double used, uint64_t out_of_space)
{
	scene_gauge(s, PA_V_BLK_DM_FAILED_FLAG, "dm-3", 0);
	scene_gauge(s, PA_V_BLK_DM_OUT_OF_SPACE_FLAG, "dm-3", (double)out_of_space);
	scene_gauge(s, PA_V_BLK_DM_DATA_TOTAL_COUNT, "dm-3", 100000);
	scene_gauge(s, PA_V_BLK_DM_DATA_USED_COUNT, "dm-3", used * 100000);
	scene_gauge(s, PA_V_BLK_DM_METADATA_TOTAL_COUNT, "dm-3", 1000);
	scene_gauge(s, PA_V_BLK_DM_METADATA_USED_COUNT, "dm-3", 100);
}

static void dm_pool_full(struct scene *s)
{
	dm_pool(s, 1, 1);
}

static void dm_pool_filling(struct scene *s)
{
	dm_pool(s, 0.97, 0);
}

static void dm_pool_with_room(struct scene *s)
{
	dm_pool(s, 0.9, 0);
}

static void dm_broken(struct scene *s)
{
	scene_gauge(s, PA_V_BLK_DM_FAILED_FLAG, "dm-5", 1);
	scene_gauge(s, PA_V_BLK_DM_OUT_OF_SPACE_FLAG, "dm-5", 0);
}

static void dm_paths(struct scene *s)
{
	scene_gauge(s, PA_V_BLK_DM_FAILED_FLAG, "dm-0", 0);
	scene_gauge(s, PA_V_BLK_DM_OUT_OF_SPACE_FLAG, "dm-0", 0);
	scene_gauge(s, PA_V_BLK_DM_ACTIVE_PATHS_COUNT, "dm-0", 1);
	scene_gauge(s, PA_V_BLK_DM_FAILED_PATHS_COUNT, "dm-0", 1);
}

static void scsi_timeout(struct scene *s)
{
	scene_counter(s, PA_V_BLK_SCSI_REQUESTS_COUNT, "sda", 100);
	scene_counter(s, PA_V_BLK_SCSI_ERRORS_COUNT, "sda", 0);
	scene_counter(s, PA_V_BLK_SCSI_TIMEOUTS_COUNT, "sda", 0.3);
}

/* An empty drive is asked for its medium again and again: each answer is an error. */
static void scsi_errors_of_an_empty_drive(struct scene *s)
{
	scene_counter(s, PA_V_BLK_SCSI_REQUESTS_COUNT, "sr0", 2);
	scene_counter(s, PA_V_BLK_SCSI_ERRORS_COUNT, "sr0", 2);
	scene_counter(s, PA_V_BLK_SCSI_TIMEOUTS_COUNT, "sr0", 0);
	scene_gauge(s, PA_V_BLK_SCSI_OFFLINE_FLAG, "sr0", 0);
}

static void scsi_offline(struct scene *s)
{
	scene_counter(s, PA_V_BLK_SCSI_REQUESTS_COUNT, "sdb", 0);
	scene_gauge(s, PA_V_BLK_SCSI_OFFLINE_FLAG, "sdb", 1);
}

static void nvme_failing(struct scene *s)
{
	scene_gauge(s, PA_V_BLK_NVME_LIVE_FLAG, "nvme0", 1);
	scene_gauge(s, PA_V_BLK_NVME_WARNINGS_STATE, "nvme0", 4);
	scene_gauge(s, PA_V_BLK_NVME_WEAR_COUNT, "nvme0", 104);
}

static void nvme_that_is_warm(struct scene *s)
{
	scene_gauge(s, PA_V_BLK_NVME_LIVE_FLAG, "nvme0", 1);
	scene_gauge(s, PA_V_BLK_NVME_WARNINGS_STATE, "nvme0", 2);
	scene_counter(s, PA_V_BLK_NVME_MEDIA_ERRORS_COUNT, "nvme0", 0);
	scene_counter(s, PA_V_BLK_NVME_ERROR_LOG_COUNT, "nvme0", 0);
}

static void btrfs_errors(struct scene *s)
{
	scene_gauge(s, PA_V_FS_BTRFS_DATA_TOTAL_BYTES, "vdb", 1e9);
	scene_counter(s, PA_V_FS_BTRFS_DEVICE_ERRORS_COUNT, "vdb", 5);
}

/* Errors of last year stand in the counters until somebody resets them. */
static void btrfs_errors_long_ago(struct scene *s)
{
	scene_gauge(s, PA_V_FS_BTRFS_DATA_TOTAL_BYTES, "vdb", 1e9);
	scene_counter(s, PA_V_FS_BTRFS_DEVICE_ERRORS_COUNT, "vdb", 0);
}

static void zfs_pool(struct scene *s)
{
	scene_gauge(s, PA_V_FS_ZFS_FAULTED_FLAG, "tank", 1);
}

static void nfs_mount(struct scene *s, double ops, double rtt_ms)
{
	scene_counter(s, PA_V_FS_NFS_OPS_COUNT, "/mnt/nfs", ops);
	scene_counter(s, PA_V_FS_NFS_TRANSMITS_COUNT, "/mnt/nfs", ops);
	scene_counter(s, PA_V_FS_NFS_TIMEOUTS_COUNT, "/mnt/nfs", 0);
	scene_counter(s, PA_V_FS_NFS_RTT_MS, "/mnt/nfs", ops * rtt_ms);
	scene_counter(s, PA_V_FS_NFS_QUEUE_MS, "/mnt/nfs", 0);
	scene_counter(s, PA_V_FS_NFS_EXECUTE_MS, "/mnt/nfs", ops * rtt_ms);
}

static void nfs_timeout(struct scene *s)
{
	nfs_mount(s, 1, 2);
	scene_counter(s, PA_V_FS_NFS_TIMEOUTS_COUNT, "/mnt/nfs", 0.2);
}

static void nfs_slow(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "reader", 0.02);

	nfs_mount(s, 20, 45);
	scene_waits(s, t, 'D', "rpc_wait_bit_killable", 0, 0.9);
	storage_pressure(s, 0.02);
}

static void nfs_fast_and_busy(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "reader", 0.2);

	nfs_mount(s, 900, 0.8);
	scene_waits(s, t, 'D', "rpc_wait_bit_killable", 0, 0.7);
}

static void nfs_far_away_and_idle(struct scene *s)
{
	nfs_mount(s, 6, 80); /* attributes asked for by a desktop that nobody waits for */
}

static void quota_at(struct scene *s, double used, double refused)
{
	scene_gauge(s, PA_V_FS_QUOTA_SPACE_USED_BYTES, "/home user:1000", used * 1e9);
	scene_gauge(s, PA_V_FS_QUOTA_SPACE_LIMIT_BYTES, "/home user:1000", 1e9);
	scene_counter(s, PA_V_FS_QUOTA_FAILED_CALLS_COUNT, "", refused);
	scene_mount(s, "/home", "vdb", 100ULL << 30, 50ULL << 30);
}

static void fs_quota(struct scene *s)
{
	quota_at(s, 1, 20);
}

static void quota_reached_and_nobody_writes(struct scene *s)
{
	quota_at(s, 1, 0);
}

static void fs_filling(struct scene *s)
{
	scene_mount(s, "/data", "vdb", 100ULL << 30, 5ULL << 30);
	/* Free space that shrinks by 50 MB a second. */
	scene_counter(s, PA_V_FS_SPACE_AVAILABLE_BYTES, "/data", -50e6)->value = 5e9;
}

static void fs_filling_with_room(struct scene *s)
{
	scene_mount(s, "/data", "vdb", 100ULL << 30, 60ULL << 30);
	scene_counter(s, PA_V_FS_SPACE_AVAILABLE_BYTES, "/data", -500e6)->value = 60e9;
}

/* A hundred workers that take turns at one lock, as some servers accept connections. */
static void workers_that_share_a_file_lock(struct scene *s)
{
	(void)scene_task(s, 100, 100, "httpd", 0.01);
	scene_gauge(s, PA_V_FS_LOCK_HELD_COUNT, "", 1);
	scene_gauge(s, PA_V_FS_LOCK_WAITING_COUNT, "", 99);
	scene_gauge(s, PA_V_FS_LOCK_BLOCKING_COUNT, "100", 99);
}

#endif
