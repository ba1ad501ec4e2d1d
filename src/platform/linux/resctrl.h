/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/fs/resctrl (Intel RDT, AMD QoS; where it is mounted): how much of each last-level cache a
 * control group occupies and the bytes it moved to and from memory. Instance "GROUP/mon_L3_00", the
 * default group has no name; at most 64. "Unavailable" is no value.
 * Source: fs/resctrl/ctrlmondata.c, Documentation/filesystems/resctrl.rst.
 */
#ifndef PA_PLATFORM_LINUX_RESCTRL_H
#define PA_PLATFORM_LINUX_RESCTRL_H

struct pa_source;

extern const struct pa_source pa_source_resctrl;

#endif
