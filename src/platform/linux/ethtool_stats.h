/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counters of the link that the kernel names alike for all drivers, by ethtool netlink: pause
 * frames (5.9) and forward error correction (5.13). A driver that does not count them leaves
 * them out. Our network namespace; recorded as "src/ethtool_stats/pause" and ".../fec".
 */
#ifndef PA_PLATFORM_LINUX_ETHTOOL_STATS_H
#define PA_PLATFORM_LINUX_ETHTOOL_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_ethtool_stats;

/* One interface of an answer; name is NUL-terminated. */
struct pa_ethtool_stats {
	char name[16];
	bool has_pauses, has_fec;
	uint64_t pauses_received_count, pauses_sent_count;
	uint64_t fec_corrected_count, fec_uncorrected_count;
};

/*
 * Parse the answer to ETHTOOL_MSG_PAUSE_GET or ETHTOOL_MSG_FEC_GET with ETHTOOL_FLAG_STATS;
 * each() is called for every interface that is named. Numbers that the driver did not set
 * (all bits one) are left out by the kernel.
 * bytes: size_bytes bytes of whole netlink messages at a multiple of 4.
 * Returns 0, or -EBADMSG when bytes are left that are no message.
 * Source: net/ethtool/pause.c, pause_put_stats(); net/ethtool/fec.c, fec_stats_recalc();
 * Documentation/networking/ethtool-netlink.rst.
 */
int pa_ethtool_stats_parse(const char *bytes, size_t size_bytes,
			   void (*each)(void *arg, const struct pa_ethtool_stats *stats),
			   void *arg);

#endif
