/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls that we make fail ourselves, a known number of times, are counted: opens with EMFILE
 * and futex calls with ETIMEDOUT. Others on the machine may fail too, so the count is at least
 * ours.
 */
#include "live.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/root.h"
#include "probe/failed_calls.h"

enum { TIMES = 500 };

/* Opens over a limit of none more: each fails. Returns how many did, with EMFILE. */
static int fail_opens(void)
{
	struct rlimit before, none;
	int failed = 0;

	live_check(getrlimit(RLIMIT_NOFILE, &before) == 0, "our limit of descriptors is known");
	none = before;
	none.rlim_cur = 0;
	live_check(setrlimit(RLIMIT_NOFILE, &none) == 0, "it can be lowered");
	for (int i = 0; i < TIMES; i++)
		failed += open("/dev/null", O_RDONLY | O_CLOEXEC) < 0 && errno == EMFILE;
	live_check(setrlimit(RLIMIT_NOFILE, &before) == 0, "it can be raised again");
	return failed;
}

static int fail_waits(void)
{
	const struct timespec none = { 0 };
	uint32_t word = 0;
	int failed = 0;

	for (int i = 0; i < TIMES; i++)
		failed += syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &none, NULL, 0) < 0 &&
			  errno == ETIMEDOUT;
	return failed;
}

static const struct pa_sample *sample_of(const struct pa_moment *moment, uint16_t metric)
{
	for (uint32_t i = 0; i < moment->sample_count; i++)
		if (moment->samples[i].metric == metric)
			return &moment->samples[i];
	live_check(false, "each kind of failure is told");
	return NULL;
}

static uint64_t counted(struct pa_root *root, struct pa_failed_calls *calls, uint16_t metric)
{
	struct pa_moment moment;
	struct pa_sample got;

	pa_moment_init(&moment);
	(void)pa_root_moment(root, &moment.kind, &moment.mono_ns, &moment.real_ns);
	pa_failed_calls_read(calls, &moment);
	got = *sample_of(&moment, metric);
	pa_moment_done(&moment);
	if (got.state != PA_OK)
		live_skip("failed system calls cannot be counted here (tracefs, perf_event_open)");
	return got.value;
}

int main(void)
{
	struct pa_root *root = pa_root_live();
	struct pa_failed_calls *calls = pa_failed_calls_open(root);
	uint64_t opens = counted(root, calls, PA_V_FD_PROC_FAILED_CALLS_COUNT);
	uint64_t waits = counted(root, calls, PA_V_LOCK_FUTEX_TIMEOUTS_COUNT);

	live_check(fail_opens() == TIMES, "opens without a descriptor fail with EMFILE");
	live_check(fail_waits() == TIMES, "waits without time fail with ETIMEDOUT");
	opens = counted(root, calls, PA_V_FD_PROC_FAILED_CALLS_COUNT) - opens;
	waits = counted(root, calls, PA_V_LOCK_FUTEX_TIMEOUTS_COUNT) - waits;
	live_check(opens >= TIMES, "each open that failed was counted");
	live_check(waits >= TIMES, "each wait that timed out was counted");
	pa_failed_calls_close(calls);
	pa_root_free(root);
	return 0;
}
