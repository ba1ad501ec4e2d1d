/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Run-queue latency: time from waking, or from being preempted, to running, as
 * src/bpf/runqlat.bpf.c counts it while PA_PROGRAMS_RUNQLAT is loaded.
 */
#ifndef PA_PROBE_RUNQLAT_H
#define PA_PROBE_RUNQLAT_H

struct pa_latency;
struct pa_programs;

/*
 * What was counted since loading, all CPUs together. out is filled anew; pa_latency_done() it.
 * lost_count tells the waits for which the kernel had no memory.
 * Returns 0 or a negative errno; out is then empty.
 */
int pa_runqlat_read(const struct pa_programs *programs, struct pa_latency *out);

#endif
