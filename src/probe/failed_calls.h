/* SPDX-License-Identifier: Apache-2.0 */
/*
 * System calls that fail because something ran out, counted for the whole machine by the call
 * and the errno: the errors of resources for which the kernel keeps no counter (no space on a
 * file system, no descriptor, no port, no memory to map …). Tracepoints syscalls:sys_exit_*
 * with a filter in the kernel, counted by perf events: no ring, no BPF.
 *
 * For a second or two only. While they count, every system call of the machine takes the
 * traced path: measured on "dd bs=512 count=1M" (6.18, 2-CPU guest, CPU time of three runs)
 * 1.2 times, 60 ns a call. Opening costs 7 ms of CPU time; closing costs 11 ms of it and waits
 * 40 ms for each tracepoint (an RCU grace period each, kernel/trace/trace_event_perf.c), so a
 * thread of its own does that.
 *
 * Replies through the root handle: "src/perf/failed_calls", lines "VALUE_ID COUNT" or
 * "error VALUE_ID ERRNO".
 */
#ifndef PA_PROBE_FAILED_CALLS_H
#define PA_PROBE_FAILED_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_failed_calls;
struct pa_moment;
struct pa_root;
struct pa_scan;

/* A count, or why there is none. */
struct pa_failed_calls_line {
	uint64_t count;
	uint16_t metric; /* enum pa_value_id */
	int32_t error;	 /* positive errno; 0: count is known */
};

/*
 * Begin to count. root is borrowed and must outlive the result. Never fails: what cannot be
 * counted is missed in each read. In a replay nothing is opened.
 */
struct pa_failed_calls *pa_failed_calls_open(struct pa_root *root)
	__attribute__((returns_nonnull, warn_unused_result));

/*
 * Append the counts since the opening: a value for each kind of failure, zero included; DENIED
 * without CAP_PERFMON, ABSENT where the kernel has no such tracepoint (CONFIG_FTRACE_SYSCALLS).
 */
void pa_failed_calls_read(struct pa_failed_calls *calls, struct pa_moment *moment);

/*
 * End counting. The descriptors are closed by a thread of its own, which goes on for a second
 * after this returns. NULL is fine; returns NULL.
 */
struct pa_failed_calls *pa_failed_calls_close(struct pa_failed_calls *calls);

/* The next line of a reply; lines that are none are skipped. False at the end of the text. */
bool pa_failed_calls_next(struct pa_scan *text, struct pa_failed_calls_line *out);

#endif
