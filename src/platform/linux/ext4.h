/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/fs/ext4/DEVICE: errors noted in the superblock, also those of earlier boots; what was
 * written since mount and what waits for allocation. Parsed by pa_file_rows_number().
 * Source: fs/ext4/sysfs.c.
 */
#ifndef PA_PLATFORM_LINUX_EXT4_H
#define PA_PLATFORM_LINUX_EXT4_H

struct pa_source;

extern const struct pa_source pa_source_ext4;

#endif
