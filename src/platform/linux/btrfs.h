/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/fs/btrfs/UUID: space by kind of chunk, commits, errors of devices. The instance is the
 * first device, as /proc/diskstats calls it. Parsed by pa_file_rows_number().
 * Source: fs/btrfs/sysfs.c (commit_stats since 6.0, devinfo/N/error_stats since 5.14); the
 * numbers of allocation/ are bytes.
 */
#ifndef PA_PLATFORM_LINUX_BTRFS_H
#define PA_PLATFORM_LINUX_BTRFS_H

struct pa_source;

extern const struct pa_source pa_source_btrfs;

#endif
