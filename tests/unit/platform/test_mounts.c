/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#include <sched.h>
#include <sys/statvfs.h>

#include "platform/linux/mountinfo.h"
#include "platform/linux/mounts.h"
#include "platform/linux/ask_thread.h"

static const char real[] =
	"22 27 0:21 / /proc rw,relatime - proc proc rw\n"
	"27 1 254:1 / / rw,relatime shared:1 master:2 - ext4 /dev/vda1 rw,discard\n"
	"28 27 254:1 /srv /mnt/a\\040b rw - ext4 /dev/vda1 rw,discard\n"
	"29 27 0:25 / /opt ro,nosuid - squashfs /dev/loop0 ro,errors=continue\n"
	"30 27 0:30 / /dev/shm rw - tmpfs tmpfs rw\n"
	"31 27 0:31 / /dev/shm rw - tmpfs tmpfs rw,size=1k\n"
	"32 27 0:32 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n";

static const struct pa_mountinfo_row *parse(struct pa_mountinfo *info, const char *text,
					    size_t *count)
{
	pa_mountinfo_parse(info, text, strlen(text));
	return pa_mountinfo_rows(info, count);
}

static void a_line_is_taken_apart(void **state)
{
	struct pa_mountinfo *info = pa_mountinfo_new();
	const struct pa_mountinfo_row *rows;
	size_t count;

	(void)state;
	rows = parse(info, real, &count);
	assert_int_equal(count, 7);
	assert_int_equal(rows[1].major, 254);
	assert_int_equal(rows[1].minor, 1);
	assert_string_equal(rows[2].root, "/srv");
	assert_string_equal(rows[2].point, "/mnt/a b");
	assert_string_equal(rows[2].source, "/dev/vda1");
	assert_string_equal(rows[6].type, "cgroup");
	assert_string_equal(rows[6].options, "rw,cpu,cpuacct");
	assert_true(rows[3].read_only);
	assert_false(rows[1].read_only);
	pa_mountinfo_free(info);
}

static void equal_bytes_are_no_change(void **state)
{
	struct pa_mountinfo *info = pa_mountinfo_new();
	size_t count;

	(void)state;
	assert_int_equal(pa_mountinfo_generation(info), 0);
	(void)parse(info, real, &count);
	(void)parse(info, real, &count);
	assert_int_equal(pa_mountinfo_generation(info), 1);
	(void)parse(info, "", &count);
	assert_int_equal(pa_mountinfo_generation(info), 2);
	assert_int_equal(count, 0);
	pa_mountinfo_free(info);
}

static void malformed_lines_are_skipped(void **state)
{
	struct pa_mountinfo *info = pa_mountinfo_new();
	size_t count;

	(void)state;
	(void)parse(info,
		    "\n27 1 254:1 / /\nx\n27 1 99999999999:1 / / rw - ext4 a rw\n"
		    "27 1 254:1 / / rw - ext4 /dev/vda\n27 1 1:1 / /ok rw - ext4 s rw",
		    &count);
	assert_int_equal(count, 1);
	pa_mountinfo_free(info);
}

static void options_are_whole_words(void **state)
{
	(void)state;
	assert_true(pa_mountinfo_has_option("rw,cpu,cpuacct", "cpu"));
	assert_true(pa_mountinfo_has_option("rw,cpuacct", "cpuacct"));
	assert_false(pa_mountinfo_has_option("rw,cpuacct", "cpu"));
	assert_false(pa_mountinfo_has_option("", "cpu"));
}

static void one_mount_of_each_visible_file_system_is_told(void **state)
{
	struct pa_mountinfo *info = pa_mountinfo_new();
	const struct pa_mountinfo_row *rows;
	uint32_t chosen[7];
	size_t count;

	(void)state;
	rows = parse(info, real, &count);
	assert_int_equal(pa_mounts_choose(rows, count, chosen), 3);
	assert_string_equal(rows[chosen[0]].point, "/");
	assert_string_equal(rows[chosen[1]].point, "/opt");
	assert_int_equal(rows[chosen[2]].minor, 31); /* the later one on /dev/shm */
	pa_mountinfo_free(info);
}

static void assert_device(const char *link, const char *device)
{
	const char *at = NULL;
	size_t bytes = pa_mounts_device(link, strlen(link), &at);

	assert_int_equal(bytes, strlen(device));
	if (bytes)
		assert_memory_equal(at, device, bytes);
}

static void a_partition_leads_to_its_disk(void **state)
{
	(void)state;
	assert_device("../../devices/pci0000:00/0000:00:02.0/virtio1/block/vda", "vda");
	assert_device("../../devices/pci0000:00/0000:00:02.0/virtio1/block/vda/vda1", "vda");
	assert_device("../../devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1", "nvme0n1");
	assert_device("../../devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1/nvme0n1p2",
		      "nvme0n1");
	assert_device("../../devices/virtual/block/dm-0", "dm-0");
	assert_device("../../devices/platform/mmc/mmcblk0/mmcblk0boot0", "mmcblk0boot0");
	assert_device("", "");
	assert_device("../..", "");
}

static void statvfs_replies_that_overflow_are_refused(void **state)
{
	static const char good[] = "4096 1000 500 400 200 100 90 4096\n";
	struct pa_statvfs fs = { 0 };

	(void)state;
	assert_int_equal(pa_mounts_statvfs_parse(good, strlen(good), &fs), 0);
	assert_int_equal(fs.available_blocks, 400);
	assert_int_equal(fs.free_inodes, 100);
	assert_int_equal(pa_mounts_statvfs_parse("4096 18446744073709551615 1 1 1 1 1 1", 37, &fs),
			 -EBADMSG);
	assert_int_equal(pa_mounts_statvfs_parse("1 2 3", 5, &fs), -EBADMSG);
	assert_int_equal(fs.blocks, 1000);
}

static void served_types_are_known(void **state)
{
	(void)state;
	assert_true(pa_mounts_is_served("nfs4"));
	assert_true(pa_mounts_is_served("fuse.sshfs"));
	assert_false(pa_mounts_is_served("ext4"));
	assert_true(pa_mounts_is_pseudo("cgroup2"));
	assert_false(pa_mounts_is_pseudo("tmpfs"));
}

static void a_thread_answers_and_leaves_nothing(void **state)
{
	struct pa_ask_thread *waiting = NULL;
	struct statvfs reply = { 0 };

	(void)state;
	assert_int_equal(
		pa_ask_thread(&waiting, "/", pa_mounts_ask_statvfs, 10000, &reply, sizeof(reply)),
		0);
	assert_true(reply.f_frsize > 0);
	assert_int_equal(pa_ask_thread(&waiting, "/does/not/exist", pa_mounts_ask_statvfs, 10000,
				       &reply, sizeof(reply)),
			 -ENOENT);
	assert_null(waiting);
	pa_ask_thread_abandon(&waiting);
}

static void an_answer_after_the_deadline_is_taken_by_the_next_question(void **state)
{
	struct pa_ask_thread *waiting = NULL;
	struct statvfs reply = { 0 };
	int error;

	(void)state;
	while ((error = pa_ask_thread(&waiting, "/", pa_mounts_ask_statvfs, 0, &reply,
				      sizeof(reply))) == -ETIMEDOUT) {
		assert_non_null(waiting);
		assert_int_equal(sched_yield(), 0);
	}
	assert_int_equal(error, 0);
	assert_null(waiting);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_taken_apart),
		cmocka_unit_test(equal_bytes_are_no_change),
		cmocka_unit_test(malformed_lines_are_skipped),
		cmocka_unit_test(options_are_whole_words),
		cmocka_unit_test(one_mount_of_each_visible_file_system_is_told),
		cmocka_unit_test(a_partition_leads_to_its_disk),
		cmocka_unit_test(statvfs_replies_that_overflow_are_refused),
		cmocka_unit_test(served_types_are_known),
		cmocka_unit_test(a_thread_answers_and_leaves_nothing),
		cmocka_unit_test(an_answer_after_the_deadline_is_taken_by_the_next_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
