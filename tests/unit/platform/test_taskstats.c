/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/taskstats.h>
#include <string.h>

#include "model/task.h"
#include "platform/linux/taskstats.h"

static void taskstats_reads_what_schedstat_said(void **state)
{
	struct pa_task task = { 0 };
	size_t bytes;
	char *stats = load("taskstats_16.bin", &bytes);

	(void)state;
	assert_int_equal(bytes, 560);
	assert_int_equal(pa_taskstats_parse(stats, bytes, 0, &task), 0);
	assert_int_equal(task.has, PA_TASK_RUN | PA_TASK_SWITCHES | PA_TASK_DELAY_MAX);
	assert_int_equal(task.run_ns, 885950); /* its schedstat: 885950 332201 1 */
	assert_int_equal(task.run_delay_ns, 332201);
	assert_int_equal(task.run_delay_max_ns, 332201);
	assert_int_equal(task.voluntary_switches, 1);
	free(stats);
}

static void taskstats_takes_delays_only_when_told(void **state)
{
	struct pa_task task = { 0 };
	size_t bytes;
	char *stats = load("taskstats_16.bin", &bytes);

	(void)state;
	assert_int_equal(
		pa_taskstats_parse(stats, bytes, PA_TASKSTATS_DELAYS | PA_TASKSTATS_IO, &task), 0);
	assert_true(task.has & PA_TASK_DELAYS);
	assert_true(task.has & PA_TASK_IO);
	assert_int_equal(task.read_chars, 6144);
	free(stats);
}

static void taskstats_reads_older_and_shorter_ones(void **state)
{
	struct pa_task task = { 0 };
	uint16_t version = 13;
	size_t bytes;
	char *stats = load("taskstats_16.bin", &bytes);

	(void)state;
	memcpy(stats, &version, sizeof(version));
	assert_int_equal(pa_taskstats_parse(stats, 416, 0, &task), 0);
	assert_int_equal(task.run_ns, 885950);
	assert_false(task.has & PA_TASK_DELAY_MAX);
	assert_int_equal(pa_taskstats_parse(stats, 328, PA_TASKSTATS_DELAYS, &task), 0);
	assert_int_equal(pa_taskstats_parse(stats, 327, 0, &task), -EBADMSG);
	assert_int_equal(pa_taskstats_parse(stats, 0, 0, &task), -EBADMSG);
	free(stats);
}

static void taskstats_does_not_guess_a_layout(void **state)
{
	const uint16_t versions[] = { 0, 7, 15 };
	struct pa_task task = { .run_ns = 5 };
	size_t bytes;
	char *stats = load("taskstats_16.bin", &bytes);

	(void)state;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		memcpy(stats, &versions[i], sizeof(versions[i]));
		assert_int_equal(pa_taskstats_parse(stats, bytes, 0, &task), -EPROTO);
	}
	assert_int_equal(task.run_ns, 5);
	free(stats);
}

/* Only the header of a version that moved nothing may be compared. */
static void taskstats_offsets_are_the_header_s(void **state)
{
	struct taskstats stats = {
		.version = 13,
		.cpu_delay_total = 1,
		.blkio_delay_total = 2,
		.swapin_delay_total = 3,
		.cpu_run_virtual_total = 4,
		.nvcsw = 5,
		.nivcsw = 6,
		.freepages_delay_total = 7,
		.thrashing_delay_total = 8,
		.compact_delay_total = 9,
		.read_char = 10,
		.write_bytes = 11,
	};
	struct pa_task task = { 0 };

	(void)state;
	if (TASKSTATS_VERSION == 15)
		skip();
	assert_int_equal(pa_taskstats_parse((const char *)&stats, sizeof(stats),
					    PA_TASKSTATS_DELAYS | PA_TASKSTATS_IO, &task),
			 0);
	assert_int_equal(task.run_delay_ns, 1);
	assert_int_equal(task.block_delay_ns, 2);
	assert_int_equal(task.swapin_delay_ns, 3);
	assert_int_equal(task.run_ns, 4);
	assert_int_equal(task.voluntary_switches, 5);
	assert_int_equal(task.involuntary_switches, 6);
	assert_int_equal(task.reclaim_delay_ns, 7);
	assert_int_equal(task.thrashing_delay_ns, 8);
	assert_int_equal(task.compact_delay_ns, 9);
	assert_int_equal(task.read_chars, 10);
	assert_int_equal(task.write_bytes, 11);
}

struct seen {
	int count, error;
	int32_t tid;
	size_t bytes;
};

static void see(void *arg, int32_t tid, int error, const char *stats, size_t stats_bytes)
{
	struct seen *seen = arg;

	(void)stats;
	*seen = (struct seen){ seen->count + 1, error, tid, stats_bytes };
}

/* An answer as mk_reply() makes it, with 8 bytes for a structure. */
struct answer {
	struct nlmsghdr head;
	struct genlmsghdr genl;
	struct nlattr aggr, pid;
	uint32_t tid;
	struct nlattr stats;
	char bytes[8];
};

static struct answer answer(void)
{
	return (struct answer){
		.head = { .nlmsg_len = sizeof(struct answer), .nlmsg_type = 25 },
		.aggr = { 4 + 8 + 12, TASKSTATS_TYPE_AGGR_PID | NLA_F_NESTED },
		.pid = { 8, TASKSTATS_TYPE_PID },
		.tid = 4711,
		.stats = { 12, TASKSTATS_TYPE_STATS },
	};
}

static void taskstats_finds_the_thread_of_an_answer(void **state)
{
	struct answer reply = answer();
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(pa_taskstats_replies((const char *)&reply, sizeof(reply), see, &seen), 0);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.tid, 4711);
	assert_int_equal(seen.bytes, 8);
}

static void taskstats_takes_no_attribute_beyond_its_nest(void **state)
{
	struct answer reply = answer();
	struct seen seen = { 0 };

	(void)state;
	reply.stats.nla_len = 16; /* four bytes more than the nest holds */
	assert_int_equal(pa_taskstats_replies((const char *)&reply, sizeof(reply), see, &seen), 0);
	assert_int_equal(seen.count, 0);
	reply = answer();
	reply.aggr.nla_len = UINT16_MAX;
	assert_int_equal(pa_taskstats_replies((const char *)&reply, sizeof(reply), see, &seen), 0);
	assert_int_equal(seen.count, 0);
}

static void taskstats_tells_which_request_failed(void **state)
{
	struct {
		struct nlmsghdr head;
		int32_t error;
	} reply = { { .nlmsg_len = 20, .nlmsg_type = NLMSG_ERROR, .nlmsg_seq = 9 }, -ESRCH };
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(pa_taskstats_replies((const char *)&reply, sizeof(reply), see, &seen), 0);
	assert_int_equal(seen.error, -ESRCH);
	assert_int_equal(seen.tid, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(taskstats_reads_what_schedstat_said),
		cmocka_unit_test(taskstats_takes_delays_only_when_told),
		cmocka_unit_test(taskstats_reads_older_and_shorter_ones),
		cmocka_unit_test(taskstats_does_not_guess_a_layout),
		cmocka_unit_test(taskstats_offsets_are_the_header_s),
		cmocka_unit_test(taskstats_finds_the_thread_of_an_answer),
		cmocka_unit_test(taskstats_takes_no_attribute_beyond_its_nest),
		cmocka_unit_test(taskstats_tells_which_request_failed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
