/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a driver tells of its network card by SIOCETHTOOL: its name, speeds, ring sizes, and the
 * counters that it names as it likes ("ethtool -S"). Asked of the cards of every network
 * namespace. Names differ between drivers, so they are sorted by what they say, and where a
 * driver counts both by queue and in all, the larger of the two sums counts.
 * The reply is kept as text, recorded as "src/ethtool/NAMESPACE/INTERFACE":
 *	driver ena
 *	link SPEED_MBIT DUPLEX MODES…	supported modes: words of 32 bits, hexadecimal
 *	ring RX RX_MAX TX TX_MAX
 *	stat VALUE NAME
 */
#ifndef PA_PLATFORM_LINUX_ETHTOOL_H
#define PA_PLATFORM_LINUX_ETHTOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_ethtool;

/* What a counter of a driver is about. */
enum pa_ethtool_kind {
	PA_ETHTOOL_QUEUE_DROPS,
	PA_ETHTOOL_ALLOC_FAILS,
	PA_ETHTOOL_ERRORS,
	PA_ETHTOOL_PAUSES,
	PA_ETHTOOL_SYMBOL_ERRORS,
	PA_ETHTOOL_KICKS,
	PA_ETHTOOL_TIMEOUTS,
	PA_ETHTOOL_XDP_PACKETS,
	PA_ETHTOOL_IN_EXCEEDED, /* this and the next five: of Amazon's driver */
	PA_ETHTOOL_OUT_EXCEEDED,
	PA_ETHTOOL_PACKETS_EXCEEDED,
	PA_ETHTOOL_TRACKING_EXCEEDED,
	PA_ETHTOOL_LOCAL_EXCEEDED,
	PA_ETHTOOL_TRACKING_AVAILABLE,
	PA_ETHTOOL_KIND_COUNT
};

struct pa_ethtool {
	char driver[32]; /* NUL-terminated */
	bool has_link, has_ring;
	uint64_t speed_mbit;	 /* 0 unknown */
	uint64_t max_speed_mbit; /* fastest supported mode; 0 unknown */
	bool full_duplex, has_duplex;
	uint64_t ring_rx_count, ring_rx_max_count;
	bool has[PA_ETHTOOL_KIND_COUNT];
	uint64_t sum[PA_ETHTOOL_KIND_COUNT];
};

/* What a counter is about; PA_ETHTOOL_KIND_COUNT for one that is of no interest. */
enum pa_ethtool_kind pa_ethtool_kind_of(const char *name, size_t name_bytes);

/* Does the counter belong to one queue ("rx_queue_3_drops", "rx3_bytes")? */
bool pa_ethtool_is_of_queue(const char *name, size_t name_bytes);

/*
 * Parse the text above. text: text_bytes bytes, need not end in NUL.
 * Returns 0, or -EBADMSG (out untouched) when it names no driver.
 * Source: include/uapi/linux/ethtool.h, struct ethtool_link_settings and
 * enum ethtool_link_mode_bit_indices; Documentation/networking/statistics.rst.
 */
int pa_ethtool_parse(const char *text, size_t text_bytes, struct pa_ethtool *out);

#endif
