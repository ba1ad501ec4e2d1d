/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many namespaces of each kind processes are in, against the limit. A rare pass: at most
 * PA_TASK_NS_MAX processes, and how many were left out is told. The limit is one user's, and a
 * namespace that only a mount or a descriptor keeps is not seen: so the share is an estimate.
 */
#ifndef PA_PLATFORM_LINUX_TASK_NS_H
#define PA_PLATFORM_LINUX_TASK_NS_H

#include "platform/linux/source.h"

/* Replies "proc/PID/namespaces" (the inodes of cgroup, ipc, mnt, net, pid, time, user and uts,
 * 0 for one that this kernel lacks) and "proc/sys/user/max_…". */
extern const struct pa_source pa_source_task_ns;

enum { PA_TASK_NS_MAX = 512 };

#endif
