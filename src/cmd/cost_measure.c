/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/cost_measure.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/names.h"
#include "catalog/alternatives.h"
#include "model/moment.h"
#include "platform/ways.h"
#include "platform/platform.h"
#include "platform/root.h"
#include "probe/counters.h"

/* The passes as the observer runs them, and how many of each come in the ticks of a rare one. */
static const struct {
	uint32_t passes;
	uint32_t ticks;
} kinds[] = {
	{ PA_PASS_SYSTEM | PA_PASS_TASKS,
	  PA_RARE_EVERY_TICKS - PA_RARE_EVERY_TICKS / PA_SLOW_EVERY_TICKS },
	{ PA_PASS_SYSTEM | PA_PASS_TASKS | PA_PASS_SLOW,
	  PA_RARE_EVERY_TICKS / PA_SLOW_EVERY_TICKS - 1 },
	{ PA_PASS_SYSTEM | PA_PASS_TASKS | PA_PASS_SLOW | PA_PASS_RARE, 1 },
};

enum { USUAL, SLOW, RARE, KINDS, WARM_UP = 2 };

/* What one source took in one kind of pass. */
struct readings {
	uint64_t *cost_ns; /* times places */
	uint32_t count;
};

struct machine {
	struct pa_names *names;
	struct pa_root *root;
	struct pa_platform *platform;
	struct pa_counters *counters;
	struct pa_moment moment;
	size_t source_count;	   /* the row behind them is that of the counters of perf */
	struct readings *readings; /* of each row: KINDS of them */
	uint32_t *reads;	   /* of each source, before this pass */
	uint32_t times;
};

static size_t kind_of(const struct pa_source_info *source)
{
	if (source->pass & (PA_PASS_SYSTEM | PA_PASS_TASKS))
		return USUAL;
	return source->pass & PA_PASS_SLOW ? SLOW : RARE;
}

static void note(struct machine *m, size_t row, size_t kind, uint64_t cost_ns)
{
	struct readings *r = &m->readings[row * KINDS + kind];

	if (r->count < m->times)
		r->cost_ns[r->count++] = cost_ns;
}

/* Read everything once, and remember what it took unless this is the warming up. */
static int read_once(struct machine *m, struct pa_cost_report *report, size_t kind, bool measured)
{
	const struct pa_source_info *source;
	uint32_t samples;
	size_t count;
	uint64_t before_ns;

	pa_moment_clear(&m->moment);
	m->moment.kind = PA_MOMENT_TICK;
	if (pa_root_moment(m->root, &m->moment.kind, &m->moment.mono_ns, &m->moment.real_ns))
		return -EIO;
	source = pa_platform_sources(m->platform, &count);
	for (size_t i = 0; i < count; i++)
		m->reads[i] = source[i].reads;
	pa_platform_read(m->platform, kinds[kind].passes, &m->moment);
	for (size_t i = 0; measured && i < count; i++) {
		struct pa_cost_row *row = &report->rows[i];

		if (source[i].reads == m->reads[i])
			continue;
		note(m, i, kind, source[i].cost_ns);
		if (kind_of(&source[i]) != kind)
			continue;
		row->calls = (double)source[i].calls;
		row->values = (double)source[i].values;
		row->error = source[i].error;
	}
	samples = m->moment.sample_count;
	before_ns = pa_clock_cpu_ns();
	pa_counters_read(m->counters, &m->moment);
	if (measured) {
		note(m, m->source_count, kind, pa_clock_cpu_ns() - before_ns);
		report->rows[m->source_count].values = m->moment.sample_count - samples;
	}
	report->threads = m->moment.task_count;
	return 0;
}

static int by_size(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static int by_cost(const void *a, const void *b)
{
	const struct pa_cost_row *x = a, *y = b;

	if (x->readings && y->readings && (x->mid_us < y->mid_us || x->mid_us > y->mid_us))
		return x->mid_us > y->mid_us ? -1 : 1;
	return x->readings != y->readings ? (x->readings ? -1 : 1) : strcmp(x->name, y->name);
}

static void sum_up(struct pa_cost_report *report)
{
	report->us_per_s = 0;
	for (size_t i = 0; i < report->row_count; i++)
		report->us_per_s += report->rows[i].us_per_s;
}

static void make_rows(struct machine *m, struct pa_cost_report *report)
{
	static const uint32_t every_ticks[] = { 1, PA_SLOW_EVERY_TICKS, PA_RARE_EVERY_TICKS };
	static const uint8_t names[] = { PA_COST_TICK, PA_COST_SLOW, PA_COST_RARE };
	const struct pa_source_info *source = pa_platform_sources(m->platform, &m->source_count);

	report->row_count = m->source_count + 1;
	report->rows = pa_alloc_array(report->row_count, sizeof(*report->rows));
	for (size_t i = 0; i < m->source_count; i++) {
		size_t kind = kind_of(&source[i]);

		report->rows[i] = (struct pa_cost_row){
			.name = source[i].name,
			.pass = source[i].pass & PA_PASS_TASKS ? PA_COST_TASKS : names[kind],
			.every_ticks = every_ticks[kind] * (source[i].alternate ? 2 : 1),
			.min_us = NAN,
			.mid_us = NAN,
			.most_us = NAN,
		};
	}
	report->rows[m->source_count] = (struct pa_cost_row){
		.name = "perf", .every_ticks = 1, .calls = NAN, .min_us = NAN, .mid_us = NAN
	};
	m->reads = pa_alloc_array(report->row_count, sizeof(*m->reads));
	m->readings = pa_alloc_array(report->row_count * KINDS, sizeof(*m->readings));
	for (size_t i = 0; i < report->row_count * KINDS; i++)
		m->readings[i].cost_ns = pa_alloc_array(m->times, sizeof(uint64_t));
}

/* A row from its readings: its own pass is the first in which it was read. */
static void finish_row(struct pa_cost_row *row, struct readings *readings)
{
	for (size_t kind = 0; kind < KINDS; kind++) {
		struct readings *r = &readings[kind];
		size_t middle = r->count / 2;
		double mid_us;

		if (!r->count)
			continue;
		qsort(r->cost_ns, r->count, sizeof(r->cost_ns[0]), by_size);
		mid_us = (double)r->cost_ns[middle] / 1000;
		if (!row->readings) {
			row->readings = r->count;
			row->min_us = (double)r->cost_ns[0] / 1000;
			row->mid_us = row->most_us = mid_us;
		}
		row->most_us = mid_us > row->most_us ? mid_us : row->most_us;
		/* What alternates is left out of half of the usual passes. */
		row->us_per_s += mid_us * (row->every_ticks == 2 && kind == USUAL ? 0.5 : 1.0) *
				 (double)kinds[kind].ticks / PA_RARE_EVERY_TICKS;
	}
}

static void finish_rows(struct machine *m, struct pa_cost_report *report)
{
	for (size_t i = 0; i < report->row_count; i++)
		finish_row(&report->rows[i], &m->readings[i * KINDS]);
	qsort(report->rows, report->row_count, sizeof(*report->rows), by_cost);
	sum_up(report);
}

static int measure_sources(struct machine *m, struct pa_cost_report *report)
{
	int error = 0;

	make_rows(m, report);
	pa_platform_measure(m->platform);
	for (size_t kind = 0; kind < KINDS && !error; kind++)
		/* Sources that are read in each second pass need twice as many. */
		for (uint32_t i = 0; !error && i < WARM_UP + 2 * m->times; i++)
			error = read_once(m, report, kind, i >= WARM_UP);
	if (!error)
		finish_rows(m, report);
	for (size_t i = 0; i < report->row_count * KINDS; i++)
		free(m->readings[i].cost_ns);
	free(m->readings);
	free(m->reads);
	return error;
}

static void measure_ways(const struct machine *m, struct pa_cost_report *report)
{
	report->way_count = pa_way_count;
	report->ways = pa_alloc_array(pa_way_count, sizeof(*report->ways));
	for (size_t i = 0; i < pa_way_count; i++) {
		const struct pa_way *way = &pa_ways[i];
		struct pa_way_cost cost = { 0 };
		int error = pa_way_measure(m->root, way->id, m->times, &cost);

		report->ways[i] = (struct pa_cost_way){
			.id = way->id,
			.asks = way->asks,
			.text = way->text,
			.why = way->why,
			.in_use = way->in_use,
			.error = error,
			.min_us = error ? NAN : (double)cost.min_ns / 1000,
			.mid_us = error ? NAN : (double)cost.mid_ns / 1000,
			.calls = error || !cost.calls ? NAN : (double)cost.calls,
			.bytes = error ? NAN : (double)cost.bytes,
		};
	}
}

int pa_cost_measure(uint32_t times, struct pa_cost_report *report, struct pa_err *err)
{
	struct machine m = { .names = pa_names_new(), .root = pa_root_live(), .times = times };
	int error = -EIO;

	*report = (struct pa_cost_report){ .times = times };
	pa_moment_init(&m.moment);
	m.platform = pa_platform_open(m.root, m.names, err);
	if (m.platform) {
		m.counters = pa_counters_open(m.root, m.names);
		error = measure_sources(&m, report);
		if (error)
			(void)pa_err_set(err, error, "read this machine"); /* returned below */
		else
			measure_ways(&m, report);
	}
	pa_counters_close(m.counters);
	pa_platform_close(m.platform);
	pa_moment_done(&m.moment);
	pa_root_free(m.root);
	pa_names_free(m.names);
	return error;
}

static const struct pa_cost_row *find(const struct pa_cost_report *report, const char *name,
				      size_t name_bytes)
{
	for (size_t i = 0; i < report->row_count; i++)
		if (strlen(report->rows[i].name) == name_bytes &&
		    !memcmp(report->rows[i].name, name, name_bytes))
			return &report->rows[i];
	return NULL;
}

static bool is_in(const char *names, const char *name)
{
	size_t bytes = strlen(name);

	for (; *names; names += strcspn(names, ","), names += *names == ',')
		if (strcspn(names, ",") == bytes && !memcmp(names, name, bytes))
			return true;
	return false;
}

int pa_cost_keep(struct pa_cost_report *report, const char *names, struct pa_err *err)
{
	size_t kept = 0;

	for (const char *at = names; *at; at += strcspn(at, ","), at += *at == ',')
		if (!find(report, at, strcspn(at, ",")))
			return pa_err_say(err, -EINVAL,
					  "no source %.*s; perfadvisor cost lists them",
					  (int)strcspn(at, ","), at);
	for (size_t i = 0; i < report->row_count; i++)
		if (is_in(names, report->rows[i].name))
			report->rows[kept++] = report->rows[i];
	report->row_count = kept;
	report->way_count = 0;
	sum_up(report);
	return 0;
}

void pa_cost_measure_done(struct pa_cost_report *report)
{
	free(report->rows);
	free(report->ways);
	*report = (struct pa_cost_report){ 0 };
}
