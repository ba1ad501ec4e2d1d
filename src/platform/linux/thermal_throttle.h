/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/devices/system/cpu/cpuN/thermal_throttle: how often and how long a CPU or its package was
 * slowed down because it was too hot (Intel). Instance "cpu0"; the first 64 CPUs.
 * Source: drivers/thermal/intel/therm_throt.c; times since 5.5.
 */
#ifndef PA_PLATFORM_LINUX_THERMAL_THROTTLE_H
#define PA_PLATFORM_LINUX_THERMAL_THROTTLE_H

struct pa_source;

extern const struct pa_source pa_source_thermal_throttle;

#endif
