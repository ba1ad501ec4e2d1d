/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ports of RDMA devices: /sys/class/infiniband/DEVICE/ports/N, counters and hw_counters.
 * Instance: "mlx5_0/1". A counter that a device lacks is left out.
 * Source: Documentation/ABI/stable/sysfs-class-infiniband; drivers/infiniband/core/sysfs.c.
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_INFINIBAND_H
#define PA_PLATFORM_LINUX_SYSFS_INFINIBAND_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_sysfs_infiniband;

enum { PA_INFINIBAND_PORTS_MAX = 8 }; /* of one device that are read */

/*
 * The text of "rate", "100 Gb/sec (4X EDR)" or "2.5 Gb/sec (1X SDR)", in bytes a second.
 * text: text_bytes bytes, need not end in NUL. Returns 0, or -EBADMSG (out untouched) when it
 * is no rate or 0.
 */
int pa_infiniband_rate(const char *text, size_t text_bytes, uint64_t *out_bytes_per_s);

#endif
