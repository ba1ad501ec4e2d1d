/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounting of single threads by generic netlink (TASKSTATS): run time, run delay, context
 * switches, I/O, and the delays by cause, in one answer for each thread. Needs CAP_NET_ADMIN
 * in the first user and network namespace; who is refused reads files instead.
 *
 * The structure is read by its length, with offsets of our own: kernels append to it and the
 * headers of distributions are older than the kernels they run on. Version 15 put
 * fields into its middle, version 16 moved them to its end: 15 is not read.
 */
#ifndef PA_PLATFORM_LINUX_TASKSTATS_H
#define PA_PLATFORM_LINUX_TASKSTATS_H

#include <stddef.h>
#include <stdint.h>

struct pa_root;
struct pa_task;
struct pa_taskstats;

enum pa_taskstats_flag {
	/* kernel.task_delayacct is on: take the delays by cause. They stay 0, unknowably, for a
	 * thread that began before it was switched on. */
	PA_TASKSTATS_DELAYS = 1 << 0,
	/* Take the I/O of this one thread (of an only thread, that of the process). The kernel
	 * rounds all of it down to a multiple of 1024, the calls too. */
	PA_TASKSTATS_IO = 1 << 1,
};

/*
 * Read one struct taskstats into a thread's record and set the bits of what was there:
 * PA_TASK_RUN: run_ns is cpu_run_virtual_total, which is the first number of schedstat
 * (sum_exec_runtime; cpu_run_real_total is ticks of user and system time), run_delay_ns is
 * cpu_delay_total, the second; PA_TASK_SWITCHES; PA_TASK_DELAY_MAX from version 16;
 * PA_TASK_IO and PA_TASK_DELAYS by flags (enum pa_taskstats_flag).
 * bytes: size_bytes bytes, any alignment. Delays a version lacks are 0.
 * Returns 0, or -EBADMSG (too short for version 8), or -EPROTO (a version whose layout is not
 * known: below 8, or 15); out is then untouched.
 * Source: include/uapi/linux/taskstats.h; kernel/delayacct.c, delayacct_add_tsk();
 * kernel/tsacct.c, xacct_add_tsk(); measured on 6.18: version 16, 560 bytes.
 */
int pa_taskstats_parse(const char *bytes, size_t size_bytes, uint32_t flags, struct pa_task *out);

/*
 * Walk netlink answers: each() is handed the thread and its struct taskstats, or a negative
 * errno with the sequence number of the request that failed as tid and no bytes.
 * bytes: whole messages at a multiple of 4. Returns 0, or -EBADMSG when bytes are left over.
 * Source: kernel/taskstats.c, taskstats_user_cmd(), mk_reply().
 */
int pa_taskstats_replies(const char *bytes, size_t size_bytes,
			 void (*each)(void *arg, int32_t tid, int error, const char *stats,
				      size_t stats_bytes),
			 void *arg);

/*
 * The id of the family in the answer to CTRL_CMD_GETFAMILY; 0 when it does not say.
 * Source: net/netlink/genetlink.c, ctrl_fill_info().
 */
uint16_t pa_taskstats_family(const char *bytes, size_t size_bytes);

/*
 * Open the way to the kernel; in a replay nothing is opened.
 * Returns 0 and *out, or -EPERM (who asks may not), -ENOENT (this kernel has no such family)
 * or another negative errno. Whether it was possible is recorded as "src/taskstats/open".
 */
int pa_taskstats_open(struct pa_root *root, struct pa_taskstats **out);

/* NULL is fine; returns NULL. */
struct pa_taskstats *pa_taskstats_close(struct pa_taskstats *taskstats);

/*
 * Ask about tid_count threads, in batches. each() is called once for every one, in order:
 * error 0 and its struct taskstats (for pa_taskstats_parse(); borrowed during the call), or a
 * negative errno: -ESRCH when the thread is gone. Recorded as "src/taskstats/TID".
 * Returns 0, or a negative errno when the kernel did not answer; each() was then called for
 * the threads before that only.
 */
int pa_taskstats_query(struct pa_taskstats *taskstats, const int32_t *tids, size_t tid_count,
		       void (*each)(void *arg, int32_t tid, int error, const char *stats,
				    size_t stats_bytes),
		       void *arg);

#endif
