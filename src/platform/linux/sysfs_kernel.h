/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/kernel: counts of lockups, stalls, warnings and oopses. Each file came with its own
 * kernel version; those that are missing are ABSENT one by one.
 * Source: kernel/watchdog.c, kernel/rcu/tree_stall.h, kernel/panic.c.
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_KERNEL_H
#define PA_PLATFORM_LINUX_SYSFS_KERNEL_H

struct pa_source;

extern const struct pa_source pa_source_sysfs_kernel;

#endif
