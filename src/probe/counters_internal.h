/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pa_counters consists of; only for the files of this folder.
 */
#ifndef PA_PROBE_COUNTERS_INTERNAL_H
#define PA_PROBE_COUNTERS_INTERNAL_H

#include "base/buf.h"
#include "base/map.h"
#include "probe/counters_text.h"
#include "probe/perf_group.h"
#include "probe/trace_ring.h"
#include "probe/tracefs.h"

/* The events of one CPU, or of one thread. */
struct pa_counter_set {
	int32_t cpu, pid, tid; /* cpu -1: a thread */
	struct pa_perf_group group[PA_COUNTER_GROUP_COUNT];
};

/* Failing system calls of one thread: one event for each error, in no group. */
struct pa_errno_set {
	int32_t pid;
	struct pa_perf_group group;
};

/* One event of one CPU or thread, as last told. */
struct pa_counter_sum {
	uint64_t raw, enabled_ns, running_ns; /* as told */
	double total;			      /* scaled */
};

struct pa_counter_sums {
	struct pa_map by_owner; /* CPU or thread, and event, to an index in item */
	struct pa_counter_sum *item;
	uint32_t count, room;
};

struct pa_counters {
	struct pa_root *root;
	struct pa_names *names;
	struct pa_buf text;
	struct pa_tracefs tracefs;
	struct pa_trace_rings rings;
	bool counts;	  /* any event was opened, or told in a replay */
	uint32_t fd_room; /* descriptors that may still be opened for the machine's events */

	struct pa_counter_set *cpus; /* live only */
	uint32_t cpu_count;
	int error[PA_COUNTER_COUNT]; /* positive errno of each event of the machine */
	uint32_t readings;	     /* so far */
	uint32_t groups;	     /* bits of enum pa_counter_group that this one tells */

	struct pa_counter_set *watched;
	uint32_t watched_count;
	int watch_error[PA_COUNTER_COUNT];

	struct pa_errno_set *errnos;
	uint32_t errno_count;
	int errno_error; /* positive errno of the first that could not be opened */

	double total[PA_COUNTER_COUNT];	     /* of all CPUs; a CPU that is off keeps its part */
	struct pa_counter_sums cpu_sums;     /* of everything ever told of CPUs */
	struct pa_counter_sums watched_sums; /* since the watch began */
};

/* Add what a line of a CPU or thread tells to its sum. Valid until the next call. */
const struct pa_counter_sum *pa_counters_add(struct pa_counters *counters,
					     const struct pa_counter_line *line);

void pa_counter_sums_done(struct pa_counter_sums *sums);

/* A scaled count as a counter. */
uint64_t pa_counters_whole(double total);

/* Open the events of all CPUs (live only). */
void pa_counters_open_cpus(struct pa_counters *counters);

/* Open an event for set. Returns 0 or a negative errno. */
int pa_counters_open_event(struct pa_counters *counters, struct pa_counter_set *set,
			   enum pa_counter_event event);

void pa_counter_sets_free(struct pa_counter_set **sets, uint32_t *count);
void pa_errno_sets_free(struct pa_errno_set **sets, uint32_t *count);

/* Write the lines of sets and of errors (positive errno, PA_COUNTER_COUNT of them).
 * groups: bits of enum pa_counter_group, others are left out. */
void pa_counters_tell(const struct pa_counter_set *sets, uint32_t count, const int *error,
		      uint32_t groups, struct pa_buf *out);

#endif
