/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/devices/system/cpu/cpuN/cpuidle/stateM: how long and how often each CPU was in each idle
 * state, and how often the choice was wrong. Instance "cpu0/C6"; the first 64 CPUs.
 * Source: drivers/cpuidle/sysfs.c; above and below since 5.0, rejected since 5.10.
 */
#ifndef PA_PLATFORM_LINUX_CPUIDLE_H
#define PA_PLATFORM_LINUX_CPUIDLE_H

struct pa_source;

extern const struct pa_source pa_source_cpuidle;

#endif
