/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two processes compute on one CPU: each stands ready half of the time. What the program in the
 * kernel saw of one of them is what the scheduler's own account of it says, within a tenth.
 */
#include "live.h"

#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "model/latency.h"
#include "probe/ladder.h"
#include "probe/programs.h"
#include "probe/runqlat.h"

enum { WAITS_MIN = 200 };

static pid_t computing(void)
{
	volatile uint64_t work = 0;
	cpu_set_t first;
	pid_t pid = fork();

	live_check(pid >= 0, "a child can be started");
	if (pid)
		return pid;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* cannot fail */
	CPU_ZERO(&first);
	CPU_SET(0, &first);
	if (sched_setaffinity(0, sizeof(first), &first))
		_exit(1);
	for (;;)
		work++;
}

/* Time that the main thread of pid has stood ready, and how often it began to run. */
static void account(pid_t pid, uint64_t *delay_ns, uint64_t *runs)
{
	char path[64];
	uint64_t cpu_ns;
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)pid);
	file = fopen(path, "r");
	if (!file)
		live_skip("the kernel keeps no account of run delay (schedstat)");
	live_check(fscanf(file, "%" SCNu64 " %" SCNu64 " %" SCNu64, &cpu_ns, delay_ns, runs) == 3,
		   "schedstat has three numbers");
	(void)fclose(file); /* it was only read */
}

struct scene {
	struct pa_programs *programs;
	struct pa_latency latency;
};

static bool has_waited(void *arg)
{
	struct scene *s = arg;

	pa_latency_done(&s->latency);
	live_check(pa_runqlat_read(s->programs, &s->latency) == 0, "the histogram can be read");
	return s->latency.count >= WAITS_MIN;
}

int main(void)
{
	struct pa_program_settings settings = { .groups = PA_PROGRAMS_RUNQLAT };
	uint64_t delay_before, delay_after, runs_before, runs_after;
	struct pa_err err = { 0 };
	struct scene s = { 0 };
	struct pa_ladder ladder;
	pid_t other, seen;
	bool waited;

	pa_ladder_probe(&ladder, 1);
	if (ladder.rung != 'A')
		live_skip(ladder.why);
	other = computing();
	seen = computing();
	settings.pid = seen;
	s.programs = pa_programs_load(&settings, &err);
	live_check(s.programs != NULL, err.text);
	account(seen, &delay_before, &runs_before);
	waited = live_wait(has_waited, &s);
	account(seen, &delay_after, &runs_after);
	(void)kill(seen, SIGKILL);
	(void)kill(other, SIGKILL);
	(void)waitpid(seen, NULL, 0); /* they have been told to end */
	(void)waitpid(other, NULL, 0);
	live_check(waited, "a process that shares its CPU waits for it");
	delay_after -= delay_before;
	runs_after -= runs_before;
	(void)fprintf(stderr,
		      "%" PRIu64 " waits of %" PRIu64 " runs, %" PRIu64 " of %" PRIu64 " ns\n",
		      s.latency.count, runs_after, s.latency.sum_ns, delay_after);
	live_check(s.latency.lost_count == 0, "no wait was lost");
	live_check(s.latency.sum_ns > delay_after / 10 * 9 &&
			   s.latency.sum_ns < delay_after / 10 * 11,
		   "the waits add up to the run delay of the scheduler's own account");
	pa_latency_done(&s.latency);
	pa_programs_unload(s.programs);
	return 0;
}
