/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/sys/kernel: limits of tasks, and what the kernel noted about its own health.
 * Source: kernel/sysctl.c, kernel/hung_task.c, drivers/char/random.c.
 */
#ifndef PA_PLATFORM_LINUX_SYSCTL_KERNEL_H
#define PA_PLATFORM_LINUX_SYSCTL_KERNEL_H

struct pa_source;

extern const struct pa_source pa_source_sysctl_kernel;

#endif
