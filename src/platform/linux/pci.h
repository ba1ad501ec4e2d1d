/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/bus/pci/devices: what each PCIe link could carry and carries now, and the errors that
 * advanced error reporting (AER) counted. Instance "0000:3b:00.0"; at most 256 devices.
 */
#ifndef PA_PLATFORM_LINUX_PCI_H
#define PA_PLATFORM_LINUX_PCI_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_pci;

/*
 * What one lane carries in one direction at the speed that text names: "8.0 GT/s PCIe" (before
 * 5.10 "8 GT/s"). Encoding is taken off (8b/10b up to 5 GT/s, 128b/130b up to 32, none above),
 * the overhead of packets is not.
 * Returns 0 and *out, or -EBADMSG when it is no speed ("Unknown").
 * Source: drivers/pci/pci-sysfs.c, current_link_speed_show(); PCI Express Base Specification.
 */
int pa_pci_lane_bytes_per_s(const char *text, size_t text_bytes, uint64_t *out);

/*
 * The number of the line that begins with key: "TOTAL_ERR_COR 2" of aer_dev_correctable (4.19).
 * Returns 0 and *out, or -EBADMSG when no line does.
 * Source: Documentation/ABI/testing/sysfs-bus-pci-devices-aer_stats.
 */
int pa_pci_aer_total(const char *text, size_t text_bytes, const char *key, uint64_t *out);

#endif
