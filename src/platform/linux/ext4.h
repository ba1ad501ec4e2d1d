/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/fs/ext4/DEVICE/errors_count: errors noted in the superblock, also those of earlier
 * boots. One decimal number, parsed by pa_numbers_column().
 * Source: fs/ext4/sysfs.c.
 */
#ifndef PA_PLATFORM_LINUX_EXT4_H
#define PA_PLATFORM_LINUX_EXT4_H

struct pa_source;

extern const struct pa_source pa_source_ext4;

#endif
