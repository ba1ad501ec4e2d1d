/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parsers of storage. Texts are synthetic, made from the kernel's source and documentation
 * (drivers/md, fs/nfs, fs/locks.c, block/blk-iocost.c, the NVMe specification).
 */
#include "help.h"

#include <linux/dm-ioctl.h>

#include "base/buf.h"
#include "platform/linux/device_mapper.h"
#include "platform/linux/file_rows.h"
#include "platform/linux/io_cost.h"
#include "platform/linux/locks.h"
#include "platform/linux/nfs.h"
#include "platform/linux/nvme.h"
#include "platform/linux/quota.h"
#include "platform/linux/sysfs_block.h"
#include "platform/linux/xfs.h"

/* ---- device mapper ---- */

static struct pa_dm_status dm(const char *text)
{
	struct pa_dm_status status;

	assert_int_equal(pa_dm_parse(text, strlen(text), &status), 0);
	return status;
}

static void a_thin_pool_tells_data_and_metadata(void **state)
{
	struct pa_dm_status s = dm("0 2097152 thin-pool 1 141/4096 12288/16384 - rw "
				   "discard_passdown queue_if_no_space - 1024 \n");

	(void)state;
	assert_true(s.has_data && s.has_metadata);
	assert_int_equal(s.metadata_used_count, 141);
	assert_int_equal(s.metadata_total_count, 4096);
	assert_int_equal(s.data_used_count, 12288);
	assert_int_equal(s.data_total_count, 16384);
	assert_false(s.failed || s.out_of_space);
}

static void a_full_thin_pool_says_so(void **state)
{
	struct pa_dm_status s = dm("0 2097152 thin-pool 1 141/4096 16384/16384 - "
				   "out_of_data_space discard_passdown queue_if_no_space - 1024\n");

	(void)state;
	assert_true(s.out_of_space);
	assert_false(s.failed);
	assert_true(dm("0 8 thin-pool Fail\n").failed);
	assert_true(dm("0 8 thin-pool 1 2/3 4/5 - ro no_discard_passdown error_if_no_space "
		       "needs_check 1\n")
			    .failed);
}

static void a_snapshot_tells_its_sectors(void **state)
{
	struct pa_dm_status s = dm("0 409600 snapshot 1024/40960 16\n");

	(void)state;
	assert_int_equal(s.data_used_count, 1024);
	assert_int_equal(s.data_total_count, 40960);
	assert_true(dm("0 409600 snapshot Invalid\n").failed);
}

static void paths_of_multipath_are_counted(void **state)
{
	struct pa_dm_status s = dm("0 8388608 multipath 2 0 0 0 2 1 A 0 2 0 8:16 A 0 8:32 F 3 "
				   "E 0 1 0 8:48 A 0 \n");

	(void)state;
	assert_true(s.has_paths);
	assert_int_equal(s.active_paths_count, 2);
	assert_int_equal(s.failed_paths_count, 1);
}

static void a_dead_member_of_a_raid_is_a_failure(void **state)
{
	(void)state;
	assert_true(dm("0 8192 raid raid1 2 AD 8192/8192 idle 0 0 -\n").failed);
	assert_false(dm("0 8192 raid raid1 2 Aa 100/8192 recover 0 0 -\n").failed);
}

static void plain_targets_tell_nothing_and_nothing_is_no_device(void **state)
{
	struct pa_dm_status s = dm("0 8192 linear \n8192 8192 crypt \n");

	(void)state;
	assert_false(s.has_data || s.has_metadata || s.has_paths || s.failed || s.out_of_space);
	assert_int_equal(pa_dm_parse("", 0, &s), -EBADMSG);
	assert_int_equal(pa_dm_parse("0 8192", 6, &s), -EBADMSG);
}

static void a_reply_of_the_ioctl_becomes_lines(void **state)
{
	char reply[sizeof(struct dm_ioctl) + 2 * (sizeof(struct dm_target_spec) + 16)] = { 0 };
	struct dm_ioctl head = { .data_start = sizeof(head), .target_count = 2 };
	struct dm_target_spec target = { .length = 8, .target_type = "linear" };
	size_t step = sizeof(target) + 16;
	struct pa_buf out;

	(void)state;
	target.next = (uint32_t)step;
	memcpy(reply, &head, sizeof(head));
	memcpy(reply + sizeof(head), &target, sizeof(target));
	target.sector_start = 8;
	memcpy(target.target_type, "snapshot", 9);
	memcpy(reply + sizeof(head) + step, &target, sizeof(target));
	memcpy(reply + sizeof(head) + step + sizeof(target), "1/2 3", 6);
	pa_buf_init(&out, 4096);
	assert_int_equal(pa_dm_reply_text(reply, sizeof(reply), &out), 0);
	assert_int_equal(out.used_bytes, strlen("0 8 linear \n8 8 snapshot 1/2 3\n"));
	assert_memory_equal(out.bytes, "0 8 linear \n8 8 snapshot 1/2 3\n", out.used_bytes);
	assert_int_equal(pa_dm_reply_text(reply, sizeof(head) + 4, &out), -EBADMSG);
	head.target_count = UINT32_MAX; /* of which each says that it is the next one itself */
	memcpy(reply, &head, sizeof(head));
	target.next = 0;
	memcpy(reply + sizeof(head), &target, sizeof(target));
	assert_int_equal(pa_dm_reply_text(reply, sizeof(reply), &out), -EBADMSG);
	assert_int_equal(pa_dm_reply_text(reply, 4, &out), -EBADMSG);
	pa_buf_done(&out);
}

/* ---- file locks ---- */

static void waits_are_counted_for_the_holder(void **state)
{
	static const char text[] = "1: FLOCK  ADVISORY  WRITE 700 fe:00:11 0 EOF\n"
				   "1: -> FLOCK  ADVISORY  WRITE 701 fe:00:11 0 EOF\n"
				   "1: -> FLOCK  ADVISORY  WRITE 702 fe:00:11 0 EOF\n"
				   "2: POSIX  ADVISORY  READ 800 fe:00:12 0 0\n"
				   "3: OFDLCK ADVISORY  WRITE -1 fe:00:13 0 EOF\n"
				   "3: -> OFDLCK ADVISORY  WRITE -1 fe:00:13 0 EOF\n"
				   "4: LEASE  ACTIVE    READ 900 fe:00:14 0 EOF\n";
	struct pa_locks locks;

	(void)state;
	pa_locks_parse(text, sizeof(text) - 1, &locks);
	assert_int_equal(locks.held_count, 4);
	assert_int_equal(locks.waiting_count, 3);
	assert_int_equal(locks.holder_count, 1);
	assert_int_equal(locks.holder[0].pid, 700);
	assert_int_equal(locks.holder[0].waiting_count, 2);
}

static void no_locks_are_zero_and_cut_lines_none(void **state)
{
	struct pa_locks locks;

	(void)state;
	pa_locks_parse("", 0, &locks);
	assert_int_equal(locks.held_count + locks.waiting_count, 0);
	pa_locks_parse("1: POSIX ADV\n2: -> \nx\n", 22, &locks);
	assert_int_equal(locks.held_count + locks.waiting_count, 0);
}

/* ---- NFS ---- */

static const char mountstats[] =
	"device sysfs mounted on /sys with fstype sysfs\n"
	"device server:/export mounted on /mnt/a\\040b with fstype nfs4 statvers=1.1\n"
	"\topts:\trw,vers=4.2,rsize=1048576\n"
	"\tbytes:\t1 2 3 4 5 6 7 8\n"
	"\tRPC iostats version: 1.1  p/v: 100003/4 (nfs)\n"
	"\txprt:\ttcp 0 0 1 0 11 6 6 0 6 12 2 0 0\n"
	"\tper-op statistics\n"
	"\t        NULL: 1 1 0 44 24 0 5 5 0\n"
	"\t        READ: 10 12 1 1000 90000 7 200 230 2\n"
	"\t       WRITE: 4 4 0 40000 400 1 80 85\n"
	"\n"
	"device proc mounted on /proc with fstype proc\n";

static struct pa_nfs seen[2];
static int seen_count;

static void keep_nfs(void *arg, const struct pa_nfs *mount)
{
	(void)arg;
	assert_true(seen_count < 2);
	seen[seen_count++] = *mount;
}

static void a_mount_of_nfs_is_the_sum_of_its_operations(void **state)
{
	struct pa_nfs scratch;

	(void)state;
	seen_count = 0;
	pa_nfs_parse(mountstats, sizeof(mountstats) - 1, &scratch, keep_nfs, NULL);
	assert_int_equal(seen_count, 1);
	assert_string_equal(seen[0].point, "/mnt/a b");
	assert_int_equal(seen[0].ops_count, 15);
	assert_int_equal(seen[0].transmits_count, 17);
	assert_int_equal(seen[0].timeouts_count, 1);
	assert_int_equal(seen[0].sent_bytes, 41044);
	assert_int_equal(seen[0].received_bytes, 90424);
	assert_int_equal(seen[0].queue_ms, 8);
	assert_int_equal(seen[0].rtt_ms, 285);
	assert_int_equal(seen[0].execute_ms, 320);
	assert_int_equal(seen[0].failed_count, 2); /* an older kernel's line has no errors */
	assert_int_equal(seen[0].backlog_count, 12);
}

static void mountstats_without_operations_tells_nothing(void **state)
{
	struct pa_nfs scratch;

	(void)state;
	seen_count = 0;
	pa_nfs_parse(mountstats, 200, &scratch, keep_nfs, NULL);
	pa_nfs_parse("", 0, &scratch, keep_nfs, NULL);
	pa_nfs_parse("device", 6, &scratch, keep_nfs, NULL);
	assert_int_equal(seen_count, 0);
}

/* ---- io.cost ---- */

static struct pa_io_cost cost;
static int costs;

static void keep_cost(void *arg, const struct pa_io_cost *one)
{
	(void)arg;
	cost = *one;
	costs++;
}

static void only_devices_under_io_cost_are_told(void **state)
{
	static const char text[] =
		"254:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n"
		"8:16 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0 cost.vrate=100.00 "
		"cost.usage=5000 cost.wait=70 cost.indebt=8 cost.indelay=0\n";

	(void)state;
	costs = 0;
	pa_io_cost_parse(text, sizeof(text) - 1, keep_cost, NULL);
	assert_int_equal(costs, 1);
	assert_int_equal(cost.major, 8);
	assert_int_equal(cost.minor, 16);
	assert_int_equal(cost.usage_us, 5000);
	assert_true(cost.has_waits);
	assert_int_equal(cost.wait_us, 70);
	assert_int_equal(cost.indebt_us, 8);
}

/* ---- quotas ---- */

static void options_switch_quotas_on(void **state)
{
	(void)state;
	assert_true(pa_quota_is_on("rw,usrquota,grpquota", 0));
	assert_true(pa_quota_is_on("rw,usrjquota=aquota.user,jqfmt=vfsv1", 0));
	assert_true(pa_quota_is_on("rw,prjquota", 2));
	assert_false(pa_quota_is_on("rw,noquota", 0));
	assert_false(pa_quota_is_on("rw,usrquota", 1));
	assert_false(pa_quota_is_on("", 0));
}

/* ---- NVMe ---- */

static void the_smart_log_becomes_lines(void **state)
{
	uint8_t log[PA_NVME_LOG_BYTES] = { 0 };
	struct pa_buf out;
	uint64_t value;

	(void)state;
	log[0] = 4;		    /* reliability */
	log[1] = 0x36, log[2] = 1;  /* 310 K */
	log[3] = 90;		    /* spare */
	log[5] = 104;		    /* used */
	log[96] = 10;		    /* busy minutes */
	log[160] = 2;		    /* media errors */
	log[176] = 1, log[190] = 1; /* more than 64 bits */
	pa_buf_init(&out, 4096);
	pa_nvme_log_text(log, &out);
	assert_int_equal(
		pa_file_rows_number(out.bytes, out.used_bytes, "critical_warning", 0, &value), 0);
	assert_int_equal(value, 4);
	assert_int_equal(
		pa_file_rows_number(out.bytes, out.used_bytes, "temperature_kelvin", 0, &value), 0);
	assert_int_equal(value, 310);
	assert_int_equal(
		pa_file_rows_number(out.bytes, out.used_bytes, "percentage_used", 0, &value), 0);
	assert_int_equal(value, 104);
	assert_int_equal(
		pa_file_rows_number(out.bytes, out.used_bytes, "error_log_entries", 0, &value), 0);
	assert_true(value == UINT64_MAX);
	pa_buf_done(&out);
}

/* ---- XFS ---- */

static void the_log_of_xfs_is_a_ring(void **state)
{
	const struct pa_xfs_lsn a = { 1, 100 }, b = { 1, 300 }, c = { 2, 40 }, d = { 3, 0 };
	uint64_t used = 7;

	(void)state;
	assert_int_equal(pa_xfs_log_used(&a, &b, 0, &used), 0);
	assert_int_equal(used, 200 * 512);
	assert_int_equal(pa_xfs_log_used(&b, &c, 1000 * 512, &used), 0);
	assert_int_equal(used, (1000 - 300 + 40) * 512);
	assert_int_equal(pa_xfs_log_used(&b, &c, 0, &used), -EBADMSG);
	assert_int_equal(pa_xfs_log_used(&b, &a, 1000 * 512, &used), -EBADMSG);
	assert_int_equal(pa_xfs_log_used(&a, &d, 1000 * 512, &used), -EBADMSG);
}

/* ---- disks ---- */

static void virtual_disks_are_known_by_name_or_model(void **state)
{
	(void)state;
	assert_true(pa_sysfs_block_is_virtual("vda", "", ""));
	assert_true(pa_sysfs_block_is_virtual("xvdb", "", ""));
	assert_true(pa_sysfs_block_is_virtual("nvme1n1", "Amazon Elastic Block Store\n", ""));
	assert_true(pa_sysfs_block_is_virtual("sda", "PersistentDisk", "Google\n"));
	assert_false(pa_sysfs_block_is_virtual("sda", "SAMSUNG MZ7LH960\n", "ATA\n"));
	assert_false(pa_sysfs_block_is_virtual("nvme0n1", "", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_thin_pool_tells_data_and_metadata),
		cmocka_unit_test(a_full_thin_pool_says_so),
		cmocka_unit_test(a_snapshot_tells_its_sectors),
		cmocka_unit_test(paths_of_multipath_are_counted),
		cmocka_unit_test(a_dead_member_of_a_raid_is_a_failure),
		cmocka_unit_test(plain_targets_tell_nothing_and_nothing_is_no_device),
		cmocka_unit_test(a_reply_of_the_ioctl_becomes_lines),
		cmocka_unit_test(waits_are_counted_for_the_holder),
		cmocka_unit_test(no_locks_are_zero_and_cut_lines_none),
		cmocka_unit_test(a_mount_of_nfs_is_the_sum_of_its_operations),
		cmocka_unit_test(mountstats_without_operations_tells_nothing),
		cmocka_unit_test(only_devices_under_io_cost_are_told),
		cmocka_unit_test(options_switch_quotas_on),
		cmocka_unit_test(the_smart_log_becomes_lines),
		cmocka_unit_test(the_log_of_xfs_is_a_ring),
		cmocka_unit_test(virtual_disks_are_known_by_name_or_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
