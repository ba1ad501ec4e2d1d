/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process that has used up its 32 descriptors and tries to open more: the task source tells
 * 32 of 32, and the counters that its opens fail with EMFILE.
 */
#include "live.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/names.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"
#include "probe/counters.h"

enum { LIMIT = 32 };

__attribute__((noreturn)) static void child(void)
{
	const struct rlimit limit = { .rlim_cur = LIMIT, .rlim_max = LIMIT };

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* cannot fail */
	for (int fd = 3; fd < 1024; fd++)
		(void)close(fd); /* most are not open */
	if (setrlimit(RLIMIT_NOFILE, &limit))
		_exit(1);
	for (;;) {
		(void)open("/dev/null", O_RDONLY); /* fails, in the end */
		(void)poll(NULL, 0, 1);
	}
}

struct scene {
	struct pa_root *root;
	struct pa_names *names;
	struct pa_platform *platform;
	struct pa_counters *counters;
	struct pa_moment moment;
	int32_t pid;
};

static bool all_are_used(void *arg)
{
	struct scene *s = arg;

	pa_moment_clear(&s->moment);
	(void)pa_root_moment(s->root, &s->moment.kind, &s->moment.mono_ns, &s->moment.real_ns);
	pa_platform_read(s->platform, PA_PASS_TASKS | PA_PASS_SLOW, &s->moment);
	for (uint32_t i = 0; i < s->moment.task_count; i++) {
		const struct pa_task *t = &s->moment.tasks[i];

		if (t->tid == s->pid)
			return (t->has & PA_TASK_FDS) && (t->has & PA_TASK_FD_LIMIT) &&
			       t->fd_count == LIMIT && t->fd_limit_count == LIMIT;
	}
	return false;
}

static bool opens_fail(void *arg)
{
	struct scene *s = arg;

	pa_moment_clear(&s->moment);
	pa_counters_read_errnos(s->counters, &s->moment);
	for (uint32_t i = 0; i < s->moment.errno_count; i++)
		if (s->moment.errnos[i].pid == s->pid && s->moment.errnos[i].error == EMFILE)
			return s->moment.errnos[i].count > 0;
	return false;
}

int main(void)
{
	struct scene s = { .root = pa_root_live(), .names = pa_names_new() };
	struct pa_err err = { 0 };
	bool used, failed = true;
	int counted;

	pa_moment_init(&s.moment);
	s.platform = pa_platform_open(s.root, s.names, &err);
	live_check(s.platform != NULL, err.text);
	s.counters = pa_counters_open(s.root, s.names);
	s.pid = fork();
	live_check(s.pid >= 0, "a child can be started");
	if (!s.pid)
		child();
	used = live_wait(all_are_used, &s);
	counted = pa_counters_errnos(s.counters, &s.pid, 1);
	if (counted > 0)
		failed = live_wait(opens_fail, &s);
	(void)kill(s.pid, SIGKILL);
	(void)waitpid(s.pid, NULL, 0); /* it has been told to end */
	s.counters = pa_counters_close(s.counters);
	s.platform = pa_platform_close(s.platform);
	pa_moment_done(&s.moment);
	pa_names_free(s.names);
	pa_root_free(s.root);
	live_check(used, "32 of 32 descriptors are used");
	live_check(failed, "opens of that process fail with EMFILE");
	if (counted <= 0)
		live_skip("failed system calls cannot be counted here (tracefs, perf_event_open)");
	return 0;
}
