/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question to the kernel with a deadline: a dead file server or controller blocks the caller,
 * so a detached thread asks. The list of threads that have not answered belongs to the caller.
 */
#ifndef PA_PLATFORM_LINUX_ASK_THREAD_H
#define PA_PLATFORM_LINUX_ASK_THREAD_H

#include <stddef.h>
#include <stdint.h>

struct pa_ask_thread;

enum { PA_ASK_REPLY_MAX_BYTES = 16384 };

/* Fills reply_bytes bytes at reply; 0 or a negative errno. Runs in a thread of its own: it may
 * use nothing but its arguments. */
typedef int pa_ask_function(const char *subject, void *reply, size_t reply_bytes);

/*
 * Let ask(subject) answer, waiting deadline_ms at most. While an earlier question of the same
 * subject (NUL-terminated, copied) is unanswered no second thread is started; its late answer is
 * taken for this one's. reply: reply_bytes bytes, at most PA_ASK_REPLY_MAX_BYTES, zeroed before
 * ask fills them.
 * Returns 0 and *reply, -ETIMEDOUT, or the negative errno of ask or of starting a thread.
 */
int pa_ask_thread(struct pa_ask_thread **waiting, const char *subject, pa_ask_function *ask,
		  uint32_t deadline_ms, void *reply, size_t reply_bytes);

/* Leave the unanswered threads to themselves; each frees its own memory when it ends. */
void pa_ask_thread_abandon(struct pa_ask_thread **waiting);

#endif
