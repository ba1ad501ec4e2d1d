/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/devices/system/cpu: CPUs that are present and not online. The kernel's own list
 * "offline" also names slots in which there is no CPU, so it is not used.
 * Source: drivers/base/cpu.c, print_cpus_offline(). The lists are parsed by cpu_list.h.
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_CPU_H
#define PA_PLATFORM_LINUX_SYSFS_CPU_H

struct pa_source;

extern const struct pa_source pa_source_sysfs_cpu;

#endif
