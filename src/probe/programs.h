/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our programs in the kernel: loaded once, all wanted groups from one object, so that the
 * kernel's type information is parsed once (15 ms of CPU time on 6.18). What they count is read
 * here as shapes of the model. Nothing of them outlives pa_programs_unload().
 *
 * Needs rung A of the ladder (probe/ladder.h): CAP_BPF and CAP_PERFMON suffice.
 */
#ifndef PA_PROBE_PROGRAMS_H
#define PA_PROBE_PROGRAMS_H

#include <stdint.h>

struct pa_err;
struct pa_programs;

/* Programs that are loaded together. */
enum pa_program_group {
	PA_PROGRAMS_RUNQLAT = 1 << 0, /* run-queue latency */
};

struct pa_program_settings {
	uint32_t groups; /* enum pa_program_group */
	int32_t pid;	 /* only this process; 0: all */
};

/* What the programs themselves took, while their time was measured. */
struct pa_programs_cost {
	uint64_t run_ns, run_count;
	uint64_t missed_count; /* runs that the kernel skipped: one ran inside another */
};

/*
 * Load and attach. Returns NULL and *err when one of the wanted programs cannot be: a group is
 * there as a whole or not at all. Source: Documentation/bpf/libbpf.
 */
struct pa_programs *pa_programs_load(const struct pa_program_settings *settings,
				     struct pa_err *err);

/* NULL is fine; returns NULL. */
struct pa_programs *pa_programs_unload(struct pa_programs *programs);

/*
 * What all programs took since pa_programs_measure(). The kernel adds about 60 ns to a run for
 * the measuring itself. Returns 0 or a negative errno.
 */
int pa_programs_cost(const struct pa_programs *programs, struct pa_programs_cost *out);

/* Let the kernel measure the programs' time until unloading (BPF_ENABLE_STATS, Linux 5.8).
 * Returns 0 or a negative errno. */
int pa_programs_measure(struct pa_programs *programs);

#endif
