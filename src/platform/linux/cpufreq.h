/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/devices/system/cpu/cpufreq/policyN: the clock of the CPUs that share one, and its limits.
 * Instance "policy0"; how many policies a governor has is an instance of its name.
 * The first 64 policies. Source: drivers/cpufreq/cpufreq.c.
 */
#ifndef PA_PLATFORM_LINUX_CPUFREQ_H
#define PA_PLATFORM_LINUX_CPUFREQ_H

struct pa_source;

extern const struct pa_source pa_source_cpufreq;

#endif
