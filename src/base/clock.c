/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <time.h>

static uint64_t now_ns(clockid_t clock)
{
	struct timespec t = { 0 };

	(void)clock_gettime(clock, &t); /* the three clocks used here always exist */
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

uint64_t pa_clock_mono_ns(void)
{
	return now_ns(CLOCK_MONOTONIC);
}

uint64_t pa_clock_boot_ns(void)
{
	return now_ns(CLOCK_BOOTTIME);
}

uint64_t pa_clock_real_ns(void)
{
	return now_ns(CLOCK_REALTIME);
}

uint64_t pa_clock_cpu_ns(void)
{
	return now_ns(CLOCK_PROCESS_CPUTIME_ID);
}
