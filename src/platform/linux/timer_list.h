/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/timer_list (root): what the timer interrupt of each CPU had to do. The kernel prints
 * every timer there is, so it is read rarely, and not at all beyond PA_TIMER_LIST_CPUS_MAX CPUs.
 */
#ifndef PA_PLATFORM_LINUX_TIMER_LIST_H
#define PA_PLATFORM_LINUX_TIMER_LIST_H

#include <stddef.h>

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_timer_list;

enum { PA_TIMER_LIST_CPUS_MAX = 64 };

/*
 * Parse text_bytes bytes: for each "cpu: N" nr_events (timer interrupts), nr_retries (timers that
 * expired while the interrupt ran), nr_hangs (it gave up and let the CPU breathe) and the longest
 * such hang, max_hang_time in ns, become values of instance "cpuN". All but the last are counters
 * of 32 bits or fewer in the kernel (nr_retries and nr_hangs have 16) and wrap.
 * Returns 0, or -EBADMSG when no CPU told any of them (CONFIG_HIGH_RES_TIMERS off).
 * Source: kernel/time/timer_list.c, print_cpu(); kernel/time/hrtimer.c, hrtimer_interrupt().
 */
int pa_timer_list_parse(const char *text, size_t text_bytes, struct pa_names *names,
			struct pa_moment *moment);

#endif
