/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings of block devices: scheduler, read-ahead, write-back throttling, merging. One instance
 * for each device, as in sysfs_block.
 * Source: Documentation/ABI/stable/sysfs-block.
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_QUEUE_H
#define PA_PLATFORM_LINUX_SYSFS_QUEUE_H

struct pa_source;

extern const struct pa_source pa_source_sysfs_queue;

#endif
