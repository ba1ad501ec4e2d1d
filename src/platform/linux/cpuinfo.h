/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/cpuinfo of x86: the clock of each CPU, and whether a hypervisor is below. The kernel
 * prints a kilobyte for each CPU (and before 5.17 wakes every one of them to ask for its clock),
 * so it is read rarely, and not at all beyond PA_CPUINFO_CPUS_MAX CPUs.
 */
#ifndef PA_PLATFORM_LINUX_CPUINFO_H
#define PA_PLATFORM_LINUX_CPUINFO_H

#include <stddef.h>

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_cpuinfo;

enum { PA_CPUINFO_CPUS_MAX = 64 };

/*
 * Parse text_bytes bytes: "cpu MHz : 2445.430" of each "processor : N" becomes a value in Hz of
 * instance "cpuN"; "hypervisor" among the flags of the first CPU becomes
 * cpu.steal.guest_flag, "split_lock_detect" or "bus_lock_detect" cpu.split.detected_flag. What a
 * kernel or an architecture does not tell is missed. Returns 0, or -EBADMSG with nothing appended
 * when no CPU is named. Source: arch/x86/kernel/cpu/proc.c, show_cpuinfo().
 */
int pa_cpuinfo_parse(const char *text, size_t text_bytes, struct pa_names *names,
		     struct pa_moment *moment);

#endif
