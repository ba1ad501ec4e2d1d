/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every reply of a recorded machine, and every folder, fails in every way: nothing crashes, what
 * could not be read is no value, and a healthy machine stays free of accusation.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/names.h"
#include "catalog/values.h"
#include "liar.h"
#include "machine.h"
#include "model/advice.h"
#include "model/moment.h"
#include "observe/observe.h"
#include "observe/schedule.h"
#include "platform/platform.h"
#include "platform/root.h"
#include "probe/counters.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_internal.h"

enum { MOMENTS = 3, PROCESSES = 4, SHAPE_BYTES = 512, LOG_BYTES = 4096 };

/* Another one may be named as the argument: sources that are newer than this one are in it. */
static const char *recording = PA_TEST_DIR "/../golden/idle/machine.tar.zst";

static struct pa_snapshot *healthy;
static struct pa_names *names; /* shared by all runs: equal instances have equal ids */

/* What one run of the sources said: moment, metric and instance to a place in sample. */
struct said {
	struct pa_map at;
	struct pa_sample *sample;
	uint32_t count;
};

/* Few processes and the first lines of the kernel's log are enough: the runs are many. */
static bool leave_out(void *arg, struct machine_reply *reply)
{
	unsigned int number;

	(void)arg;
	if (!strcmp(reply->path, "src/kmsg") && reply->size_bytes > LOG_BYTES)
		reply->size_bytes = LOG_BYTES;
	if (sscanf(reply->path, "proc/%u/", &number) == 1 ||
	    sscanf(reply->path, "src/taskstats/%u", &number) == 1)
		return number <= PROCESSES || number > 11400;
	return true;
}

static int setup(void **state)
{
	struct pa_err err = { 0 };
	struct pa_snapshot *recorded = pa_snapshot_open(recording, &err);
	struct machine machine;

	(void)state;
	if (!recorded) {
		fprintf(stderr, "%s\n", err.text);
		return -1;
	}
	names = pa_names_new();
	machine_begin(&machine, recorded, MOMENTS);
	healthy = machine_end(&machine, leave_out, NULL);
	pa_snapshot_close(recorded);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	healthy = pa_snapshot_close(healthy);
	names = pa_names_free(names);
	return 0;
}

/* ---- what the sources say ---- */

static uint64_t key_of(uint32_t moment, const struct pa_sample *sample)
{
	return pa_map_key(sample->instance, moment << 16 | sample->metric);
}

static void keep(struct said *said, uint32_t number, const struct pa_moment *moment)
{
	said->sample = pa_grow_array(said->sample, said->count + moment->sample_count,
				     sizeof(*said->sample));
	for (uint32_t i = 0; i < moment->sample_count; i++) {
		pa_map_put(&said->at, key_of(number, &moment->samples[i]), said->count);
		said->sample[said->count++] = moment->samples[i];
	}
}

static void said_done(struct said *said)
{
	free(said->sample);
	pa_map_done(&said->at);
}

/* Run all sources over the machine and hand each moment to each(). */
static void run_sources(const struct pa_replay *replay,
			void (*each)(void *arg, uint32_t number, const struct pa_moment *moment),
			void *arg)
{
	struct pa_root *root = pa_root_replay(replay);
	struct pa_platform *platform = pa_platform_open(root, names, NULL);
	struct pa_counters *counters = pa_counters_open(root, names);
	struct pa_moment moment;
	uint32_t number = 0;
	uint8_t kind = 0;

	assert_non_null(platform);
	pa_moment_init(&moment);
	while (pa_root_moment(root, &kind, &moment.mono_ns, &moment.real_ns) == 0) {
		pa_platform_read(platform, pa_schedule_passes(number, kind), &moment);
		pa_counters_read(counters, &moment);
		each(arg, number++, &moment);
		pa_moment_clear(&moment);
	}
	pa_moment_done(&moment);
	pa_counters_close(counters);
	pa_platform_close(platform);
	pa_root_free(root);
}

static void keep_each(void *arg, uint32_t number, const struct pa_moment *moment)
{
	keep(arg, number, moment);
}

/* ---- which replies there are ---- */

static void add_shape(struct pa_names *shapes, const char *path)
{
	char shape[SHAPE_BYTES];

	liar_shape(path, shape, sizeof(shape));
	(void)pa_names_id(shapes, shape, strlen(shape));
}

/* The shape of every reply but the clock's, and of every folder. */
static struct pa_names *all_shapes(void)
{
	const struct pa_replies *replies = &healthy->replies;
	struct pa_names *shapes = pa_names_new();

	for (uint32_t i = 0; i < replies->count; i++) {
		const char *path = pa_replies_path(replies, &replies->reply[i]);
		char folder[SHAPE_BYTES];

		if (!strcmp(path, "clock"))
			continue;
		add_shape(shapes, path);
		(void)snprintf(folder, sizeof(folder), "%s", path);
		for (char *slash; (slash = strrchr(folder, '/'));) {
			*slash = '\0';
			add_shape(shapes, folder);
		}
	}
	return shapes;
}

/* A dump of netlink without a message, or without its last ones, is a whole one of fewer. */
static bool tells_less(const struct liar *liar)
{
	return liar->lie >= LIE_EMPTY && !strncmp(liar->shape, "src/inet_diag/", 14);
}

static void for_each_lie(enum lie last, void (*check)(struct liar *liar))
{
	struct pa_replay behind = pa_snapshot_replay(healthy);
	struct pa_names *shapes = all_shapes();
	uint32_t told = 0;

	assert_true(pa_names_count(shapes) > 100);
	for (uint32_t id = 1; id < pa_names_count(shapes); id++) {
		for (enum lie lie = LIE_NONE + 1; lie <= last; lie++) {
			struct liar liar;

			liar_init(&liar, &behind);
			liar.shape = pa_names_text(shapes, id);
			liar.lie = lie;
			if (tells_less(&liar))
				continue;
			check(&liar);
			liar.moment = MOMENTS - 1; /* it went well until now */
			if (liar.told && lie <= lie_last_failure)
				check(&liar);
			told += liar.told > 0;
			liar_done(&liar);
		}
	}
	assert_true(told > 300);
	pa_names_free(shapes);
}

/* ---- unknown is never zero ---- */

static struct said truth;

/* Values that count what was found, and rightly find less when something cannot be read. */
static bool counts_what_is_found(uint16_t metric)
{
	const char *id = pa_values[metric].id;

	return strstr(id, "unread_count") || strstr(id, "looked_count") ||
	       !strcmp(pa_values[metric].source, "cgroup_walk");
}

struct comparing {
	const struct liar *liar;
	uint32_t wrong;
};

static void compare(void *arg, uint32_t number, const struct pa_moment *moment)
{
	struct comparing *c = arg;
	uint32_t at;

	for (uint32_t i = 0; i < moment->sample_count; i++) {
		const struct pa_sample *s = &moment->samples[i], *was = NULL;

		if (s->state != PA_OK || counts_what_is_found(s->metric))
			continue;
		if (pa_map_get(&truth.at, key_of(number, s), &at))
			was = &truth.sample[at];
		if (was && was->state == PA_OK && was->value == s->value)
			continue;
		c->wrong++;
		print_error("lie %d about %s: %s of '%s' is %llu, not %lld\n", (int)c->liar->lie,
			    c->liar->shape, pa_values[s->metric].id,
			    pa_names_text(names, s->instance), (unsigned long long)s->value,
			    was && was->state == PA_OK ? (long long)was->value : -1LL);
	}
}

static uint32_t wrong_values;

static void check_values(struct liar *liar)
{
	struct pa_replay replay = liar_replay(liar);
	struct comparing c = { .liar = liar };

	run_sources(&replay, compare, &c);
	wrong_values += c.wrong;
}

static void what_failed_is_never_a_value(void **state)
{
	struct pa_replay replay = pa_snapshot_replay(healthy);

	(void)state;
	pa_map_init(&truth.at);
	run_sources(&replay, keep_each, &truth);
	wrong_values = 0;
	for_each_lie(lie_last_failure, check_values);
	said_done(&truth);
	assert_int_equal(wrong_values, 0);
}

/* ---- and nobody is accused ---- */

static uint32_t accused;

static void check_verdict(struct liar *liar)
{
	const struct pa_observe_settings settings = { .drill = 1 };
	struct pa_replay replay = liar_replay(liar);
	struct pa_root *root = pa_root_replay(&replay);
	struct pa_err err = { 0 };
	struct pa_advice *advice = pa_observe(root, &settings, &err);

	assert_non_null(advice);
	assert_non_null(advice->verdict.sentence);
	if (advice->verdict.state == PA_VERDICT_BOTTLENECK) {
		accused++;
		print_error("lie %d about %s: %s\n", (int)liar->lie, liar->shape,
			    advice->verdict.sentence);
	}
	pa_advice_free(advice);
	pa_root_free(root);
}

static void a_lie_is_no_bottleneck(void **state)
{
	(void)state;
	accused = 0;
	for_each_lie(LIE_COUNT - 1, check_verdict);
	assert_int_equal(accused, 0);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_failed_is_never_a_value),
		cmocka_unit_test(a_lie_is_no_bottleneck),
	};

	if (argc > 1)
		recording = argv[1];
	return cmocka_run_group_tests(tests, setup, teardown);
}
