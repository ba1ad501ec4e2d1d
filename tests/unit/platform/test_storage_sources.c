/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sources of storage on small synthetic machines: files and contents as the kernel's
 * documentation and source give them, of hardware that few machines have together.
 */
#include "help.h"

#include "base/buf.h"
#include "platform/linux/btrfs.h"
#include "platform/linux/debugfs_block.h"
#include "platform/linux/device_mapper.h"
#include "platform/linux/fuse.h"
#include "platform/linux/io_cost.h"
#include "platform/linux/locks.h"
#include "platform/linux/md.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/nfs.h"
#include "platform/linux/nfsd.h"
#include "platform/linux/nvme.h"
#include "platform/linux/quota.h"
#include "platform/linux/scsi.h"
#include "platform/linux/source.h"
#include "platform/linux/sysfs_block.h"
#include "platform/linux/xfs.h"
#include "platform/linux/zfs.h"
#include "platform/platform.h"

static const struct reply machine_files[] = {
	{ .path = "clock", .text = "1000000000 1700000000000000000 0\n" },
	/* a SATA disk of which one command timed out */
	{ .path = "sys/block/sda/size", .text = "1953525168\n" },
	{ .path = "sys/block/sda/queue/rotational", .text = "1\n" },
	{ .path = "sys/block/sda/queue/nr_requests", .text = "64\n" },
	{ .path = "sys/block/sda/queue/max_sectors_kb", .text = "1280\n" },
	{ .path = "sys/block/sda/queue/write_cache", .text = "write back\n" },
	{ .path = "sys/block/sda/queue/wbt_lat_usec", .text = "75000\n" },
	{ .path = "sys/block/sda/mq/0/nr_tags", .text = "32\n" },
	{ .path = "sys/block/sda/device/iorequest_cnt", .text = "0x1000\n" },
	{ .path = "sys/block/sda/device/iodone_cnt", .text = "0xffe\n" },
	{ .path = "sys/block/sda/device/ioerr_cnt", .text = "0x3\n" },
	{ .path = "sys/block/sda/device/iotmo_cnt", .text = "0x1\n" },
	{ .path = "sys/block/sda/device/queue_depth", .text = "32\n" },
	{ .path = "sys/block/sda/device/device_blocked", .text = "0\n" },
	{ .path = "sys/block/sda/device/state", .text = "transport-offline\n" },
	{ .path = "sys/class/scsi_host/host0/host_busy", .text = "5\n" },
	{ .path = "sys/class/scsi_host/host0/can_queue", .text = "32\n" },
	/* a degraded array that rebuilds */
	{ .path = "sys/block/md0/md/raid_disks", .text = "3\n" },
	{ .path = "sys/block/md0/md/degraded", .text = "1\n" },
	{ .path = "sys/block/md0/md/mismatch_cnt", .text = "128\n" },
	{ .path = "sys/block/md0/md/stripe_cache_active", .text = "17\n" },
	{ .path = "sys/block/md0/md/stripe_cache_size", .text = "256\n" },
	{ .path = "sys/block/md0/md/sync_action", .text = "recover\n" },
	{ .path = "sys/block/md0/md/sync_completed", .text = "1000 / 4000\n" },
	{ .path = "sys/block/md0/md/dev-sdb1/errors", .text = "2\n" },
	{ .path = "sys/block/md0/md/dev-sdc1/errors", .text = "3\n" },
	/* an idle one of which nothing is being done */
	{ .path = "sys/block/md1/md/raid_disks", .text = "2\n" },
	{ .path = "sys/block/md1/md/degraded", .text = "0\n" },
	{ .path = "sys/block/md1/md/sync_action", .text = "idle\n" },
	{ .path = "sys/block/md1/md/sync_completed", .text = "none\n" },
	/* a thin pool */
	{ .path = "sys/block/dm-3/dm/name", .text = "vg-pool-tpool\n" },
	{ .path = "src/device_mapper/dm-3",
	  .text = "0 2097152 thin-pool 1 141/4096 12288/16384 - rw x queue_if_no_space - 1024\n" },
	/* NVMe: one controller answers, one is being reset, one does not answer in time */
	{ .path = "sys/class/nvme/nvme0/state", .text = "live\n" },
	{ .path = "src/nvme/nvme0",
	  .text = "critical_warning 2\ntemperature_kelvin 353\navailable_spare 100\n"
		  "percentage_used 7\nbusy_minutes 3\nmedia_errors 0\nerror_log_entries 9\n" },
	{ .path = "sys/class/nvme/nvme1/state", .text = "resetting\n" },
	{ .path = "sys/class/nvme/nvme2/state", .text = "live\n" },
	{ .path = "src/nvme/nvme2", .error = -ETIMEDOUT },
	/* btrfs on two devices */
	{ .path = "sys/fs/btrfs/features/free_space_tree", .text = "0\n" },
	{ .path = "sys/fs/btrfs/b5c1/allocation/data/bytes_used", .text = "500\n" },
	{ .path = "sys/fs/btrfs/b5c1/allocation/data/total_bytes", .text = "1000\n" },
	{ .path = "sys/fs/btrfs/b5c1/allocation/metadata/bytes_used", .text = "90\n" },
	{ .path = "sys/fs/btrfs/b5c1/allocation/metadata/total_bytes", .text = "100\n" },
	{ .path = "sys/fs/btrfs/b5c1/commit_stats",
	  .text = "commits 5\ncur_commit_ms 0\nlast_commit_ms 4\nmax_commit_ms 9\n"
		  "total_commit_ms 21\n" },
	{ .path = "sys/fs/btrfs/b5c1/devices/vdb", .text = "../../../../devices/vdb" },
	{ .path = "sys/fs/btrfs/b5c1/devinfo/1/missing", .text = "0\n" },
	{ .path = "sys/fs/btrfs/b5c1/devinfo/1/error_stats",
	  .text = "write_errs 1\nread_errs 2\nflush_errs 0\ncorruption_errs 4\n"
		  "generation_errs 0\n" },
	{ .path = "sys/fs/btrfs/b5c1/devinfo/2/missing", .text = "1\n" },
	/* XFS */
	{ .path = "sys/fs/xfs/stats/stats", .text = "log 9 9 9 9 9\n" },
	{ .path = "sys/fs/xfs/vdc/stats/stats",
	  .text = "extent_alloc 0 0 0 0\nlog 3 4 5 6 7\npush_ail 0 8 0 0 0 0 0 0 0 0\n"
		  "xpc 0 4096 8192\n" },
	{ .path = "sys/fs/xfs/vdc/log/log_head_lsn", .text = "2:40\n" },
	{ .path = "sys/fs/xfs/vdc/log/log_tail_lsn", .text = "1:300\n" },
	{ .path = "sys/class/block/vdc/dev", .text = "254:32\n" },
	{ .path = "src/xfs/vdc", .text = "log_bytes 512000\n" },
	/* ZFS */
	{ .path = "proc/spl/kstat/zfs/arcstats",
	  .text = "13 1 0x01 123 33456 1 2\nname                            type data\n"
		  "hits                            4    900\nmisses                          4    "
		  "100\nc                               4    2000\nc_max                           "
		  "4 "
		  "   4000\nsize                            4    1000\n" },
	{ .path = "proc/spl/kstat/zfs/dmu_tx",
	  .text = "name type data\ndmu_tx_delay 4 7\ndmu_tx_dirty_over_max 4 1\n" },
	{ .path = "proc/spl/kstat/zfs/tank/state", .text = "DEGRADED\n" },
	/* FUSE */
	{ .path = "sys/fs/fuse/connections/51/waiting", .text = "12\n" },
	{ .path = "sys/fs/fuse/connections/51/max_background", .text = "12\n" },
	{ .path = "sys/fs/fuse/connections/51/congestion_threshold", .text = "9\n" },
	/* an NFS server with two pools */
	{ .path = "proc/net/rpc/nfsd",
	  .text = "rc 0 0 5\nfh 0 0 0 0 0\nio 1000 2000\nth 8 0 0.000 0.000\nra 32 0\n"
		  "net 10 0 10 1\nrpc 10 2 1 1 0\n" },
	{ .path = "proc/fs/nfsd/pool_stats",
	  .text = "# pool packets-arrived sockets-enqueued threads-woken threads-timedout\n"
		  "0 100 5 90 0\n1 50 2 40 0\n" },
	/* the scheduler, io.cost, quotas, locks, an NFS mount */
	{ .path = "sys/kernel/debug/block/sda/sched/owned_by_driver", .text = "1 2 0\n" },
	{ .path = "sys/kernel/debug/block/sda/sched/queued", .text = "1 9 0\n" },
	{ .path = "sys/dev/block/8:0", .text = "../../devices/pci0000:00/ata1/block/sda" },
	{ .path = "sys/fs/cgroup/io.stat", .text = "8:0 rios=1 cost.vrate=90.00 cost.usage=77\n" },
	{ .path = "src/quota/254:16/user",
	  .text = "1000 900 1000 800 5 0 0 1700000060 0\nbroken\n" },
	{ .path = "proc/locks",
	  .text = "1: FLOCK  ADVISORY  WRITE 700 fe:00:11 0 EOF\n"
		  "1: -> FLOCK  ADVISORY  WRITE 701 fe:00:11 0 EOF\n" },
	{ .path = "proc/self/mountstats",
	  .text = "device s:/e mounted on /mnt with fstype nfs4 statvers=1.1\n"
		  "\tper-op statistics\n\t READ: 10 12 1 1000 90000 7 200 230 2\n" },
};

static const char mounts[] = "30 1 254:32 / /x rw shared:1 - xfs /dev/vdc rw,attr2,noquota\n"
			     "31 1 254:16 / /home rw shared:1 - ext4 /dev/vdb rw,usrquota\n"
			     "32 1 0:51 / /media/f rw shared:1 - fuse.sshfs host: rw\n"
			     "33 1 0:52 / /mnt rw shared:1 - nfs4 s:/e rw\n"
			     "34 1 0:26 / /sys/fs/cgroup rw shared:1 - cgroup2 cgroup2 rw\n";

struct here {
	struct world world;
	struct pa_buf text;
	struct pa_root *root;
	struct machine machine;
	struct pa_linux sys;
};

static struct here h;

static void begin(const struct reply *replies, size_t count, const char *mountinfo)
{
	uint64_t mono_ns, real_ns;
	uint8_t kind;

	world_init(&h.world);
	pa_buf_init(&h.text, 1 << 20);
	h.machine = (struct machine){ .replies = replies, .count = count };
	h.root = machine_root(&h.machine, 1);
	assert_int_equal(pa_root_moment(h.root, &kind, &mono_ns, &real_ns), 0);
	h.world.moment.real_ns = real_ns;
	h.sys = (struct pa_linux){ .root = h.root,
				   .names = h.world.names,
				   .text = &h.text,
				   .passes = PA_PASS_SYSTEM | PA_PASS_SLOW | PA_PASS_RARE,
				   .mountinfo = pa_mountinfo_new() };
	pa_mountinfo_parse(h.sys.mountinfo, mountinfo, strlen(mountinfo));
}

static int setup(void **state)
{
	(void)state;
	begin(machine_files, sizeof(machine_files) / sizeof(machine_files[0]), mounts);
	return 0;
}

static int setup_bare(void **state)
{
	(void)state;
	begin(machine_files, 1, "");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	pa_mountinfo_free(h.sys.mountinfo);
	pa_root_free(h.root);
	pa_buf_done(&h.text);
	world_done(&h.world);
	return 0;
}

static int run(const struct pa_source *source)
{
	void *self = source->open ? source->open(&h.sys) : NULL;
	int error = source->read(self, &h.sys, &h.world.moment);

	if (source->close)
		source->close(self);
	return error;
}

static uint64_t value(uint16_t metric, const char *instance)
{
	return value_of(&h.world, metric, instance);
}

static void a_disk_tells_its_queue(void **state)
{
	(void)state;
	assert_int_equal(run(&pa_source_sysfs_block), 0);
	assert_int_equal(value(PA_V_BLK_DEV_SIZE_SECTORS, "sda"), 1953525168);
	assert_int_equal(value(PA_V_BLK_TAGS_LIMIT_COUNT, "sda"), 64);
	assert_int_equal(value(PA_V_BLK_TAGS_HW_QUEUES_COUNT, "sda"), 1);
	assert_int_equal(value(PA_V_BLK_TAGS_DRIVER_LIMIT_COUNT, "sda"), 32);
	assert_int_equal(value(PA_V_BLK_DEV_WRITE_CACHE_FLAG, "sda"), 1);
	assert_int_equal(value(PA_V_BLK_WBT_TARGET_US, "sda"), 75000);
	assert_int_equal(value(PA_V_CLOUD_DISK_VIRTUAL_FLAG, "sda"), 0);
	assert_null(sample_of(&h.world, PA_V_BLK_DEV_SIZE_SECTORS, "md0")); /* no size told */
}

static void scsi_counts_in_hexadecimal(void **state)
{
	(void)state;
	assert_int_equal(run(&pa_source_scsi), 0);
	assert_int_equal(value(PA_V_BLK_SCSI_REQUESTS_COUNT, "sda"), 4096);
	assert_int_equal(value(PA_V_BLK_SCSI_DONE_COUNT, "sda"), 4094);
	assert_int_equal(value(PA_V_BLK_SCSI_ERRORS_COUNT, "sda"), 3);
	assert_int_equal(value(PA_V_BLK_SCSI_TIMEOUTS_COUNT, "sda"), 1);
	assert_int_equal(value(PA_V_BLK_SCSI_BLOCKED_FLAG, "sda"), 0);
	assert_int_equal(value(PA_V_BLK_SCSI_OFFLINE_FLAG, "sda"), 1);
	assert_int_equal(value(PA_V_BLK_SCSI_HOST_BUSY_COUNT, "host0"), 5);
	assert_int_equal(value(PA_V_BLK_SCSI_HOST_LIMIT_COUNT, "host0"), 32);
}

static void an_array_tells_what_is_missing_and_left(void **state)
{
	(void)state;
	assert_int_equal(run(&pa_source_md), 0);
	assert_int_equal(value(PA_V_BLK_MD_DEGRADED_COUNT, "md0"), 1);
	assert_int_equal(value(PA_V_BLK_MD_REBUILDING_FLAG, "md0"), 1);
	assert_int_equal(value(PA_V_BLK_MD_SYNCING_FLAG, "md0"), 1);
	assert_int_equal(value(PA_V_BLK_MD_SYNC_LEFT_SECTORS, "md0"), 3000);
	assert_int_equal(value(PA_V_BLK_MD_STRIPES_COUNT, "md0"), 17);
	assert_int_equal(value(PA_V_BLK_MD_MEMBER_ERRORS_COUNT, "md0"), 5);
	assert_int_equal(value(PA_V_BLK_MD_MEMBER_OF_FLAG, "md0/sdc1"), 1);
	assert_int_equal(value(PA_V_BLK_MD_SYNCING_FLAG, "md1"), 0);
	assert_null(sample_of(&h.world, PA_V_BLK_MD_SYNC_LEFT_SECTORS, "md1"));
}

static void a_thin_pool_is_told(void **state)
{
	(void)state;
	assert_int_equal(run(&pa_source_device_mapper), 0);
	assert_int_equal(value(PA_V_BLK_DM_DATA_USED_COUNT, "dm-3"), 12288);
	assert_int_equal(value(PA_V_BLK_DM_METADATA_TOTAL_COUNT, "dm-3"), 4096);
	assert_int_equal(value(PA_V_BLK_DM_OUT_OF_SPACE_FLAG, "dm-3"), 0);
}

static void only_a_live_controller_is_asked(void **state)
{
	const struct pa_sample *sample;

	(void)state;
	assert_int_equal(run(&pa_source_nvme), 0);
	assert_int_equal(value(PA_V_BLK_NVME_WARNINGS_STATE, "nvme0"), 2);
	assert_int_equal(value(PA_V_BLK_NVME_TEMPERATURE_CELSIUS, "nvme0"), 80);
	assert_int_equal(value(PA_V_BLK_NVME_BUSY_S, "nvme0"), 180);
	assert_int_equal(value(PA_V_BLK_NVME_WEAR_COUNT, "nvme0"), 7);
	assert_int_equal(value(PA_V_BLK_NVME_LIVE_FLAG, "nvme1"), 0);
	assert_null(sample_of(&h.world, PA_V_BLK_NVME_WARNINGS_STATE, "nvme1"));
	sample = sample_of(&h.world, PA_V_BLK_NVME_WARNINGS_STATE, "nvme2");
	assert_non_null(sample);
	assert_int_not_equal(sample->state, PA_OK);
}

static void btrfs_is_named_after_its_first_device(void **state)
{
	(void)state;
	assert_int_equal(run(&pa_source_btrfs), 0);
	assert_int_equal(value(PA_V_FS_BTRFS_METADATA_USED_BYTES, "vdb"), 90);
	assert_int_equal(value(PA_V_FS_BTRFS_COMMIT_MS, "vdb"), 21);
	assert_int_equal(value(PA_V_FS_BTRFS_DEVICE_ERRORS_COUNT, "vdb"), 7);
	assert_int_equal(value(PA_V_FS_BTRFS_MISSING_COUNT, "vdb"), 1);
}

static void xfs_tells_its_log(void **state)
{
	(void)state;
	assert_int_equal(run(&pa_source_xfs), 0);
	assert_int_equal(value(PA_V_FS_XFS_LOG_SLEEPS_COUNT, "vdc"), 8);
	assert_int_equal(value(PA_V_FS_XFS_LOG_STALLS_COUNT, "vdc"), 5);
	assert_int_equal(value(PA_V_FS_XFS_READ_BYTES, "vdc"), 8192);
	assert_int_equal(value(PA_V_FS_XFS_LOG_BYTES, "vdc"), 512000);
	assert_int_equal(value(PA_V_FS_XFS_LOG_USED_BYTES, "vdc"), (1000 - 300 + 40) * 512);
	assert_null(sample_of(&h.world, PA_V_FS_XFS_LOG_SLEEPS_COUNT, "stats"));
}

static void zfs_tells_its_cache_and_pools(void **state)
{
	(void)state;
	assert_int_equal(run(&pa_source_zfs), 0);
	assert_int_equal(value(PA_V_FS_ZFS_ARC_BYTES, ""), 1000);
	assert_int_equal(value(PA_V_FS_ZFS_ARC_LIMIT_BYTES, ""), 4000);
	assert_int_equal(value(PA_V_FS_ZFS_HITS_COUNT, ""), 900);
	assert_int_equal(value(PA_V_FS_ZFS_DELAYS_COUNT, ""), 7);
	assert_int_equal(value(PA_V_FS_ZFS_FAULTED_FLAG, "tank"), 1);
}

static void a_fuse_connection_is_named_after_its_mount(void **state)
{
	(void)state;
	assert_int_equal(run(&pa_source_fuse), 0);
	assert_int_equal(value(PA_V_FS_FUSE_WAITING_COUNT, "/media/f"), 12);
	assert_int_equal(value(PA_V_FS_FUSE_CONGESTION_COUNT, "/media/f"), 9);
}

static void pools_of_the_nfs_server_are_added_up(void **state)
{
	(void)state;
	assert_int_equal(run(&pa_source_nfsd), 0);
	assert_int_equal(value(PA_V_FS_NFSD_CALLS_COUNT, ""), 10);
	assert_int_equal(value(PA_V_FS_NFSD_BAD_CALLS_COUNT, ""), 2);
	assert_int_equal(value(PA_V_FS_NFSD_THREADS_COUNT, ""), 8);
	assert_int_equal(value(PA_V_FS_NFSD_PACKETS_COUNT, ""), 150);
	assert_int_equal(value(PA_V_FS_NFSD_QUEUED_COUNT, ""), 7);
	assert_int_equal(value(PA_V_FS_NFSD_WRITTEN_BYTES, ""), 2000);
}

static void the_rest_is_told(void **state)
{
	(void)state;
	assert_int_equal(run(&pa_source_debugfs_block), 0);
	assert_int_equal(value(PA_V_BLK_SCHED_OWNED_COUNT, "sda"), 3);
	assert_int_equal(value(PA_V_BLK_SCHED_QUEUED_COUNT, "sda"), 10);
	assert_int_equal(run(&pa_source_io_cost), 0);
	assert_int_equal(value(PA_V_BLK_IOCOST_USAGE_US, "sda"), 77);
	assert_int_equal(run(&pa_source_quota), 0);
	assert_int_equal(value(PA_V_FS_QUOTA_SPACE_USED_BYTES, "/home user:1000"), 900);
	assert_int_equal(value(PA_V_FS_QUOTA_GRACE_LEFT_S, "/home user:1000"), 60);
	assert_int_equal(run(&pa_source_locks), 0);
	assert_int_equal(value(PA_V_FS_LOCK_BLOCKING_COUNT, "700"), 1);
	assert_int_equal(run(&pa_source_nfs), 0);
	assert_int_equal(value(PA_V_FS_NFS_RTT_MS, "/mnt"), 200);
}

static void what_a_machine_lacks_is_absent_and_not_zero(void **state)
{
	static const struct {
		const struct pa_source *source;
		uint16_t metric;
	} rows[] = {
		{ &pa_source_btrfs, PA_V_FS_BTRFS_COMMITS_COUNT },
		{ &pa_source_debugfs_block, PA_V_BLK_SCHED_QUEUED_COUNT },
		{ &pa_source_device_mapper, PA_V_BLK_DM_FAILED_FLAG },
		{ &pa_source_fuse, PA_V_FS_FUSE_WAITING_COUNT },
		{ &pa_source_io_cost, PA_V_BLK_IOCOST_USAGE_US },
		{ &pa_source_locks, PA_V_FS_LOCK_HELD_COUNT },
		{ &pa_source_md, PA_V_BLK_MD_DEGRADED_COUNT },
		{ &pa_source_nfs, PA_V_FS_NFS_OPS_COUNT },
		{ &pa_source_nfsd, PA_V_FS_NFSD_CALLS_COUNT },
		{ &pa_source_nvme, PA_V_BLK_NVME_LIVE_FLAG },
		{ &pa_source_quota, PA_V_FS_QUOTA_SPACE_USED_BYTES },
		{ &pa_source_scsi, PA_V_BLK_SCSI_ERRORS_COUNT },
		{ &pa_source_xfs, PA_V_FS_XFS_LOG_SLEEPS_COUNT },
		{ &pa_source_zfs, PA_V_FS_ZFS_ARC_BYTES },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(run(rows[i].source), -ENOENT);
		assert_miss(&h.world, rows[i].metric, PA_ABSENT);
	}
}

static void what_was_not_there_is_looked_for_in_rare_passes_only(void **state)
{
	void *self = pa_source_md.open(&h.sys);

	(void)state;
	assert_int_equal(pa_source_md.read(self, &h.sys, &h.world.moment), -ENOENT);
	pa_moment_clear(&h.world.moment);
	h.sys.passes = PA_PASS_SYSTEM | PA_PASS_SLOW;
	assert_int_equal(pa_source_md.read(self, &h.sys, &h.world.moment), -ENOENT);
	assert_int_equal(h.world.moment.sample_count, 0);
	h.sys.passes |= PA_PASS_RARE;
	assert_int_equal(pa_source_md.read(self, &h.sys, &h.world.moment), -ENOENT);
	assert_miss(&h.world, PA_V_BLK_MD_DEGRADED_COUNT, PA_ABSENT);
	pa_source_md.close(self);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define FULL(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
		FULL(a_disk_tells_its_queue),
		FULL(scsi_counts_in_hexadecimal),
		FULL(an_array_tells_what_is_missing_and_left),
		FULL(a_thin_pool_is_told),
		FULL(only_a_live_controller_is_asked),
		FULL(btrfs_is_named_after_its_first_device),
		FULL(xfs_tells_its_log),
		FULL(zfs_tells_its_cache_and_pools),
		FULL(a_fuse_connection_is_named_after_its_mount),
		FULL(pools_of_the_nfs_server_are_added_up),
		FULL(the_rest_is_told),
		cmocka_unit_test_setup_teardown(
			what_was_not_there_is_looked_for_in_rare_passes_only, setup_bare, teardown),
		cmocka_unit_test_setup_teardown(what_a_machine_lacks_is_absent_and_not_zero,
						setup_bare, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
