/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Limits of /proc/sys that hardly change: what one user may have of watches, pipe pages,
 * namespaces and queues, and what the kernel allows BPF and perf.
 */
#ifndef PA_PLATFORM_LINUX_SYSCTL_LIMITS_H
#define PA_PLATFORM_LINUX_SYSCTL_LIMITS_H

#include "platform/linux/source.h"

extern const struct pa_source pa_source_sysctl_limits;

#endif
