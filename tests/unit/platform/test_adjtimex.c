/* SPDX-License-Identifier: Apache-2.0 */
#include "source_help.h"

#include "platform/linux/adjtimex.h"

#define SOURCE "sys/devices/system/clocksource/clocksource0/current_clocksource"

static int parse(const char *text, struct pa_adjtimex *out)
{
	return pa_adjtimex_parse(text, strlen(text), out);
}

static void a_synchronized_clock_in_nanoseconds(void **state)
{
	struct pa_adjtimex got;

	(void)state;
	/* STA_PLL | STA_NANO; -1.5 parts in a million. Synthetic. */
	assert_int_equal(parse("0 8193 -250000 -98304 32768000 1500\n", &got), 0);
	assert_false(got.unsynchronized);
	assert_int_equal(got.offset_ns, 250000);
	assert_int_equal(got.frequency_ns_per_s, 1500);
	assert_int_equal(got.frequency_limit_ns_per_s, 500000);
	assert_int_equal(got.max_error_us, 1500);
}

/* From a guest on which nothing synchronizes. */
static void one_that_nobody_keeps(void **state)
{
	struct pa_adjtimex got;

	(void)state;
	assert_int_equal(parse("5 64 12 0 32768000 16000000\n", &got), 0);
	assert_true(got.unsynchronized);
	assert_int_equal(got.offset_ns, 12000);
	assert_int_equal(got.max_error_us, 16000000);
}

static void what_is_no_reply_is_refused(void **state)
{
	struct pa_adjtimex got = { .max_error_us = 7 };

	(void)state;
	assert_int_equal(parse("", &got), -EBADMSG);
	assert_int_equal(parse("0 64 12 0 32768000", &got), -EBADMSG);
	assert_int_equal(parse("0 64 12 0 32768000 -1", &got), -EBADMSG);
	assert_int_equal(parse("0 64 9223372036854775807 0 1 1", &got), -EBADMSG);
	assert_int_equal(got.max_error_us, 7);
}

static const struct reply replies[] = {
	{ .path = "src/adjtimex", .text = "5 64 0 0 32768000 16000000\n" },
	{ .path = SOURCE, .text = "tsc\n" },
	{ .path = SOURCE, .text = "hpet\n", .moment = 1 },
};

static void a_change_of_the_clock_source_is_counted(void **state)
{
	struct scene s;
	uint8_t kind;
	uint64_t ns;

	(void)state;
	scene_begin(&s, &pa_source_adjtimex, replies, 3);
	(void)pa_root_moment(s.sys.root, &kind, &ns,
			     &ns); /* without a clock: it counts all the same */
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_CLOCK_SYNC_SWITCHES_COUNT, ""), 0);
	assert_int_equal(value_of(&s.world, PA_V_CLOCK_SYNC_UNSYNCHRONIZED_FLAG, ""), 1);
	pa_moment_clear(&s.world.moment);
	(void)pa_root_moment(s.sys.root, &kind, &ns, &ns);
	assert_int_equal(scene_read(&s), 0);
	assert_int_equal(value_of(&s.world, PA_V_CLOCK_SYNC_SWITCHES_COUNT, ""), 1);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_synchronized_clock_in_nanoseconds),
		cmocka_unit_test(one_that_nobody_keeps),
		cmocka_unit_test(what_is_no_reply_is_refused),
		cmocka_unit_test(a_change_of_the_clock_source_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
