/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statvfs(3) with a deadline: a dead file server blocks the caller for ever, so a detached
 * thread asks. The list of threads that have not answered belongs to the caller.
 */
#ifndef PA_PLATFORM_LINUX_STATVFS_THREAD_H
#define PA_PLATFORM_LINUX_STATVFS_THREAD_H

#include <stdint.h>

struct pa_statvfs_thread;
struct statvfs;

/*
 * Ask for the file system at point (NUL-terminated, copied), waiting deadline_ms at most. While
 * an earlier question for the same point is unanswered no second thread is started.
 * Returns 0 and *out, -ETIMEDOUT, or the negative errno of statvfs or of starting a thread.
 */
int pa_statvfs_thread_ask(struct pa_statvfs_thread **waiting, const char *point,
			  uint32_t deadline_ms, struct statvfs *out);

/* Leave the unanswered threads to themselves; each frees its own memory when it ends. */
void pa_statvfs_thread_abandon(struct pa_statvfs_thread **waiting);

#endif
