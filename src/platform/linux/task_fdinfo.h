/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a descriptor is, by the text of its link, and what its fdinfo tells about the queues
 * and watches behind it.
 */
#ifndef PA_PLATFORM_LINUX_TASK_FDINFO_H
#define PA_PLATFORM_LINUX_TASK_FDINFO_H

#include <stddef.h>
#include <stdint.h>

enum pa_fd_kind {
	PA_FD_OTHER,
	PA_FD_PIPE,	/* "pipe:[INODE]" */
	PA_FD_EPOLL,	/* "anon_inode:[eventpoll]" */
	PA_FD_INOTIFY,	/* "anon_inode:inotify" */
	PA_FD_FANOTIFY, /* "anon_inode:[fanotify]" */
	PA_FD_URING,	/* "anon_inode:[io_uring]" */
};

/*
 * The kind of a descriptor. link: link_bytes bytes of /proc/PID/fd/N, need not end in NUL.
 * inode: written for PA_FD_PIPE only.
 * Source: fs/pipe.c, pipefs_dname(); fs/anon_inodes.c, anon_inodefs_dname().
 */
enum pa_fd_kind pa_fd_kind_of(const char *link, size_t link_bytes, uint64_t *inode);

/*
 * How many watches a fdinfo lists: lines that begin with "tfd:" (epoll), "inotify wd:", or
 * "fanotify " followed by ino, mnt_id, sdev or mnt_ns; 0 for other kinds.
 * Source: fs/eventpoll.c, ep_show_fdinfo(); fs/notify/fdinfo.c.
 */
uint64_t pa_fdinfo_watches(enum pa_fd_kind kind, const char *text, size_t text_bytes);

/* The rings of one io_uring. */
struct pa_uring {
	uint32_t sq_entries, sq_pending; /* submitted by the program, not yet taken */
	uint32_t cq_entries, cq_pending; /* completed, not yet seen by the program */
};

/*
 * The fdinfo of an io_uring. Heads and tails are 32-bit counters that wrap.
 * Returns 0 and *out, or -EBADMSG when one of SqMask, SqHead, SqTail, CqMask, CqHead, CqTail is
 * missing (before 5.10 none is told). Source: io_uring/fdinfo.c, io_uring_show_fdinfo().
 */
int pa_uring_parse(const char *text, size_t text_bytes, struct pa_uring *out);

#endif
