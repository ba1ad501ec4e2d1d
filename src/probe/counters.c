/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/counters.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/root.h"
#include "probe/counters_internal.h"

enum { TEXT_MAX_BYTES = 16 << 20, SLOW_EVERY = 5 /* readings */ };

/* ---- opening */

int pa_counters_open_event(struct pa_counters *counters, struct pa_counter_set *set,
			   enum pa_counter_event event)
{
	const struct pa_counter_row *row = &pa_counter_rows[event];
	struct pa_perf_event what = { .type = PERF_TYPE_HARDWARE, .config = row->config };
	int error;

	what.cpu = set->cpu;
	what.pid = set->cpu < 0 ? set->tid : -1;
	if (row->tracepoint) {
		what.type = PERF_TYPE_TRACEPOINT;
		what.filter = row->filter;
		error = pa_tracefs_id(&counters->tracefs, row->tracepoint, &what.config);
		if (error)
			return error;
	}
	error = pa_perf_group_add(&set->group[row->group], &what, (uint8_t)event);
	if (!error)
		counters->counts = true;
	return error;
}

/* Open one event on every CPU; a CPU that is off is left out. */
static void open_on_cpus(struct pa_counters *c, enum pa_counter_event event)
{
	bool any = false;

	if (c->cpu_count > c->fd_room) {
		c->error[event] = EPERM; /* RLIMIT_NOFILE */
		return;
	}
	for (uint32_t i = 0; i < c->cpu_count; i++) {
		int error = pa_counters_open_event(c, &c->cpus[i], event);

		if (!error) {
			any = true;
			c->fd_room--;
		} else if (error != -ENODEV && !any) {
			c->error[event] = -error;
			return;
		}
	}
	if (!any)
		c->error[event] = ENODEV;
}

/* Half of the descriptors that we may open. */
static uint32_t fd_room(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return 0;
	return limit.rlim_cur / 2 < UINT32_MAX ? (uint32_t)(limit.rlim_cur / 2) : UINT32_MAX;
}

void pa_counters_open_cpus(struct pa_counters *c)
{
	long count = sysconf(_SC_NPROCESSORS_CONF);

	c->cpu_count = count > 0 ? (uint32_t)count : 1;
	c->cpus = pa_alloc_array(c->cpu_count, sizeof(*c->cpus));
	c->fd_room = fd_room();
	for (uint32_t i = 0; i < c->cpu_count; i++)
		c->cpus[i].cpu = (int32_t)i;
	for (int event = 0; event < PA_COUNTER_COUNT; event++)
		if (pa_counter_rows[event].metric)
			open_on_cpus(c, (enum pa_counter_event)event);
}

struct pa_counters *pa_counters_open(struct pa_root *root, struct pa_names *names)
{
	struct pa_counters *c = pa_alloc(sizeof(*c));

	c->root = root;
	c->names = names;
	c->tracefs.fd = -1;
	pa_buf_init(&c->text, TEXT_MAX_BYTES);
	pa_trace_rings_init(&c->rings);
	if (pa_root_is_replay(root))
		return c;
	pa_tracefs_init(&c->tracefs);
	pa_counters_open_cpus(c);
	return c;
}

void pa_counter_sets_free(struct pa_counter_set **sets, uint32_t *count)
{
	for (uint32_t i = 0; i < *count; i++)
		for (int g = 0; g < PA_COUNTER_GROUP_COUNT; g++)
			pa_perf_group_done(&(*sets)[i].group[g]);
	free(*sets);
	*sets = NULL;
	*count = 0;
}

void pa_errno_sets_free(struct pa_errno_set **sets, uint32_t *count)
{
	for (uint32_t i = 0; i < *count; i++)
		pa_perf_group_done(&(*sets)[i].group);
	free(*sets);
	*sets = NULL;
	*count = 0;
}

struct pa_counters *pa_counters_close(struct pa_counters *c)
{
	if (!c)
		return NULL;
	pa_counter_sets_free(&c->cpus, &c->cpu_count);
	pa_counter_sets_free(&c->watched, &c->watched_count);
	pa_errno_sets_free(&c->errnos, &c->errno_count);
	pa_tracefs_done(&c->tracefs);
	pa_buf_done(&c->text);
	pa_trace_rings_done(&c->rings);
	pa_counter_sums_done(&c->cpu_sums);
	pa_counter_sums_done(&c->watched_sums);
	free(c);
	return NULL;
}

char pa_counters_rung(const struct pa_counters *c)
{
	return c->counts ? 'C' : 'D';
}

/* ---- telling */

static void tell_group(const struct pa_counter_set *set, const struct pa_perf_group *group,
		       struct pa_buf *out)
{
	uint64_t values[PA_PERF_GROUP_MAX], enabled_ns, running_ns;

	if (pa_perf_group_read(group, values, &enabled_ns, &running_ns))
		return;
	for (uint32_t i = 0; i < group->count; i++) {
		const char *name = pa_counter_rows[group->event[i]].name;

		if (set->cpu >= 0)
			pa_buf_printf(out, "cpu%d", set->cpu);
		else
			pa_buf_printf(out, "%d/%d", set->pid, set->tid);
		pa_buf_printf(out, " %s %llu %llu %llu\n", name, (unsigned long long)values[i],
			      (unsigned long long)enabled_ns, (unsigned long long)running_ns);
	}
}

void pa_counters_tell(const struct pa_counter_set *sets, uint32_t count, const int *error,
		      uint32_t groups, struct pa_buf *out)
{
	for (uint32_t i = 0; i < count; i++)
		for (int g = 0; g < PA_COUNTER_GROUP_COUNT; g++)
			if (groups & 1U << g)
				tell_group(&sets[i], &sets[i].group[g], out);
	for (int event = 0; event < PA_COUNTER_COUNT; event++)
		if (error[event])
			pa_buf_printf(out, "error %s %d\n", pa_counter_rows[event].name,
				      error[event]);
}

static int ask_counters(void *arg, struct pa_buf *out)
{
	const struct pa_counters *c = arg;

	pa_counters_tell(c->cpus, c->cpu_count, c->error, c->groups, out);
	return 0;
}

/* ---- reading */

void pa_counter_sums_done(struct pa_counter_sums *sums)
{
	pa_map_done(&sums->by_owner);
	free(sums->item);
	*sums = (struct pa_counter_sums){ 0 };
}

static struct pa_counter_sum *sum_of(struct pa_counter_sums *sums,
				     const struct pa_counter_line *line)
{
	bool cpu = line->owner == PA_COUNTER_OF_CPU;
	uint64_t key = pa_map_key((uint32_t)(cpu ? line->cpu : line->tid), line->event);
	uint32_t at;

	if (pa_map_get(&sums->by_owner, key, &at))
		return &sums->item[at];
	if (sums->count == sums->room) {
		sums->room = sums->room ? sums->room * 2 : 64;
		sums->item = pa_grow_array(sums->item, sums->room, sizeof(*sums->item));
	}
	pa_map_put(&sums->by_owner, key, sums->count);
	sums->item[sums->count] = (struct pa_counter_sum){ 0 };
	return &sums->item[sums->count++];
}

const struct pa_counter_sum *pa_counters_add(struct pa_counters *c,
					     const struct pa_counter_line *line)
{
	bool cpu = line->owner == PA_COUNTER_OF_CPU;
	struct pa_counter_sum *sum = sum_of(cpu ? &c->cpu_sums : &c->watched_sums, line);
	uint64_t running_ns;
	double more;

	if (line->value < sum->raw || line->running_ns < sum->running_ns ||
	    line->enabled_ns < sum->enabled_ns) /* began anew: the CPU was off, the tid is new */
		sum->raw = sum->running_ns = sum->enabled_ns = 0;
	running_ns = line->running_ns - sum->running_ns;
	if (running_ns) {
		more = (double)(line->value - sum->raw) *
		       ((double)(line->enabled_ns - sum->enabled_ns) / (double)running_ns);
		sum->total += more;
		if (cpu)
			c->total[line->event] += more;
	}
	sum->raw = line->value;
	sum->enabled_ns = line->enabled_ns;
	sum->running_ns = line->running_ns;
	return sum;
}

uint64_t pa_counters_whole(double total)
{
	return total < (double)(UINT64_MAX / 2) ? (uint64_t)total : UINT64_MAX / 2;
}

/* A hardware event of one CPU; one that never got a counter is not there for us. */
static void put_cpu(struct pa_counters *c, const struct pa_counter_line *line,
		    const struct pa_counter_sum *sum, struct pa_moment *moment)
{
	uint16_t metric = pa_counter_rows[line->event].metric;
	uint32_t instance = pa_names_idf(c->names, "cpu%d", line->cpu);

	if (sum->running_ns || !sum->enabled_ns)
		pa_moment_put(moment, metric, instance, pa_counters_whole(sum->total));
	else
		pa_moment_miss(moment, metric, instance, PA_ABSENT);
}

/* Takes one line; notes in told that it is one of a tracepoint. */
static void take_line(struct pa_counters *c, const struct pa_counter_line *line, bool *told,
		      struct pa_moment *moment)
{
	const struct pa_counter_row *row = &pa_counter_rows[line->event];
	const struct pa_counter_sum *sum;

	if (!row->metric || line->owner == PA_COUNTER_OF_THREAD)
		return;
	if (line->owner == PA_COUNTER_ERROR) {
		pa_moment_miss(moment, row->metric, 0, pa_state_of_errno(line->error));
		return;
	}
	c->counts = true;
	sum = pa_counters_add(c, line);
	if (row->tracepoint)
		told[line->event] = true;
	else
		put_cpu(c, line, sum, moment);
}

/* How long our hardware events wanted a counter, and how long they had one. */
static void put_shared(uint64_t enabled_ns, uint64_t running_ns, struct pa_moment *moment)
{
	if (enabled_ns) {
		pa_moment_put(moment, PA_V_PERF_PMU_ENABLED_NS, 0, enabled_ns);
		pa_moment_put(moment, PA_V_PERF_PMU_RUNNING_NS, 0, running_ns);
	} else {
		pa_moment_miss(moment, PA_V_PERF_PMU_ENABLED_NS, 0, PA_ABSENT);
		pa_moment_miss(moment, PA_V_PERF_PMU_RUNNING_NS, 0, PA_ABSENT);
	}
}

static void miss_all(struct pa_moment *moment, int error)
{
	for (int event = 0; event < PA_COUNTER_COUNT; event++)
		if (pa_counter_rows[event].metric)
			pa_moment_miss(moment, pa_counter_rows[event].metric, 0,
				       pa_state_of_errno(error));
}

/* The first two readings tell all, so that a short look has rates; later ones what is due. */
static bool slow_is_due(struct pa_counters *c)
{
	bool due = c->readings < 2 || c->readings % SLOW_EVERY == 0;

	c->readings++;
	c->groups = due ? UINT32_MAX : ~(1U << PA_COUNTER_GROUP_SELDOM);
	return due;
}

void pa_counters_read(struct pa_counters *c, struct pa_moment *moment)
{
	bool slow = slow_is_due(c);
	int error = pa_root_ask(c->root, "src/perf/counters", ask_counters, c, &c->text);
	uint64_t enabled_ns = 0, running_ns = 0;
	bool told[PA_COUNTER_COUNT] = { 0 };
	struct pa_counter_line line;
	struct pa_scan scan;

	if (slow)
		pa_trace_rings_read(&c->rings, c->root, &c->tracefs, moment);
	if (error) {
		miss_all(moment, error);
		return;
	}
	pa_scan_init(&scan, c->text.bytes, c->text.used_bytes);
	while (pa_counter_next(&scan, &line)) {
		take_line(c, &line, told, moment);
		if (line.owner == PA_COUNTER_OF_CPU && !pa_counter_rows[line.event].tracepoint) {
			enabled_ns += line.enabled_ns;
			running_ns += line.running_ns;
		}
	}
	put_shared(enabled_ns, running_ns, moment);
	for (int event = 0; event < PA_COUNTER_COUNT; event++)
		if (told[event])
			pa_moment_put(moment, pa_counter_rows[event].metric, 0,
				      pa_counters_whole(c->total[event]));
}
