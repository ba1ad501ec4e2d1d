/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/class/thermal: temperatures of zones against their trip points, and how far cooling has
 * gone. Instance "thermal_zone0:TYPE", "cooling_device0:TYPE"; the first 64 of each. Reading one
 * may run code of the firmware (ACPI _TMP), so it is read rarely.
 * Source: drivers/thermal/thermal_sysfs.c, Documentation/driver-api/thermal/sysfs-api.rst.
 */
#ifndef PA_PLATFORM_LINUX_THERMAL_H
#define PA_PLATFORM_LINUX_THERMAL_H

struct pa_source;

extern const struct pa_source pa_source_thermal;

#endif
