/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process of three threads: one spins, one waits for a mutex that the first holds, one
 * sleeps. The task source and a look must see exactly that.
 */
#include "live.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/names.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"

/* glibc's mutex: a word that is 2 when somebody waits; FUTEX_WAIT expects it to be. */
enum { FUTEX_CONTENDED = 2 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *wait_for_mutex(void *arg)
{
	(void)arg;
	(void)pthread_setname_np(pthread_self(), "waits");
	(void)pthread_mutex_lock(&mutex);
	return NULL;
}

static void *sleep_long(void *arg)
{
	struct timespec long_time = { .tv_sec = 1000 };

	(void)arg;
	(void)pthread_setname_np(pthread_self(), "sleeps");
	(void)syscall(SYS_nanosleep, &long_time, NULL);
	return NULL;
}

__attribute__((noreturn)) static void child(void)
{
	volatile unsigned long turns = 0;
	pthread_t a, b;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* cannot fail, nor can the next */
	(void)prctl(PR_SET_NAME, "spins");
	(void)pthread_mutex_lock(&mutex);
	if (pthread_create(&a, NULL, wait_for_mutex, NULL) ||
	    pthread_create(&b, NULL, sleep_long, NULL))
		_exit(1);
	for (;;)
		turns++;
}

struct scene {
	struct pa_root *root;
	struct pa_names *names;
	struct pa_platform *platform;
	struct pa_moment moment;
	int32_t pid;
	bool denied; /* the system call of a thread could not be read */
};

static const struct pa_task *thread(const struct scene *s, const char *comm)
{
	for (uint32_t i = 0; i < s->moment.task_count; i++) {
		const struct pa_task *t = &s->moment.tasks[i];

		if (t->pid == s->pid && !strcmp(pa_names_text(s->names, t->comm), comm))
			return t;
	}
	return NULL;
}

static void begin_moment(struct scene *s, uint8_t kind)
{
	pa_moment_clear(&s->moment);
	s->moment.kind = kind;
	(void)pa_root_moment(s->root, &s->moment.kind, &s->moment.mono_ns, &s->moment.real_ns);
}

static bool seen_as_they_are(void *arg)
{
	struct scene *s = arg;
	const struct pa_task *spins, *waits, *sleeps;

	begin_moment(s, PA_MOMENT_PROBE);
	pa_platform_look(s->platform, &s->pid, 1, &s->moment);
	spins = thread(s, "spins");
	waits = thread(s, "waits");
	sleeps = thread(s, "sleeps");
	if (!spins || !waits || !sleeps || s->moment.task_count != 3)
		return false;
	if (waits->state == 'S' && !(waits->has & PA_TASK_SYSCALL)) {
		s->denied = true;
		return true;
	}
	return spins->state == 'R' && spins->syscall == PA_TASK_SYSCALL_RUNNING &&
	       waits->state == 'S' && waits->syscall == SYS_futex &&
	       waits->syscall_args[0] == (uintptr_t)&mutex &&
	       waits->syscall_args[2] == FUTEX_CONTENDED && sleeps->state == 'S' &&
	       sleeps->syscall == SYS_nanosleep;
}

static bool pass_sees_them(void *arg)
{
	struct scene *s = arg;
	const struct pa_task *spins, *waits;
	uint64_t run_ns;

	spins = thread(s, "spins");
	run_ns = spins ? spins->run_ns : UINT64_MAX;
	begin_moment(s, PA_MOMENT_TICK);
	pa_platform_read(s->platform, PA_PASS_TASKS, &s->moment);
	spins = thread(s, "spins");
	waits = thread(s, "waits");
	return spins && waits && thread(s, "sleeps") && spins->thread_count == 3 &&
	       spins->tid == s->pid && spins->run_ns > run_ns && waits->state == 'S' &&
	       (waits->has & PA_TASK_SWITCHES) && waits->voluntary_switches > 0;
}

int main(void)
{
	struct scene s = { .root = pa_root_live(), .names = pa_names_new() };
	struct pa_err err = { 0 };
	bool looked, passed;

	pa_moment_init(&s.moment);
	s.platform = pa_platform_open(s.root, s.names, &err);
	live_check(s.platform != NULL, err.text);
	s.pid = fork();
	live_check(s.pid >= 0, "a child can be started");
	if (!s.pid)
		child();
	looked = live_wait(seen_as_they_are, &s);
	passed = live_wait(pass_sees_them, &s);
	(void)kill(s.pid, SIGKILL);
	(void)waitpid(s.pid, NULL, 0); /* it has been told to end */
	s.platform = pa_platform_close(s.platform);
	pa_moment_done(&s.moment);
	pa_names_free(s.names);
	pa_root_free(s.root);
	live_check(passed, "the task source sees a thread spin, wait and sleep");
	if (s.denied)
		live_skip("system calls of other threads may not be read here (/proc/PID/syscall)");
	live_check(looked, "a look sees a thread spin, wait for a futex and sleep");
	return 0;
}
