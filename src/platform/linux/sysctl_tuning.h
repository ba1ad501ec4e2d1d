/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings of /proc/sys that decide what waits or fails, for the audit in catalog/tuning. Those
 * of the network are the ones of our own network namespace, as their values of instance 0 are.
 */
#ifndef PA_PLATFORM_LINUX_SYSCTL_TUNING_H
#define PA_PLATFORM_LINUX_SYSCTL_TUNING_H

struct pa_source;

extern const struct pa_source pa_source_sysctl_tuning;

#endif
