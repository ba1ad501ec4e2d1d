/* SPDX-License-Identifier: Apache-2.0 */
/* Synthetic devices whose limit is known, under loads that reach it and loads that do not. */
#include "unit.h"

#include <string.h>

#include "analyze/capacity.h"
#include "catalog/values.h"
#include "model/moment.h"

/* A device that serves one request in base_ms and limit_per_s of them; depth are in flight. */
static struct pa_disk_tick serve(double base_ms, double limit_per_s, double depth, double bytes)
{
	double wanted = depth * 1000 / base_ms;
	double rate = wanted < limit_per_s ? wanted : limit_per_s;

	return (struct pa_disk_tick){
		.requests_per_s = (float)rate,
		.requests = (float)rate,
		.bytes_per_s = (float)(rate * bytes),
		.await_ms = (float)(depth * 1000 / rate),
		.queue_count = (float)depth,
		.read_ratio = 1,
	};
}

enum { TICKS = 10 };

static void ramp(struct pa_disk_tick ticks[TICKS], double base_ms, double limit_per_s, double bytes)
{
	static const double depth[TICKS] = { 0.2, 0.5, 1, 2, 4, 8, 16, 32, 32, 32 };

	for (int i = 0; i < TICKS; i++)
		ticks[i] = serve(base_ms, limit_per_s, depth[i], bytes);
}

static void a_limit_that_was_reached_is_learned(void **state)
{
	struct pa_disk_tick ticks[TICKS];
	struct pa_capacity c;

	(void)state;
	ramp(ticks, 0.5, 3000, 4096);
	assert_true(pa_capacity_learn(ticks, TICKS, &c));
	assert_near(c.iops_per_s, 3000, 30);
	assert_near(c.bytes_per_s, 3000 * 4096, 3e5);
	assert_near(c.base_ms, 0.5, 0.01);
	assert_true(c.confidence_ratio > 0.8 && c.confidence_ratio <= 1);
}

static void a_device_with_room_has_no_limit(void **state)
{
	struct pa_disk_tick ticks[TICKS];
	struct pa_capacity c = { .iops_per_s = 7 };

	(void)state;
	ramp(ticks, 0.5, 1e9, 4096);
	assert_false(pa_capacity_learn(ticks, TICKS, &c));
	assert_near(c.iops_per_s, 7, 0);
}

static void a_steady_load_shows_no_knee(void **state)
{
	struct pa_disk_tick ticks[TICKS];
	struct pa_capacity c;

	(void)state;
	for (int i = 0; i < TICKS; i++)
		ticks[i] = serve(0.5, 3000, 32, 4096);
	assert_false(pa_capacity_learn(ticks, TICKS, &c));
}

/* One reader after the other: the rate is flat as nobody asks for more. */
static void a_serial_reader_is_no_limit(void **state)
{
	struct pa_disk_tick ticks[TICKS];
	struct pa_capacity c;

	(void)state;
	for (int i = 0; i < TICKS; i++)
		ticks[i] = serve(0.5, 1e9, i < 4 ? 0.1 : 1, 4096);
	assert_false(pa_capacity_learn(ticks, TICKS, &c));
}

static void larger_requests_are_no_knee(void **state)
{
	struct pa_disk_tick ticks[TICKS];
	struct pa_capacity c;

	(void)state;
	for (int i = 0; i < TICKS; i++)
		ticks[i] = i < 4 ? serve(0.1, 1e9, 0.02, 4096) : serve(4, 1e9, 8, 1 << 20);
	assert_false(pa_capacity_learn(ticks, TICKS, &c));
}

static void another_mix_of_reads_and_writes_is_no_knee(void **state)
{
	struct pa_disk_tick ticks[TICKS];
	struct pa_capacity c;

	(void)state;
	ramp(ticks, 0.5, 3000, 4096);
	for (int i = 0; i < 4; i++)
		ticks[i].read_ratio = 0;
	assert_false(pa_capacity_learn(ticks, TICKS, &c));
}

static void a_quota_in_bytes_is_learned_in_bytes(void **state)
{
	struct pa_disk_tick ticks[TICKS];
	struct pa_capacity c;

	(void)state;
	ramp(ticks, 2, 200, 1 << 20);
	for (int i = 4; i < TICKS; i++) { /* same bytes in requests of changing size */
		double size = i % 2 ? 1.3 : 0.8;

		ticks[i].requests_per_s /= (float)size;
		ticks[i].requests /= (float)size;
		ticks[i].await_ms *= (float)size;
	}
	assert_true(pa_capacity_learn(ticks, TICKS, &c));
	assert_near(c.bytes_per_s, 200.0 * (1 << 20), 1e7);
}

static void two_ticks_at_the_top_are_chance(void **state)
{
	struct pa_disk_tick ticks[TICKS];
	struct pa_capacity c;

	(void)state;
	for (int i = 0; i < TICKS; i++)
		ticks[i] = serve(0.5, 3000, i < 8 ? 0.3 : 32, 4096);
	assert_false(pa_capacity_learn(ticks, TICKS, &c));
}

static void no_ticks_say_nothing(void **state)
{
	struct pa_disk_tick idle[TICKS] = { { 0 } };
	struct pa_capacity c;
	double excess_ms = 7;

	(void)state;
	assert_false(pa_capacity_learn(idle, 0, &c));
	assert_false(pa_capacity_learn(idle, TICKS, &c));
	assert_false(pa_capacity_excess(idle, TICKS, &excess_ms));
	assert_near(excess_ms, 7, 0);
}

static void the_excess_is_what_waiting_adds(void **state)
{
	struct pa_disk_tick ticks[TICKS];
	double excess_ms;

	(void)state;
	for (int i = 0; i < TICKS; i++)
		ticks[i] = serve(1, 100, i < 5 ? 0.1 : 0.1, 4096);
	assert_true(pa_capacity_excess(ticks, TICKS, &excess_ms));
	assert_near(excess_ms, 0, 0.01);
	for (int i = 0; i < 5; i++)
		ticks[i] = serve(1, 100, 1, 4096); /* ten times the latency, a tenth below it */
	assert_true(pa_capacity_excess(ticks, TICKS, &excess_ms));
	assert_true(excess_ms > 4 && excess_ms < 9.1);
}

/* ---- ticks from counters ---- */

static void add(struct pa_disk_tracks *tracks, uint64_t second, uint64_t reads, uint64_t ms)
{
	struct pa_moment moment;

	pa_moment_init(&moment);
	moment.mono_ns = (second + 1) * 1000000000;
	pa_moment_put(&moment, PA_V_BLK_DEV_READS_COUNT, 5, reads);
	pa_moment_put(&moment, PA_V_BLK_DEV_READ_SECTORS, 5, reads * 8);
	pa_moment_put(&moment, PA_V_BLK_DEV_READ_MS, 5, ms);
	pa_moment_put(&moment, PA_V_BLK_DEV_WRITES_COUNT, 5, 0);
	pa_moment_put(&moment, PA_V_BLK_DEV_WRITE_SECTORS, 5, 0);
	pa_moment_put(&moment, PA_V_BLK_DEV_WRITE_MS, 5, 0);
	pa_moment_put(&moment, PA_V_BLK_DEV_WEIGHTED_MS, 5, ms);
	pa_disk_tracks_add(tracks, &moment);
	pa_moment_done(&moment);
}

static void ticks_are_made_of_counters(void **state)
{
	struct pa_disk_tracks tracks = { .count = 0 };
	const struct pa_disk_track *track;

	(void)state;
	pa_disk_tracks_init(&tracks);
	add(&tracks, 0, 1000, 500);
	add(&tracks, 1, 1200, 900);
	add(&tracks, 2, 100, 10); /* it was replaced by another */
	add(&tracks, 3, 150, 60);
	track = pa_disk_tracks_find(&tracks, 5);
	assert_non_null(track);
	assert_null(pa_disk_tracks_find(&tracks, 6));
	assert_int_equal(track->count, 2);
	assert_near((double)track->tick[0].requests_per_s, 200, 0.1);
	assert_near((double)track->tick[0].bytes_per_s, 200 * 4096, 10);
	assert_near((double)track->tick[0].await_ms, 2, 0.01);
	assert_near((double)track->tick[0].queue_count, 0.4, 0.01);
	assert_near((double)track->tick[1].requests, 50, 0.1);
	pa_disk_tracks_done(&tracks);
}

static void the_newest_ticks_are_kept(void **state)
{
	struct pa_disk_tracks tracks = { .count = 0 };

	(void)state;
	pa_disk_tracks_init(&tracks);
	for (uint64_t i = 0; i < 200; i++)
		add(&tracks, i, i * 10, i);
	assert_int_equal(pa_disk_tracks_find(&tracks, 5)->count, PA_DISK_TICKS);
	pa_disk_tracks_done(&tracks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_limit_that_was_reached_is_learned),
		cmocka_unit_test(a_device_with_room_has_no_limit),
		cmocka_unit_test(a_steady_load_shows_no_knee),
		cmocka_unit_test(a_serial_reader_is_no_limit),
		cmocka_unit_test(larger_requests_are_no_knee),
		cmocka_unit_test(another_mix_of_reads_and_writes_is_no_knee),
		cmocka_unit_test(a_quota_in_bytes_is_learned_in_bytes),
		cmocka_unit_test(two_ticks_at_the_top_are_chance),
		cmocka_unit_test(no_ticks_say_nothing),
		cmocka_unit_test(the_excess_is_what_waiting_adds),
		cmocka_unit_test(ticks_are_made_of_counters),
		cmocka_unit_test(the_newest_ticks_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
