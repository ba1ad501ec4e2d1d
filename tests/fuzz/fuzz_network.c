/* SPDX-License-Identifier: Apache-2.0 */
/* The smaller parsers of the network: sock_diag families, generic netlink, drivers, sysfs. */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "platform/linux/devlink.h"
#include "platform/linux/ethtool.h"
#include "platform/linux/ethtool_stats.h"
#include "platform/linux/genl.h"
#include "platform/linux/netdev.h"
#include "platform/linux/netlink_diag.h"
#include "platform/linux/packet_diag.h"
#include "platform/linux/qdisc_class.h"
#include "platform/linux/sysfs_infiniband.h"
#include "platform/linux/sysfs_net.h"
#include "platform/linux/unix_diag.h"
#include "platform/linux/xfrm_sad.h"

static void see_class(void *arg, const struct pa_qdisc_class *class)
{
	(void)arg;
	assert(class->has_stats);
}

static void see_stats(void *arg, const struct pa_ethtool_stats *stats)
{
	(void)arg;
	assert(stats->name[0] && strlen(stats->name) < sizeof(stats->name));
}

static void see_queues(void *arg, const struct pa_netdev_queues *queues)
{
	(void)arg;
	assert(queues->ifindex);
}

static void see_reporter(void *arg, const struct pa_devlink_reporter *reporter)
{
	(void)arg;
	assert(strlen(reporter->device) < sizeof(reporter->device));
}

static void netlink(const char *bytes, size_t size)
{
	struct pa_genl_family family[4];
	struct pa_unix_listeners listeners;
	struct pa_page_pools pools = { 0 };
	struct pa_packet_sums packets;
	struct pa_sock_sums sums;
	uint64_t count;

	(void)pa_unix_diag_parse(bytes, size, &listeners); /* any answer */
	(void)pa_netlink_diag_parse(bytes, size, &sums);
	(void)pa_packet_diag_parse(bytes, size, &packets);
	(void)pa_qdisc_class_parse(bytes, size, see_class, NULL);
	(void)pa_ethtool_stats_parse(bytes, size, see_stats, NULL);
	(void)pa_netdev_queues_parse(bytes, size, see_queues, NULL);
	(void)pa_page_pools_parse(bytes, size, &pools);
	(void)pa_devlink_parse(bytes, size, see_reporter, NULL);
	(void)pa_xfrm_sad_parse(bytes, size, &count);
	assert(pa_genl_families_parse(bytes, size, family, 4) <= 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct pa_packet_sums packets;
	struct pa_ethtool ethtool;
	struct pa_sock_sums sums;
	uint64_t value;

	netlink(text, size);
	(void)pa_netlink_text_parse(text, size, &sums); /* any answer */
	(void)pa_packet_text_parse(text, size, &packets);
	if (!pa_ethtool_parse(text, size, &ethtool))
		assert(ethtool.driver[0] && strlen(ethtool.driver) < sizeof(ethtool.driver));
	(void)pa_infiniband_rate(text, size, &value);
	(void)pa_sysfs_net_bus(text, size, text, size, &value);
	return 0;
}
