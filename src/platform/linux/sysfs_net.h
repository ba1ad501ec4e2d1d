/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What /sys/class/net says of the interfaces of the first namespace: negotiated speed and
 * carrier changes. Slow pass. An interface without a speed (virtual, or down) has no value.
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_NET_H
#define PA_PLATFORM_LINUX_SYSFS_NET_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_sysfs_net;

/*
 * The text of a speed file, in megabits per second, as bytes per second.
 * Returns 0, or -ENODATA when it is unknown (-1, 0, or SPEED_UNKNOWN as unsigned), or -EBADMSG.
 * Source: net/core/net-sysfs.c, speed_show().
 */
int pa_sysfs_net_speed(const char *text, size_t text_bytes, uint64_t *out_bytes_per_s);

#endif
