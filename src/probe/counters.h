/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts that perf_event_open() keeps for us: hardware events and tracepoints, without rings
 * and without BPF. Counting needs CAP_PERFMON (or root); what cannot be opened is reported as
 * ABSENT (no such event here: a virtual machine without a PMU, an older kernel) or DENIED
 * (perf_event_paranoid, too few file descriptors).
 *
 * Always on, per CPU: cycles, instructions, stalled-cycles-backend, cache references and
 * misses, each a value of its CPU; and per machine the tracepoints block:block_rq_error,
 * skb:kfree_skb (every packet freed as dropped, whatever its reason: also those that a socket
 * refused or a filter dropped on purpose), tcp:tcp_retransmit_skb, oom:mark_victim,
 * sched:sched_process_exec, percpu:percpu_alloc_percpu_fail, swiotlb:swiotlb_bounced and
 * lock:contention_begin (5.19) by kind; and, told in slow readings
 * only, sched:sched_pi_setprio, signal:signal_generate where a queue was full or a limit was
 * passed, irq_vectors:vector_alloc that fails (x86), thermal:thermal_zone_trip, io_uring:*
 * (overflow, failed, punted), kvm:* (exits to user space, failed ones), sock:sock_rcvqueue_full,
 * xdp:xdp_exception and xdp:xdp_redirect_err. Slow readings also tell the rings of ftrace
 * (trace_ring.h). A tracepoint that does not fire costs nothing; one that does costs 0.1 to 0.3 us.
 *
 * One descriptor for each event and CPU. Where half of RLIMIT_NOFILE is too few for all of
 * them, events are left out from the end of this order: cycles, instructions, block_error,
 * lock_sleep, lock_rwsem, lock_spin, cache_references, cache_misses, stalled_backend, drop,
 * exec, retransmit, oom_victim, percpu_fail, bounce, and those of the slow readings.
 *
 * Replies through the root handle: "src/perf/counters", "src/perf/watched" and
 * "src/perf/errnos", text (see counters_text.h), so that a recorded machine replays.
 * Hardware counts that shared a counter are scaled by enabled over running time, each
 * difference for itself, so that they never fall.
 */
#ifndef PA_PROBE_COUNTERS_H
#define PA_PROBE_COUNTERS_H

#include <stddef.h>
#include <stdint.h>

struct pa_counters;
struct pa_moment;
struct pa_names;
struct pa_root;

enum {
	PA_COUNTERS_WATCH_MAX = 32, /* threads watched at most, all processes together */
	PA_COUNTERS_ERRNO_MAX = 16, /* threads whose failures are counted at most */
};

/*
 * Begin to count. root and names are borrowed and must outlive the result. Never fails: what
 * cannot be counted is missed in each read. In a replay nothing is opened.
 * Source: kernel/events/core.c, perf_event_open(2).
 */
struct pa_counters *pa_counters_open(struct pa_root *root, struct pa_names *names)
	__attribute__((returns_nonnull, warn_unused_result));

/* NULL is fine; returns NULL. */
struct pa_counters *pa_counters_close(struct pa_counters *counters);

/* Append the counts since pa_counters_open() to moment: one read for each group and CPU. */
void pa_counters_read(struct pa_counters *counters, struct pa_moment *moment);

/*
 * Count cycles, instructions, cache references and misses, and contended kernel locks (rwsem,
 * mutex) of the threads that these processes have now; pid_count 0 ends it. A process with
 * more threads than its part of PA_COUNTERS_WATCH_MAX is counted in part: those of low number.
 * Returns how many threads are watched (in a replay 0), or the negative errno of the first
 * event when none could be opened.
 */
int pa_counters_watch(struct pa_counters *counters, const int32_t *pids, size_t pid_count);

/* Append one task per watched process with PA_TASK_COUNTERS, PA_TASK_CACHE and PA_TASK_LOCKS
 * as far as they could be counted. */
void pa_counters_read_watched(struct pa_counters *counters, struct pa_moment *moment);

/*
 * Count the system calls of these processes that fail with EIO, EAGAIN, ENOMEM, ENFILE,
 * EMFILE, ENOSPC or EADDRNOTAVAIL (raw_syscalls:sys_exit, filtered in the kernel); pid_count 0
 * ends it. For a drill of seconds only: while it counts, every system call of every process
 * on the machine takes the traced path. Measured on "dd bs=512 count=1M" (6.18, 2-CPU guest,
 * CPU time of six runs): 1.05 times for a process that is not counted (6 ns a system call), 1.6
 * times for one that is (65 ns a system call).
 * Returns as pa_counters_watch().
 */
int pa_counters_errnos(struct pa_counters *counters, const int32_t *pids, size_t pid_count);

/* Append one pa_errno_count for each process and error that is counted, zero included: none
 * counted is known, not counted is not. */
void pa_counters_read_errnos(struct pa_counters *counters, struct pa_moment *moment);

/* 'C' when any event could be opened (in a replay: was told in a read), else 'D'. */
char pa_counters_rung(const struct pa_counters *counters);

#endif
