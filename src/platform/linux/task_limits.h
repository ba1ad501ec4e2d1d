/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resource limits of processes against what they use. Of each limit the process that is
 * nearest to it is told. A rare pass: at most PA_TASK_LIMITS_MAX processes in one, the next
 * goes on where it ended, and how many were left out is told.
 */
#ifndef PA_PLATFORM_LINUX_TASK_LIMITS_H
#define PA_PLATFORM_LINUX_TASK_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/linux/source.h"

/* Replies "proc/PID/limits" and "proc/PID/status". */
extern const struct pa_source pa_source_task_limits;

enum { PA_TASK_LIMITS_MAX = 512 };

/* The limits that stand for something a process uses up. */
enum pa_task_limit {
	PA_TASK_LIMIT_PROCESSES, /* threads of its user */
	PA_TASK_LIMIT_LOCKED,	 /* bytes */
	PA_TASK_LIMIT_ADDRESSES, /* bytes */
	PA_TASK_LIMIT_DATA,	 /* bytes */
	PA_TASK_LIMIT_STACK,	 /* bytes of the main thread's */
	PA_TASK_LIMIT_SIGNALS,	 /* queued for its user */
	PA_TASK_LIMIT_COUNT
};

/* Soft limits, UINT64_MAX where there is none or the line is missing. */
struct pa_task_limits {
	uint64_t soft[PA_TASK_LIMIT_COUNT];
};

/*
 * /proc/PID/limits: a name of 25 bytes, then soft and hard limit, a number or "unlimited".
 * Returns 0 and *out, or -EBADMSG when no line is known. Source: fs/proc/base.c, lnames[].
 */
int pa_task_limits_parse(const char *text, size_t text_bytes, struct pa_task_limits *out);

/* What a process uses, and what it may do in spite of a limit. */
struct pa_task_use {
	uint64_t used[PA_TASK_LIMIT_COUNT]; /* PROCESSES is left 0: the user's threads */
	uint64_t capabilities;		    /* effective */
	uint32_t uid;			    /* real */
};

/*
 * /proc/PID/status: VmLck, VmSize, VmData, VmStk, SigQ, CapEff, Uid.
 * Returns 0 and *out, or -EBADMSG when Uid or SigQ is missing (a line of memory may be: a
 * kernel thread has none, and uses none). Source: fs/proc/array.c, proc_pid_status().
 */
int pa_task_use_parse(const char *text, size_t text_bytes, struct pa_task_use *out);

/* May it pass this limit? CAP_SYS_RESOURCE, CAP_SYS_ADMIN and the first user may have any
 * number of threads (kernel/fork.c, copy_process()), CAP_IPC_LOCK may lock any memory
 * (mm/mlock.c, can_do_mlock()). */
bool pa_task_limit_is_void(enum pa_task_limit limit, const struct pa_task_use *use);

#endif
