/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events of one CPU or one thread that the kernel schedules together and tells in one read.
 * Invariant: fd[0 … count-1] are open, fd[0] leads, event[i] says what fd[i] counts.
 */
#ifndef PA_PROBE_PERF_GROUP_H
#define PA_PROBE_PERF_GROUP_H

#include <stdint.h>

struct pa_buf;

enum { PA_PERF_GROUP_MAX = 16 };

struct pa_perf_group {
	int fd[PA_PERF_GROUP_MAX];
	uint8_t event[PA_PERF_GROUP_MAX]; /* the caller's number */
	uint32_t count;
};

/* What to count and where: of pid on any CPU (cpu -1), or of everything on cpu (pid -1). */
struct pa_perf_event {
	uint32_t type;	    /* PERF_TYPE_… */
	uint64_t config;    /* PERF_COUNT_HW_…, or the number of the tracepoint */
	const char *filter; /* of a tracepoint's fields, or NULL */
	int32_t pid, cpu;
};

/*
 * Open one more event and begin to count it. event: the caller's number for it.
 * Returns 0, -E2BIG when the group is full, or the negative errno of perf_event_open() or of
 * setting the filter; the group is then unchanged.
 */
int pa_perf_group_add(struct pa_perf_group *group, const struct pa_perf_event *what, uint8_t event);

/*
 * Read all counts: values[i] of event[i], counted in running_ns of enabled_ns.
 * Returns 0, -ENODATA when the group is empty or its CPU went away, or a negative errno.
 */
int pa_perf_group_read(const struct pa_perf_group *group, uint64_t values[PA_PERF_GROUP_MAX],
		       uint64_t *enabled_ns, uint64_t *running_ns);

/* Close all; the group is then empty. */
void pa_perf_group_done(struct pa_perf_group *group);

#endif
