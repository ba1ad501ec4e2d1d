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

/*
 * What a PCIe link carries in one direction, from the texts of current_link_speed ("8.0 GT/s
 * PCIe", before 5.11 "8 GT/s") and current_link_width ("8"): lines that transfer so often,
 * less their coding (8 of 10 bits up to 5 GT/s, 128 of 130 up to 32 GT/s, 242 of 256 bytes
 * above). Texts need not end in NUL. Returns 0, or -EBADMSG (out untouched) when one is no such
 * thing, as "Unknown". Source: drivers/pci/probe.c, pci_speed_string();
 * drivers/pci/pci-sysfs.c, current_link_speed_show().
 */
int pa_sysfs_net_bus(const char *speed, size_t speed_bytes, const char *width, size_t width_bytes,
		     uint64_t *out_bytes_per_s);

#endif
