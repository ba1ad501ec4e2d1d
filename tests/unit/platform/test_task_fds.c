/* SPDX-License-Identifier: Apache-2.0 */
#include "source_help.h"

#include "platform/linux/task_fdinfo.h"
#include "platform/linux/task_fds.h"

static enum pa_fd_kind kind_of(const char *link, uint64_t *inode)
{
	return pa_fd_kind_of(link, strlen(link), inode);
}

static void a_link_tells_what_a_descriptor_is(void **state)
{
	uint64_t inode = 0;

	(void)state;
	assert_int_equal(kind_of("pipe:[4711]", &inode), PA_FD_PIPE);
	assert_int_equal(inode, 4711);
	assert_int_equal(kind_of("anon_inode:[eventpoll]", &inode), PA_FD_EPOLL);
	assert_int_equal(kind_of("anon_inode:inotify", &inode), PA_FD_INOTIFY);
	assert_int_equal(kind_of("anon_inode:[fanotify]", &inode), PA_FD_FANOTIFY);
	assert_int_equal(kind_of("anon_inode:[io_uring]", &inode), PA_FD_URING);
	assert_int_equal(kind_of("anon_inode:[eventfd]", &inode), PA_FD_OTHER);
	assert_int_equal(kind_of("/var/pipe:[1]", &inode), PA_FD_OTHER);
	assert_int_equal(kind_of("pipe:[x]", &inode), PA_FD_OTHER);
	assert_int_equal(kind_of("", &inode), PA_FD_OTHER);
	assert_int_equal(inode, 4711);
}

/* From a 6.18 guest. */
static const char epoll[] =
	"pos:\t0\nflags:\t02\nmnt_id:\t17\nino:\t1067\n"
	"tfd:        4 events: 80000019 data: 8000000000000004  pos:0 ino:42b sdev:10\n"
	"tfd:        5 events:       19 data:                5  pos:0 ino:2c1 sdev:8\n";
static const char inotify[] =
	"pos:\t0\nflags:\t00\nmnt_id:\t17\nino:\t1067\n"
	"inotify wd:2 ino:2d0001 sdev:fe00000 mask:800afce ignored_mask:0 fhandle-bytes:8 "
	"fhandle-type:1 f_handle:01002d00a3d8fbb1\n"
	"inotify wd:1 ino:2 sdev:fe00000 mask:3c0 ignored_mask:0 fhandle-bytes:8 fhandle-type:1 "
	"f_handle:0200000000000000\n";
/* From Documentation/filesystems/proc.rst. */
static const char fanotify[] =
	"pos:\t0\nflags:\t02\nmnt_id:\t9\nino:\t63107\nfanotify flags:10 event-flags:0\n"
	"fanotify mnt_id:12 mflags:40 mask:38 ignored_mask:40000003\n"
	"fanotify ino:4f969 sdev:800013 mflags:0 mask:3b ignored_mask:40000000 fhandle-bytes:8 "
	"fhandle-type:1 f_handle:69f90400c275b5b4\n";

static void watches_are_counted(void **state)
{
	(void)state;
	assert_int_equal(pa_fdinfo_watches(PA_FD_EPOLL, epoll, sizeof(epoll) - 1), 2);
	assert_int_equal(pa_fdinfo_watches(PA_FD_INOTIFY, inotify, sizeof(inotify) - 1), 2);
	assert_int_equal(pa_fdinfo_watches(PA_FD_FANOTIFY, fanotify, sizeof(fanotify) - 1), 2);
	assert_int_equal(pa_fdinfo_watches(PA_FD_EPOLL, inotify, sizeof(inotify) - 1), 0);
	assert_int_equal(pa_fdinfo_watches(PA_FD_EPOLL, "", 0), 0);
}

/* Form of io_uring/fdinfo.c; the tail has passed 32 bits. */
static const char uring[] = "pos:\t0\nSqMask:\t0x7f\nSqHead:\t4294967290\nSqTail:\t4\n"
			    "CachedSqHead:\t4294967290\nCqMask:\t0xff\nCqHead:\t10\nCqTail:\t266\n"
			    "CachedCqTail:\t266\nSQEs:\t10\n";

static void rings_are_read_though_their_counters_wrap(void **state)
{
	struct pa_uring got;

	(void)state;
	assert_int_equal(pa_uring_parse(uring, sizeof(uring) - 1, &got), 0);
	assert_int_equal(got.sq_entries, 128);
	assert_int_equal(got.sq_pending, 10);
	assert_int_equal(got.cq_entries, 256);
	assert_int_equal(got.cq_pending, 256);
	assert_int_equal(pa_uring_parse(uring, 60, &got), -EBADMSG);
	assert_int_equal(pa_uring_parse("", 0, &got), -EBADMSG);
}

static const struct reply replies[] = {
	{ .path = "proc/7/held",
	  .text = "pipe 100\npipe 101\ninotify 8000 900000 64\nepoll 3 200\nlinks 9\n" },
	{ .path = "proc/8/held",
	  .text = "pipe 101\npipe 102\ninotify 192 20000\nuring 128 10 256 256\ncut\nlinks "
		  "1024\n" },
	{ .path = "proc/9/held", .text = "inotify 5\nuring\nx 1\nlinks 99999999999\n" },
};

static void a_user_has_what_its_processes_hold(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_fds, replies, 3);
	s.sys.kernel_version = 6 << 16 | 18 << 8;
	scene_process(&s, 7);
	scene_process(&s, 8);
	scene_process(&s, 9)->uid = 0;
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_FD_INOTIFY_WATCHES_COUNT, "uid:1000"), 8192);
	assert_int_equal(value_of(&s.world, PA_V_FD_INOTIFY_INSTANCES_COUNT, "uid:1000"), 2);
	assert_int_equal(value_of(&s.world, PA_V_FD_INOTIFY_HOLDER_COUNT, "7:7:5"), 8000);
	assert_int_equal(value_of(&s.world, PA_V_FD_INOTIFY_QUEUED_BYTES, ""), 64);
	assert_int_equal(value_of(&s.world, PA_V_FD_EPOLL_WATCHES_COUNT, "uid:1000"), 3);
	assert_int_equal(value_of(&s.world, PA_V_FD_PIPE_PIPES_COUNT, "uid:1000"), 3);
	assert_int_equal(value_of(&s.world, PA_V_FD_FANOTIFY_MARKS_COUNT, ""), 0);
	assert_int_equal(value_of(&s.world, PA_V_AIO_URING_RINGS_COUNT, ""), 2);
	assert_int_equal(value_of(&s.world, PA_V_AIO_URING_COMPLETED_COUNT, ""), 256);
	assert_int_equal(value_of(&s.world, PA_V_FD_PROC_UNLOOKED_COUNT, ""), 1);
	scene_end(&s);
}

/* Reading could end a machine that panics on a warning: it is not known, not none. */
static void an_older_kernel_that_panics_on_warnings_is_not_asked(void **state)
{
	static const struct reply panics[] = {
		{ .path = "proc/sys/kernel/panic_on_warn", .text = "1\n" },
		{ .path = "proc/7/held", .text = "inotify\nlinks 1\n" },
	};
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_fds, panics, 2);
	s.sys.kernel_version = 6 << 16 | 1 << 8;
	scene_process(&s, 7);
	assert_int_equal(scene_read(&s), 0);
	assert_miss(&s.world, PA_V_FD_INOTIFY_WATCHES_COUNT, PA_ABSENT);
	assert_int_equal(value_of(&s.world, PA_V_FD_INOTIFY_INSTANCES_COUNT, "uid:1000"), 1);
	scene_end(&s);
}

static void what_a_process_held_goes_with_it(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_fds, replies, 3);
	s.sys.kernel_version = 6 << 16 | 18 << 8;
	scene_process(&s, 7);
	scene_process(&s, 8);
	assert_int_equal(scene_read(&s), 0);
	pa_moment_clear(&s.world.moment);
	scene_process(&s, 8);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_FD_INOTIFY_WATCHES_COUNT, "uid:1000"), 192);
	assert_int_equal(value_of(&s.world, PA_V_FD_PIPE_PIPES_COUNT, "uid:1000"), 2);
	scene_end(&s);
}

static void it_is_a_rare_pass(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_task_fds, replies, 3);
	scene_process(&s, 7);
	s.sys.passes = PA_PASS_TASKS | PA_PASS_SLOW;
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(s.world.moment.sample_count, 0);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_tells_what_a_descriptor_is),
		cmocka_unit_test(watches_are_counted),
		cmocka_unit_test(rings_are_read_though_their_counters_wrap),
		cmocka_unit_test(a_user_has_what_its_processes_hold),
		cmocka_unit_test(an_older_kernel_that_panics_on_warnings_is_not_asked),
		cmocka_unit_test(what_a_process_held_goes_with_it),
		cmocka_unit_test(it_is_a_rare_pass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
