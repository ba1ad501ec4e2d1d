/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/block/NAME: what kind of device it is, its size, the settings and limits of its queue.
 * Devices of size 0 (unused loop devices, empty drives) are left out.
 * Source: block/genhd.c (size), block/blk-sysfs.c (queue), block/blk-mq-sysfs.c (mq).
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_BLOCK_H
#define PA_PLATFORM_LINUX_SYSFS_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct pa_linux;
struct pa_source;

extern const struct pa_source pa_source_sysfs_block;

/* The name id of a device as /proc/diskstats calls it: "cciss!c0d0" of sysfs is "cciss/c0d0". */
uint32_t pa_sysfs_block_name(struct pa_linux *sys, const char *entry);

/* Does a hypervisor or a cloud provide this disk? By its name, or by what it says of itself
 * (NUL-terminated, "" when unknown): then limits may be contracts and not physics. */
bool pa_sysfs_block_is_virtual(const char *device, const char *model, const char *vendor);

#endif
