/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What processes hold by their descriptors and a user has a limit of: epoll and inotify
 * watches, fanotify marks, pipes; and how full the rings of io_uring are. A rare pass walks
 * the descriptors of as many processes as PA_TASK_FDS_LINKS_MAX links allow, those looked at
 * longest ago first, and remembers what it found; how many processes were never looked at, or
 * only in part, is told.
 *
 * Descriptors inherited by a child cannot be told from a child's own, so a sum may count a
 * queue twice.
 */
#ifndef PA_PLATFORM_LINUX_TASK_FDS_H
#define PA_PLATFORM_LINUX_TASK_FDS_H

#include "platform/linux/source.h"

/*
 * Reply "proc/PID/held", text: a line for each descriptor that holds something, of which only
 * the numbers that are wanted are kept: "pipe INODE", "epoll WATCHES TEXT_BYTES", "inotify
 * WATCHES TEXT_BYTES [QUEUED_BYTES]", "fanotify MARKS TEXT_BYTES", "uring SQ_ENTRIES SQ_PENDING
 * CQ_ENTRIES CQ_PENDING"; "cut" when there are more descriptors; "links N": how many were read.
 */
extern const struct pa_source pa_source_task_fds;

enum {
	PA_TASK_FDS_LINKS_MAX = 2048,	    /* in one pass */
	PA_TASK_FDS_PROCESS_MAX = 1024,	    /* of one process, those of low number */
	PA_TASK_FDS_INFO_MAX_BYTES = 65536, /* a longer fdinfo is read again only seldom */
};

#endif
