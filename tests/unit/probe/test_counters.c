/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts as they are told and recorded: the text, scaling, and what a missing event becomes.
 */
#include "../platform/help.h"

#include "base/scan.h"
#include "probe/counters.h"
#include "probe/counters_text.h"

static void lines_are_of_cpus_threads_or_errors(void **state)
{
	static const char text[] = "cpu3 cycles 10 20 30\nnonsense\n4121/4123 rwsem 7 8 9\n"
				   "cpu1 unknown 1 2 3\ncpux cycles 1 2 3\nerror cache_misses 2\n"
				   "cpu1 cycles 1 2\n";
	struct pa_counter_line line;
	struct pa_scan scan;

	(void)state;
	pa_scan_init(&scan, text, sizeof(text) - 1);
	assert_true(pa_counter_next(&scan, &line));
	assert_int_equal(line.owner, PA_COUNTER_OF_CPU);
	assert_int_equal(line.cpu, 3);
	assert_int_equal(line.event, PA_COUNTER_CYCLES);
	assert_int_equal(line.value, 10);
	assert_int_equal(line.enabled_ns, 20);
	assert_int_equal(line.running_ns, 30);
	assert_true(pa_counter_next(&scan, &line));
	assert_int_equal(line.owner, PA_COUNTER_OF_THREAD);
	assert_int_equal(line.pid, 4121);
	assert_int_equal(line.tid, 4123);
	assert_int_equal(line.event, PA_COUNTER_LOCK_RWSEM);
	assert_true(pa_counter_next(&scan, &line));
	assert_int_equal(line.owner, PA_COUNTER_ERROR);
	assert_int_equal(line.error, 2);
	assert_false(pa_counter_next(&scan, &line));
}

static void errno_lines_hold_three_numbers(void **state)
{
	static const char text[] = "12 24\n12 24 275\n12 99999 1\n";
	struct pa_errno_count got;
	struct pa_scan scan;

	(void)state;
	pa_scan_init(&scan, text, sizeof(text) - 1);
	assert_true(pa_counter_next_errno(&scan, &got));
	assert_int_equal(got.pid, 12);
	assert_int_equal(got.error, 24);
	assert_int_equal(got.count, 275);
	assert_false(pa_counter_next_errno(&scan, &got));
}

static const struct reply replies[] = {
	{ .path = "clock", .text = "1000 2000 0\n" },
	{ .path = "src/perf/counters",
	  .text = "cpu0 cycles 1000 100 50\ncpu0 instructions 10 100 0\ncpu0 exec 4 100 100\n"
		  "cpu1 exec 5 100 100\nerror drop 13\nerror stalled_backend 2\n" },
	{ .path = "src/perf/counters",
	  .text = "cpu0 cycles 1000 200 150\ncpu0 exec 6 200 200\nerror drop 13\n",
	  .moment = 1 },
	{ .path = "src/perf/watched",
	  .text = "7/7 cycles 100 10 10\n7/7 instructions 50 10 10\n7/8 cycles 1 10 10\n"
		  "7/8 instructions 2 10 10\n9/9 rwsem 3 10 10\n9/9 mutex 4 10 10\n"
		  "error cache_references 2\n" },
	{ .path = "src/perf/errnos", .text = "7 24 275\n9 28 1\n" },
};

struct fixture {
	struct world world;
	struct machine machine;
	struct pa_root *root;
	struct pa_counters *counters;
};

static void begin(struct fixture *f, size_t reply_count)
{
	world_init(&f->world);
	f->machine = (struct machine){ .replies = replies, .count = reply_count };
	f->root = machine_root(&f->machine, 2);
	f->counters = pa_counters_open(f->root, f->world.names);
}

static void tick(struct fixture *f)
{
	struct pa_moment *m = &f->world.moment;

	pa_moment_clear(m);
	assert_int_equal(pa_root_moment(f->root, &m->kind, &m->mono_ns, &m->real_ns), 0);
	pa_counters_read(f->counters, m);
}

static void end(struct fixture *f)
{
	f->counters = pa_counters_close(f->counters);
	pa_root_free(f->root);
	world_done(&f->world);
}

enum { ALL = sizeof(replies) / sizeof(replies[0]) };

static void counts_that_shared_a_counter_are_scaled(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, ALL);
	tick(&f);
	assert_int_equal(value_of(&f.world, PA_V_CPU_PIPELINE_CYCLES_COUNT, "cpu0"), 2000);
	tick(&f); /* nothing more was counted: the scaled count must not fall */
	assert_int_equal(value_of(&f.world, PA_V_CPU_PIPELINE_CYCLES_COUNT, "cpu0"), 2000);
	end(&f);
}

static void a_count_without_a_counter_is_absent(void **state)
{
	struct fixture f;
	const struct pa_sample *sample;

	(void)state;
	begin(&f, ALL);
	tick(&f);
	sample = sample_of(&f.world, PA_V_CPU_PIPELINE_INSTRUCTIONS_COUNT, "cpu0");
	assert_non_null(sample);
	assert_int_equal(sample->state, PA_ABSENT);
	end(&f);
}

static void tracepoints_are_summed_over_cpus(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, ALL);
	tick(&f);
	assert_int_equal(value_of(&f.world, PA_V_TASK_SHORT_EXECS_COUNT, ""), 9);
	tick(&f); /* cpu1 went off: what it counted stays */
	assert_int_equal(value_of(&f.world, PA_V_TASK_SHORT_EXECS_COUNT, ""), 11);
	end(&f);
}

static void an_event_that_cannot_be_opened_is_missed(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, ALL);
	tick(&f);
	assert_miss(&f.world, PA_V_NET_DROP_PACKETS_COUNT, PA_DENIED);
	assert_miss(&f.world, PA_V_CPU_PIPELINE_STALLED_BACKEND_COUNT, PA_ABSENT);
	end(&f);
}

static void a_recording_without_counters_misses_all(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 1);
	tick(&f);
	assert_miss(&f.world, PA_V_TASK_SHORT_EXECS_COUNT, PA_ABSENT);
	assert_int_equal(pa_counters_rung(f.counters), 'D');
	end(&f);
}

static void watched_threads_add_up_to_processes(void **state)
{
	struct fixture f;
	const struct pa_task *t;

	(void)state;
	begin(&f, ALL);
	tick(&f);
	assert_int_equal(pa_counters_rung(f.counters), 'C');
	pa_counters_read_watched(f.counters, &f.world.moment);
	t = f.world.moment.tasks;
	assert_int_equal(f.world.moment.task_count, 2);
	assert_int_equal(t[0].pid, 7);
	assert_int_equal(t[0].cycles, 101);
	assert_int_equal(t[0].instructions, 52);
	assert_int_equal(t[0].has, PA_TASK_COUNTERS);
	assert_int_equal(t[1].has, PA_TASK_LOCKS);
	assert_int_equal(t[1].rwsem_contended, 3);
	assert_int_equal(t[1].mutex_contended, 4);
	end(&f);
}

static void failed_calls_become_counts(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, ALL);
	tick(&f);
	pa_counters_read_errnos(f.counters, &f.world.moment);
	assert_int_equal(f.world.moment.errno_count, 2);
	assert_int_equal(f.world.moment.errnos[0].error, 24);
	assert_int_equal(f.world.moment.errnos[0].count, 275);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_of_cpus_threads_or_errors),
		cmocka_unit_test(errno_lines_hold_three_numbers),
		cmocka_unit_test(counts_that_shared_a_counter_are_scaled),
		cmocka_unit_test(a_count_without_a_counter_is_absent),
		cmocka_unit_test(tracepoints_are_summed_over_cpus),
		cmocka_unit_test(an_event_that_cannot_be_opened_is_missed),
		cmocka_unit_test(a_recording_without_counters_misses_all),
		cmocka_unit_test(watched_threads_add_up_to_processes),
		cmocka_unit_test(failed_calls_become_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
