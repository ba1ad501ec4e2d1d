/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For live tests written in C: conditions are waited for with a deadline, and what the machine
 * lacks is said in a sentence with exit status 77.
 */
#ifndef PA_TESTS_LIVE_H
#define PA_TESTS_LIVE_H

#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

enum { LIVE_DEADLINE_S = 20, LIVE_PAUSE_MS = 2, LIVE_SKIP = 77 };

/* Ask until is_so(arg), for at most LIVE_DEADLINE_S. Returns whether it came to be so. */
static inline bool live_wait(bool (*is_so)(void *arg), void *arg)
{
	uint64_t end_ns = pa_clock_mono_ns() + LIVE_DEADLINE_S * 1000000000ULL;

	while (!is_so(arg)) {
		if (pa_clock_mono_ns() > end_ns)
			return false;
		(void)poll(NULL, 0, LIVE_PAUSE_MS); /* let the other side run */
	}
	return true;
}

static inline void live_check(bool holds, const char *fact)
{
	if (holds)
		return;
	(void)fprintf(stderr, "not so: %s\n", fact);
	exit(1);
}

static inline void live_skip(const char *why)
{
	(void)fprintf(stderr, "%s\n", why);
	exit(LIVE_SKIP);
}

#endif
