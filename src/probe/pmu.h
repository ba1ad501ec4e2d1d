/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events that the kernel does not name itself: those of the PMUs in sysfs (clock, SMI, top-down,
 * memory controllers, interconnect, I/O), opened where this machine has them. Read in slow
 * passes: reading a counter of another CPU interrupts it. At most PA_PMU_EVENTS_MAX events, and
 * no more than a quarter of RLIMIT_NOFILE, in the order of pa_pmu_rows.
 * Reply "src/perf/pmu" (see pmu_text.h), so that a recorded machine replays.
 */
#ifndef PA_PROBE_PMU_H
#define PA_PROBE_PMU_H

struct pa_moment;
struct pa_names;
struct pa_pmu;
struct pa_root;

enum { PA_PMU_EVENTS_MAX = 1024 };

/*
 * Begin to count. root and names are borrowed and must outlive the result. Never fails: what
 * cannot be counted is missed in each read (ABSENT without such a PMU, DENIED without
 * CAP_PERFMON). In a replay nothing is opened.
 * Source: Documentation/ABI/testing/sysfs-bus-event_source-devices-*, perf_event_open(2).
 */
struct pa_pmu *pa_pmu_open(struct pa_root *root, struct pa_names *names)
	__attribute__((returns_nonnull, warn_unused_result));

/* NULL is fine; returns NULL. */
struct pa_pmu *pa_pmu_close(struct pa_pmu *pmu);

/* Append the counts since pa_pmu_open(), scaled where events shared a counter. */
void pa_pmu_read(struct pa_pmu *pmu, struct pa_moment *moment);

#endif
