/* SPDX-License-Identifier: Apache-2.0 */
#include "source_help.h"

#include "platform/linux/mqueue.h"

/* The form of ipc/mqueue.c; numbers are synthetic. */
static const struct reply replies[] = {
	{ .path = "src/mqueue",
	  .text = "QSIZE:129        NOTIFY:2    SIGNO:0     NOTIFY_PID:8260  \n"
		  "QSIZE:8192       NOTIFY:0    SIGNO:0     NOTIFY_PID:0     \nQSIZE:\nx\n" },
};

static void the_fullest_queue_is_found(void **state)
{
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_mqueue, replies, 1);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_IPC_MQUEUE_QUEUES_COUNT, ""), 2);
	assert_int_equal(value_of(&s.world, PA_V_IPC_MQUEUE_FULLEST_BYTES, ""), 8192);
	scene_end(&s);
}

static void no_queue_is_none(void **state)
{
	static const struct reply none[] = { { .path = "src/mqueue", .text = "" } };
	struct scene s;

	(void)state;
	scene_begin(&s, &pa_source_mqueue, none, 1);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_IPC_MQUEUE_QUEUES_COUNT, ""), 0);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_fullest_queue_is_found),
		cmocka_unit_test(no_queue_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
