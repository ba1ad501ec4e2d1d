/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A census of what sleeping threads wait in: of each that the pass over threads found asleep
 * the wait channel is read, and those in a queue that no counter shows are counted. One that
 * did not run since the last census still waits where it did, and is not asked again. At most
 * PA_TASK_WAIT_MAX threads are asked about in one slow pass; the next one goes on where it
 * ended, and how many were left out is told.
 */
#ifndef PA_PLATFORM_LINUX_TASK_WAIT_H
#define PA_PLATFORM_LINUX_TASK_WAIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/linux/source.h"

struct pa_task;

/* Replies "proc/PID/task/TID/wchan", and "…/syscall" of those that sleep for a futex or a
 * message queue. Both need the right to trace the process. */
extern const struct pa_source pa_source_task_wait;

enum { PA_TASK_WAIT_MAX = 256 };

/*
 * The value (enum pa_value_id) that counts threads waiting in this kernel function, PA_V_NONE
 * when none does. needs_call: set when only the system call tells, see below.
 * channel: channel_bytes bytes, need not end in NUL.
 */
uint16_t pa_task_wait_of(const char *channel, size_t channel_bytes, bool *needs_call);

/*
 * Does the system call confirm it? metric: LOCK_FUTEX_QUEUED_COUNT asks for a wait for a lock
 * that somebody holds, as glibc and PI futexes mark it; IPC_MQUEUE_SENDERS_COUNT for
 * mq_timedsend (x86-64, arm64 and those that share their numbers).
 * task: with PA_TASK_SYSCALL.
 */
bool pa_task_wait_confirmed(uint16_t metric, const struct pa_task *task);

#endif
