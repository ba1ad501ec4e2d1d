/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/sys/fs: asynchronous I/O contexts, directory entries and inodes in memory.
 * Source: fs/aio.c, fs/dcache.c (dentry_stat), fs/inode.c (inodes_stat).
 */
#ifndef PA_PLATFORM_LINUX_SYSCTL_FS_H
#define PA_PLATFORM_LINUX_SYSCTL_FS_H

struct pa_source;

extern const struct pa_source pa_source_sysctl_fs;

#endif
