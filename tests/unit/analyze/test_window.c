/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "scene.h"

/* A window that is fed by hand. */
struct fed {
	struct pa_names *names;
	struct pa_machine machine;
	struct pa_window *window;
	struct pa_moment moment;
	uint64_t now_s;
};

static int setup(void **state)
{
	static struct fed fed;

	memset(&fed, 0, sizeof(fed));
	fed.names = pa_names_new();
	fed.machine = (struct pa_machine){ .hz = 100, .cpu_count = 2, .page_bytes = 4096 };
	fed.window = pa_window_new(fed.names, &fed.machine);
	pa_moment_init(&fed.moment);
	fed.now_s = 1000;
	*state = &fed;
	return 0;
}

static int teardown(void **state)
{
	struct fed *f = *state;

	pa_moment_done(&f->moment);
	f->window = pa_window_free(f->window);
	f->names = pa_names_free(f->names);
	return 0;
}

static void take(struct fed *f)
{
	f->moment.mono_ns = f->now_s++ * SCENE_S;
	f->moment.real_ns = SCENE_EPOCH_NS + f->moment.mono_ns;
	pa_window_add(f->window, &f->moment);
	pa_moment_clear(&f->moment);
}

static void value(struct fed *f, uint64_t v)
{
	pa_moment_put(&f->moment, PA_V_MEM_SWAP_IN_PAGES, 0, v);
	take(f);
}

static struct pa_task *thread(struct fed *f, int32_t pid, int32_t tid, uint64_t start_ticks,
			      uint64_t run_ns)
{
	struct pa_task *t = pa_moment_task(&f->moment);

	t->pid = pid;
	t->tid = tid;
	t->start_ticks = start_ticks;
	t->has = PA_TASK_STAT | PA_TASK_RUN;
	t->state = 'S';
	t->run_ns = run_ns;
	f->moment.has_tasks = 1;
	return t;
}

static double growth(const struct fed *f)
{
	double v = -1;

	(void)pa_window_delta(f->window, PA_V_MEM_SWAP_IN_PAGES, 0, &v);
	return v;
}

static void a_counter_grows_by_what_it_rose(void **state)
{
	struct fed *f = *state;

	value(f, 100);
	value(f, 130);
	value(f, 190);
	assert_near(growth(f), 90, 0);
}

static void a_reset_of_a_counter_is_no_growth(void **state)
{
	struct fed *f = *state;

	value(f, 1000);
	value(f, 1010);
	value(f, 3);
	value(f, 8);
	assert_near(growth(f), 15, 0);
}

static void a_counter_of_32_bits_that_wraps_loses_one_step_only(void **state)
{
	struct fed *f = *state;

	value(f, 4294967290U);
	value(f, 4);
	value(f, 14);
	assert_near(growth(f), 10, 0);
}

static void a_rate_leaves_out_the_time_of_a_reset(void **state)
{
	struct fed *f = *state;
	double per_s = -1, of_nothing = 7;

	value(f, 1000);
	value(f, 3);
	assert_false(pa_window_rate(f->window, PA_V_MEM_SWAP_IN_PAGES, 0, &of_nothing));
	value(f, 13);
	assert_true(pa_window_rate(f->window, PA_V_MEM_SWAP_IN_PAGES, 0, &per_s));
	assert_near(per_s, 10, 1e-9);
}

/* The machine slept for an hour before we looked; a thread then appears that is older. */
static void a_thread_from_before_a_sleep_is_no_newborn(void **state)
{
	struct fed *f = *state;

	thread(f, 1, 1, 10, 0);
	f->moment.clocks = (struct pa_clocks){ .boot_ns = (f->now_s + 3600) * SCENE_S,
					       .mono_ns = f->now_s * SCENE_S,
					       .real_ns = 1 };
	take(f);
	thread(f, 1, 1, 10, 0);
	thread(f, 9, 9, (f->now_s + 3600 - 60) * 100, 5000);
	take(f);
	assert_int_equal(f->window->tracks[1].first.run_ns, 5000);
}

static void one_value_has_no_rate(void **state)
{
	struct fed *f = *state;
	double per_s = 7;

	value(f, 100);
	assert_false(pa_window_rate(f->window, PA_V_MEM_SWAP_IN_PAGES, 0, &per_s));
	assert_near(per_s, 7, 0);
}

static void a_rate_is_over_the_time_between_its_own_values(void **state)
{
	struct fed *f = *state;
	double per_s;

	take(f);
	value(f, 100);
	take(f);
	value(f, 300);
	take(f);
	assert_true(pa_window_rate(f->window, PA_V_MEM_SWAP_IN_PAGES, 0, &per_s));
	assert_near(per_s, 100, 1e-9);
}

static void a_value_never_told_is_unknown(void **state)
{
	struct fed *f = *state;
	double v;

	take(f);
	assert_null(pa_window_find(f->window, PA_V_MEM_SWAP_IN_PAGES, 0));
	assert_false(pa_window_last(f->window, PA_V_MEM_SWAP_IN_PAGES, 0, &v));
}

static void a_gauge_has_a_mean_and_a_last(void **state)
{
	struct fed *f = *state;
	double v;

	value(f, 10);
	value(f, 20);
	value(f, 60);
	assert_true(pa_window_mean(f->window, PA_V_MEM_SWAP_IN_PAGES, 0, &v));
	assert_near(v, 30, 1e-9);
	assert_true(pa_window_last(f->window, PA_V_MEM_SWAP_IN_PAGES, 0, &v));
	assert_near(v, 60, 0);
}

static void a_miss_is_not_a_zero(void **state)
{
	struct fed *f = *state;
	double v;

	value(f, 10);
	pa_moment_miss(&f->moment, PA_V_MEM_SWAP_IN_PAGES, 0, PA_DENIED);
	take(f);
	assert_true(pa_window_mean(f->window, PA_V_MEM_SWAP_IN_PAGES, 0, &v));
	assert_near(v, 10, 0);
	assert_int_equal(pa_window_find(f->window, PA_V_MEM_SWAP_IN_PAGES, 0)->state, PA_OK);
}

static void a_counter_that_stood_still_first_says_when_it_began(void **state)
{
	struct fed *f = *state;
	const struct pa_series *s;

	value(f, 5);
	value(f, 5);
	value(f, 5);
	value(f, 9);
	s = pa_window_find(f->window, PA_V_MEM_SWAP_IN_PAGES, 0);
	assert_int_equal(s->quiet_until_ns, 1002 * SCENE_S);
	assert_int_equal(s->rise_ns, 1003 * SCENE_S);
}

static void a_counter_that_grew_from_the_start_was_never_quiet(void **state)
{
	struct fed *f = *state;

	value(f, 5);
	value(f, 6);
	value(f, 6);
	value(f, 7);
	assert_int_equal(pa_window_find(f->window, PA_V_MEM_SWAP_IN_PAGES, 0)->quiet_until_ns, 0);
}

static void a_thread_born_inside_the_window_began_at_zero(void **state)
{
	struct fed *f = *state;

	(void)thread(f, 1, 1, 50, 7);
	take(f);
	(void)thread(f, 1, 1, 50, 7);
	(void)thread(f, 9, 9, 100050, 300);
	take(f);
	assert_int_equal(f->window->track_count, 2);
	assert_int_equal(f->window->tracks[1].first.run_ns, 0);
	assert_int_equal(f->window->tracks[1].last.run_ns, 300);
	assert_int_equal(f->window->tracks[1].first_ns, 1000 * SCENE_S);
}

static void a_thread_that_the_first_pass_missed_is_not_newborn(void **state)
{
	struct fed *f = *state;

	(void)thread(f, 1, 1, 50, 7);
	take(f);
	(void)thread(f, 9, 9, 60, 900 * SCENE_S);
	take(f);
	assert_int_equal(f->window->tracks[1].first.run_ns, 900 * SCENE_S);
}

static void the_first_pass_holds_no_newborn(void **state)
{
	struct fed *f = *state;

	(void)thread(f, 9, 9, 60, 300);
	take(f);
	assert_int_equal(f->window->tracks[0].first.run_ns, 300);
}

static void a_tid_used_again_is_another_thread(void **state)
{
	struct fed *f = *state;

	(void)thread(f, 9, 9, 50, 5000);
	take(f);
	(void)thread(f, 9, 9, 100070, 10);
	take(f);
	assert_int_equal(f->window->track_count, 2);
	assert_int_equal(f->window->tracks[0].last.run_ns, 5000);
	assert_int_equal(f->window->tracks[1].first.run_ns, 0);
}

static void what_a_record_does_not_know_stays_as_it_was(void **state)
{
	struct fed *f = *state;
	struct pa_task *t = thread(f, 9, 9, 50, 10);

	t->has |= PA_TASK_IO | PA_TASK_FDS;
	t->read_bytes = 4096;
	t->fd_count = 17;
	take(f);
	(void)thread(f, 9, 9, 50, 20);
	take(f);
	assert_int_equal(f->window->tracks[0].last.read_bytes, 4096);
	assert_int_equal(f->window->tracks[0].last.fd_count, 17);
	assert_int_equal(f->window->tracks[0].last.run_ns, 20);
}

static void what_becomes_known_late_did_not_happen_at_once(void **state)
{
	struct fed *f = *state;
	struct pa_task *t;

	(void)thread(f, 9, 9, 50, 10);
	take(f);
	t = thread(f, 9, 9, 50, 20);
	t->has |= PA_TASK_IO;
	t->read_bytes = 1 << 30;
	take(f);
	assert_int_equal(f->window->tracks[0].first.read_bytes, 1 << 30);
}

static void watched_counters_begin_at_their_first_reading(void **state)
{
	struct fed *f = *state;
	struct pa_task *t;

	(void)thread(f, 9, 9, 50, 10);
	take(f);
	for (uint64_t i = 1; i <= 2; i++) {
		t = pa_moment_task(&f->moment);
		t->pid = t->tid = 9;
		t->has = PA_TASK_COUNTERS;
		t->cycles = 1000 * i;
		take(f);
	}
	assert_int_equal(f->window->tracks[0].first.cycles, 1000);
	assert_int_equal(f->window->tracks[0].last.cycles, 2000);
	assert_int_equal(f->window->tracks[0].watch_last_ns - f->window->tracks[0].watch_first_ns,
			 SCENE_S);
}

static void a_close_look_at_an_unknown_thread_is_dropped(void **state)
{
	struct fed *f = *state;

	(void)thread(f, 9, 9, 50, 10);
	f->moment.has_tasks = 0;
	f->moment.kind = PA_MOMENT_PROBE;
	take(f);
	assert_int_equal(f->window->track_count, 0);
	assert_int_equal(f->window->ticks, 0);
}

static void sockets_are_kept_from_the_first_and_the_last_moment(void **state)
{
	struct fed *f = *state;

	for (uint32_t i = 1; i <= 3; i++) {
		pa_moment_sock(&f->moment)->retransmits = i;
		take(f);
	}
	assert_int_equal(f->window->socks_first[0].retransmits, 1);
	assert_int_equal(f->window->socks_last[0].retransmits, 3);
	assert_int_equal(f->window->sock_last_count, 1);
}

static void errors_are_counted_for_each_process_and_errno(void **state)
{
	struct fed *f = *state;

	for (uint64_t i = 1; i <= 2; i++) {
		*pa_moment_errno(&f->moment) = (struct pa_errno_count){ 9, 24, 10 * i };
		*pa_moment_errno(&f->moment) = (struct pa_errno_count){ 9, 28, i };
		take(f);
	}
	assert_int_equal(f->window->errno_count, 2);
	assert_int_equal(f->window->errnos[0].first, 10);
	assert_int_equal(f->window->errnos[0].last, 20);
}

static void a_thread_joins_its_main_thread(void **state)
{
	struct fed *f = *state;

	(void)thread(f, 9, 9, 50, 10);
	(void)thread(f, 9, 10, 51, 10);
	take(f);
	assert_int_equal(f->window->tracks[1].process, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_counter_grows_by_what_it_rose),
		TEST(a_reset_of_a_counter_is_no_growth),
		TEST(a_counter_of_32_bits_that_wraps_loses_one_step_only),
		TEST(a_rate_leaves_out_the_time_of_a_reset),
		TEST(a_thread_from_before_a_sleep_is_no_newborn),
		TEST(one_value_has_no_rate),
		TEST(a_rate_is_over_the_time_between_its_own_values),
		TEST(a_value_never_told_is_unknown),
		TEST(a_gauge_has_a_mean_and_a_last),
		TEST(a_miss_is_not_a_zero),
		TEST(a_counter_that_stood_still_first_says_when_it_began),
		TEST(a_counter_that_grew_from_the_start_was_never_quiet),
		TEST(a_thread_born_inside_the_window_began_at_zero),
		TEST(a_thread_that_the_first_pass_missed_is_not_newborn),
		TEST(the_first_pass_holds_no_newborn),
		TEST(a_tid_used_again_is_another_thread),
		TEST(what_a_record_does_not_know_stays_as_it_was),
		TEST(what_becomes_known_late_did_not_happen_at_once),
		TEST(watched_counters_begin_at_their_first_reading),
		TEST(a_close_look_at_an_unknown_thread_is_dropped),
		TEST(sockets_are_kept_from_the_first_and_the_last_moment),
		TEST(errors_are_counted_for_each_process_and_errno),
		TEST(a_thread_joins_its_main_thread),
	};
#undef TEST
	return cmocka_run_group_tests(tests, NULL, NULL);
}
