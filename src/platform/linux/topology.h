/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/devices/system/cpu/cpuN/topology: which CPUs are threads of one core. Instance "cpu0"; the
 * first 64 CPUs. Source: drivers/base/topology.c, lib/vsprintf.c (bitmap_list_string()).
 */
#ifndef PA_PLATFORM_LINUX_TOPOLOGY_H
#define PA_PLATFORM_LINUX_TOPOLOGY_H

struct pa_source;

extern const struct pa_source pa_source_topology;

#endif
