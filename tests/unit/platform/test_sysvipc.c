/* SPDX-License-Identifier: Apache-2.0 */
#include "source_help.h"

#include "platform/linux/sysvipc.h"

/* From a 6.18 guest, with two segments. */
static const char shm[] =
	"       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  "
	"cgid  "
	"    atime      dtime      ctime                   rss                  swap\n"
	"         0          0  1600                  4096  4121  4121      1     0     0     0    "
	" 0 "
	"1700000000          0 1700000000                  4096                     0\n"
	"       123          1   666               1048576  4121  4122      0     0     0     0    "
	" 0 "
	"1700000000          0 1700000000                     0                     0\n";

static void segments_are_counted_and_added_up(void **state)
{
	struct pa_sysvipc got = { 0 };

	(void)state;
	assert_int_equal(pa_sysvipc_parse(shm, sizeof(shm) - 1, "size", &got), 0);
	assert_int_equal(got.count, 2);
	assert_int_equal(got.sum, 1052672);
	assert_int_equal(got.largest, 1048576);
}

static void a_line_cut_short_is_left_out(void **state)
{
	static const char text[] = "key msqid perms cbytes\n0 0 600 7\n0 1 600\n0 2 600 x\n";
	struct pa_sysvipc got = { 0 };

	(void)state;
	assert_int_equal(pa_sysvipc_parse(text, sizeof(text) - 1, "cbytes", &got), 0);
	assert_int_equal(got.count, 1);
	assert_int_equal(got.sum, 7);
}

static void a_table_without_the_column_is_refused(void **state)
{
	struct pa_sysvipc got = { .count = 9 };

	(void)state;
	assert_int_equal(pa_sysvipc_parse(shm, sizeof(shm) - 1, "cbytes", &got), -EBADMSG);
	assert_int_equal(pa_sysvipc_parse("", 0, "size", &got), -EBADMSG);
	assert_int_equal(got.count, 9);
}

static const struct reply replies[] = {
	{ .path = "proc/sysvipc/shm", .text = shm },
	{ .path = "proc/sysvipc/sem", .text = "key semid perms nsems uid\n1 0 600 250 0\n" },
	{ .path = "proc/sysvipc/msg", .text = "key msqid perms cbytes qnum\n1 0 600 16384 4\n" },
	{ .path = "proc/sys/kernel/shmmni", .text = "4096\n" },
	{ .path = "proc/sys/kernel/shmall", .text = "18446744073692774399\n" },
	{ .path = "proc/sys/kernel/sem", .text = "32000\t1024000000\t500\t32000\n" },
	{ .path = "proc/sys/kernel/msgmnb", .text = "16384\n" },
};

static void objects_and_limits_are_told(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_sysvipc, replies, sizeof(replies) / sizeof(replies[0]));
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_IPC_SYSV_SEMAPHORES_COUNT, ""), 250);
	assert_int_equal(value_of(&s.world, PA_V_IPC_SYSV_SEMAPHORE_LIMIT_COUNT, ""), 1024000000);
	assert_int_equal(value_of(&s.world, PA_V_IPC_SYSV_SET_LIMIT_COUNT, ""), 32000);
	assert_int_equal(value_of(&s.world, PA_V_IPC_SYSV_FULLEST_QUEUE_BYTES, ""), 16384);
	assert_miss(&s.world, PA_V_IPC_SYSV_QUEUE_LIMIT_COUNT, PA_ABSENT);
	scene_end(&s);
}

static void a_kernel_without_it_has_no_values(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_sysvipc, NULL, 0);
	assert_int_equal(scene_read(&s), -ENOENT);
	assert_miss(&s.world, PA_V_IPC_SYSV_SEGMENTS_COUNT, PA_ABSENT);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(segments_are_counted_and_added_up),
		cmocka_unit_test(a_line_cut_short_is_left_out),
		cmocka_unit_test(a_table_without_the_column_is_refused),
		cmocka_unit_test(objects_and_limits_are_told),
		cmocka_unit_test(a_kernel_without_it_has_no_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
