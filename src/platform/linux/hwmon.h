/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/class/hwmon: temperatures, fans and alarms of the board, its power supplies and devices.
 * Instance "hwmon0:CHIP/temp1". At most 16 chips with 64 files each. Some sit behind a slow bus and
 * take milliseconds, so they are read rarely.
 * Source: Documentation/hwmon/sysfs-interface.rst.
 */
#ifndef PA_PLATFORM_LINUX_HWMON_H
#define PA_PLATFORM_LINUX_HWMON_H

struct pa_source;

extern const struct pa_source pa_source_hwmon;

#endif
