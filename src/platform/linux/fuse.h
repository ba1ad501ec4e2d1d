/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/fs/fuse/connections/N, where fusectl is mounted: requests that wait for a server in user
 * space. The instance is the mount point, "fuse:N" when none is known. Parsed by
 * pa_file_rows_number(). Source: Documentation/filesystems/fuse.rst; fs/fuse/control.c.
 */
#ifndef PA_PLATFORM_LINUX_FUSE_H
#define PA_PLATFORM_LINUX_FUSE_H

struct pa_source;

extern const struct pa_source pa_source_fuse;

#endif
