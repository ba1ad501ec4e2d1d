/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options of mounted file systems that make each write or read dearer; instances are those of
 * fs.space.
 * Source: Documentation/filesystems/ext4.rst, mount(8).
 */
#ifndef PA_PLATFORM_LINUX_MOUNT_OPTIONS_H
#define PA_PLATFORM_LINUX_MOUNT_OPTIONS_H

struct pa_source;

extern const struct pa_source pa_source_mount_options;

#endif
