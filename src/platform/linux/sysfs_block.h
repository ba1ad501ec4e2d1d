/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/block/NAME: what kind of device it is, its size and the length of its queue. Devices of
 * size 0 (unused loop devices, empty drives) are left out. Each file holds one decimal number
 * and is parsed by pa_numbers_column().
 * Source: block/genhd.c (size), block/blk-sysfs.c (queue).
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_BLOCK_H
#define PA_PLATFORM_LINUX_SYSFS_BLOCK_H

struct pa_source;

extern const struct pa_source pa_source_sysfs_block;

#endif
