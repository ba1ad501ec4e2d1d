/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a thread was doing when it was looked at, told from its state, its wait channel and
 * its system call. Exclusive: one thing at a time.
 */
#ifndef PA_ANALYZE_WAITS_H
#define PA_ANALYZE_WAITS_H

#include <stdbool.h>

struct pa_names;
struct pa_task;

enum pa_wait {
	PA_WAIT_RUN,	/* running or ready */
	PA_WAIT_IDLE,	/* asleep for lack of work, as far as one can tell */
	PA_WAIT_FUTEX,	/* for a contended user-space lock */
	PA_WAIT_MMAP,	/* for an mmap_lock */
	PA_WAIT_LOCK,	/* for another kernel lock */
	PA_WAIT_FSYNC,	/* inside fsync and its kin */
	PA_WAIT_BLOCK,	/* for block I/O or a page being read */
	PA_WAIT_MEMORY, /* for memory to be reclaimed or swapped in */
	PA_WAIT_SEND,	/* for room in a socket's send buffer */
	PA_WAIT_PIPE,	/* for a pipe */
	PA_WAIT_DISK,	/* uninterruptible, for what is not known */
	PA_WAIT_COUNT
};

/*
 * Classify one look. names resolves task->wchan; architecture is uname's machine ("x86_64",
 * "aarch64"): on others system call numbers are not used.
 * Sources: futex(2); glibc and musl set the futex word to "locked, with waiters" before they
 * wait for a mutex (value 2; musl: top bit), condition variables do not; kernel/futex,
 * fs/jbd2/journal.c, kernel/locking/rwsem.c, mm/filemap.c for the wait channels.
 */
enum pa_wait pa_wait_of(const struct pa_names *names, const char *architecture,
			const struct pa_task *task);

/* True when the thread is inside fsync(2), fdatasync(2), sync(2), syncfs(2) or msync(2). */
bool pa_wait_in_fsync(const char *architecture, const struct pa_task *task);

#endif
