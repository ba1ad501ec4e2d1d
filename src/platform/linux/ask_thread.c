/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/ask_thread.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/clock.h"

/* Shared by asker and thread; whoever leaves last frees it. */
struct pa_ask_thread {
	struct pa_ask_thread *next;
	pthread_mutex_t lock;
	pthread_cond_t answered;
	char *subject;
	pa_ask_function *ask;
	void *reply;
	size_t reply_bytes;
	int error;
	bool done;	/* the thread has answered and will not touch this again */
	bool abandoned; /* the asker will not touch this again */
};

static void release(struct pa_ask_thread *thread)
{
	(void)pthread_cond_destroy(&thread->answered);
	(void)pthread_mutex_destroy(&thread->lock);
	free(thread->subject);
	free(thread->reply);
	free(thread);
}

static void *run(void *arg)
{
	struct pa_ask_thread *thread = arg;
	bool abandoned;
	int error = thread->ask(thread->subject, thread->reply, thread->reply_bytes);

	(void)pthread_mutex_lock(&thread->lock);
	thread->error = error;
	thread->done = true;
	abandoned = thread->abandoned;
	(void)pthread_cond_signal(&thread->answered);
	(void)pthread_mutex_unlock(&thread->lock);
	if (abandoned)
		release(thread);
	return NULL;
}

static struct pa_ask_thread *make(const char *subject, pa_ask_function *ask, size_t reply_bytes)
{
	struct pa_ask_thread *thread = pa_alloc(sizeof(*thread));
	pthread_condattr_t attributes;

	(void)pthread_mutex_init(&thread->lock, NULL);
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&thread->answered, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	thread->subject = pa_strdup(subject);
	thread->ask = ask;
	thread->reply = pa_alloc(reply_bytes);
	thread->reply_bytes = reply_bytes;
	return thread;
}

/* No signal of the process is ever handled in it. Returns 0 or a negative errno. */
static int start(struct pa_ask_thread *thread)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	pthread_t id;
	int error;

	(void)sigfillset(&all);
	(void)pthread_attr_init(&attributes);
	(void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	(void)pthread_attr_setstacksize(&attributes, 64 << 10);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&id, &attributes, run, thread);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)pthread_attr_destroy(&attributes);
	return -error;
}

/* Wait for the answer, until deadline_ms from now. */
static bool wait_done(struct pa_ask_thread *thread, uint32_t deadline_ms)
{
	uint64_t until_ns = pa_clock_mono_ns() + deadline_ms * 1000000ULL;
	struct timespec until = { .tv_sec = (time_t)(until_ns / 1000000000),
				  .tv_nsec = (long)(until_ns % 1000000000) };
	bool done;

	(void)pthread_mutex_lock(&thread->lock);
	while (!thread->done && !pthread_cond_timedwait(&thread->answered, &thread->lock, &until))
		;
	done = thread->done;
	(void)pthread_mutex_unlock(&thread->lock);
	return done;
}

/* Take the question of this subject out of the list, NULL when there is none. */
static struct pa_ask_thread *take(struct pa_ask_thread **waiting, const char *subject)
{
	for (struct pa_ask_thread **at = waiting; *at; at = &(*at)->next) {
		struct pa_ask_thread *hit = *at;

		if (strcmp(hit->subject, subject) != 0)
			continue;
		*at = hit->next;
		hit->next = NULL;
		return hit;
	}
	return NULL;
}

int pa_ask_thread(struct pa_ask_thread **waiting, const char *subject, pa_ask_function *ask,
		  uint32_t deadline_ms, void *reply, size_t reply_bytes)
{
	struct pa_ask_thread *thread = take(waiting, subject);
	uint32_t patience_ms = thread ? 0 : deadline_ms;
	int error;

	if (!thread) {
		thread = make(subject, ask, reply_bytes);
		error = start(thread);
		if (error) {
			release(thread);
			return error;
		}
	}
	if (!wait_done(thread, patience_ms)) {
		thread->next = *waiting;
		*waiting = thread;
		return -ETIMEDOUT;
	}
	error = thread->error;
	if (!error)
		memcpy(reply, thread->reply, reply_bytes);
	release(thread);
	return error;
}

void pa_ask_thread_abandon(struct pa_ask_thread **waiting)
{
	struct pa_ask_thread *thread, *next;

	for (thread = *waiting; thread; thread = next) {
		bool done;

		next = thread->next;
		(void)pthread_mutex_lock(&thread->lock);
		thread->abandoned = true;
		done = thread->done;
		(void)pthread_mutex_unlock(&thread->lock);
		if (done)
			release(thread);
	}
	*waiting = NULL;
}
