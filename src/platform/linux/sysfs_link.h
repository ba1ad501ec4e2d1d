/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a network interface agreed on with its peer, and how long its queue may become.
 * Source: Documentation/ABI/testing/sysfs-class-net.
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_LINK_H
#define PA_PLATFORM_LINUX_SYSFS_LINK_H

struct pa_source;

extern const struct pa_source pa_source_sysfs_link;

#endif
