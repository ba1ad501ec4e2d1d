/* SPDX-License-Identifier: Apache-2.0 */
/* What drivers tell: by ioctl as text, and through generic netlink. */
#include "load.h"

#include <errno.h>
#include <linux/devlink.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>

#include "platform/linux/devlink.h"
#include "platform/linux/ethtool.h"
#include "platform/linux/ethtool_stats.h"
#include "platform/linux/genl.h"
#include "platform/linux/netdev.h"
#include "platform/linux/sysfs_net.h"
#include "platform/linux/xfrm_sad.h"

static void ethtool_reads_a_virtio_card(void **state)
{
	struct pa_ethtool out;
	size_t bytes;
	char *text = load("ethtool_virtio", &bytes);

	(void)state;
	assert_int_equal(pa_ethtool_parse(text, bytes, &out), 0);
	assert_string_equal(out.driver, "virtio_net");
	assert_true(out.has_link && !out.speed_mbit && !out.max_speed_mbit && !out.has_duplex);
	assert_int_equal(out.ring_rx_count, 256);
	/* 165 and 507 in all, and the same again by queue */
	assert_int_equal(out.sum[PA_ETHTOOL_KICKS], 672);
	assert_true(out.has[PA_ETHTOOL_QUEUE_DROPS] && out.has[PA_ETHTOOL_TIMEOUTS]);
	assert_false(out.has[PA_ETHTOOL_ERRORS]);
	free(text);
}

/* Names as Amazon's, Intel's and Mellanox' drivers give them; synthetic numbers. */
static void ethtool_sorts_what_drivers_name(void **state)
{
	static const char text[] = "driver ena\nlink 25000 1 80000000 0 0\n"
				   "stat 7 bw_in_allowance_exceeded\n"
				   "stat 3 conntrack_allowance_exceeded\n"
				   "stat 136806 conntrack_allowance_available\n"
				   "stat 5 rx_queue_0_drops\nstat 6 rx_queue_1_drops\n"
				   "stat 10 rx_dropped\nstat 2 rx_crc_errors\n"
				   "stat 4 rx_alloc_failed\nstat 9 rx_xdp_drop\n"
				   "stat 8 rx_pause_ctrl_phy\nstat 1 rx_prio0_pause\n"
				   "stat 11 rx_out_of_buffer\nstat x tx_dropped\nstat 5\n";
	struct pa_ethtool out;

	(void)state;
	assert_int_equal(pa_ethtool_parse(text, strlen(text), &out), 0);
	assert_int_equal(out.max_speed_mbit, 25000); /* bit 31: 25000baseCR */
	assert_true(out.full_duplex && out.has_duplex);
	assert_int_equal(out.sum[PA_ETHTOOL_IN_EXCEEDED], 7);
	assert_int_equal(out.sum[PA_ETHTOOL_TRACKING_EXCEEDED], 3);
	assert_int_equal(out.sum[PA_ETHTOOL_TRACKING_AVAILABLE], 136806);
	assert_int_equal(out.sum[PA_ETHTOOL_QUEUE_DROPS], 21); /* in all; 11 by queue */
	assert_int_equal(out.sum[PA_ETHTOOL_ERRORS], 2);
	assert_int_equal(out.sum[PA_ETHTOOL_ALLOC_FAILS], 4);
	assert_int_equal(out.sum[PA_ETHTOOL_PAUSES], 8);
	assert_false(out.has[PA_ETHTOOL_XDP_PACKETS]);
	assert_int_equal(pa_ethtool_parse("stat 1 rx_drops\n", 16, &out), -EBADMSG);
	assert_string_equal(out.driver, "ena");
}

static void ethtool_tells_queues_from_totals(void **state)
{
	(void)state;
	assert_true(pa_ethtool_is_of_queue("rx_queue_3_drops", 16));
	assert_true(pa_ethtool_is_of_queue("tx11_timeouts", 13));
	assert_true(pa_ethtool_is_of_queue("[2]: rx_discards", 16));
	assert_false(pa_ethtool_is_of_queue("rx_dropped", 10));
	assert_false(pa_ethtool_is_of_queue("tx_size_64", 10));
	assert_false(pa_ethtool_is_of_queue("", 0));
}

static void genl_lists_families(void **state)
{
	struct pa_genl_family family[PA_GENL_FAMILIES_MAX];
	bool ethtool = false;
	size_t bytes, count;
	char *reply = load("genl_families.bin", &bytes);

	(void)state;
	count = pa_genl_families_parse(reply, bytes, family, PA_GENL_FAMILIES_MAX);
	assert_int_equal(count, 15);
	for (size_t i = 0; i < count; i++)
		ethtool |= !strcmp(family[i].name, "ethtool") && family[i].id >= NLMSG_MIN_TYPE;
	assert_true(ethtool);
	assert_int_equal(pa_genl_families_parse(reply, bytes, family, 3), 3);
	free(reply);
}

static void see_queues(void *arg, const struct pa_netdev_queues *queues)
{
	*(struct pa_netdev_queues *)arg = *queues;
}

static void netdev_reads_what_virtio_counts(void **state)
{
	struct pa_netdev_queues out = { 0 };
	size_t bytes;
	char *reply = load("netdev_qstats.bin", &bytes);

	(void)state;
	assert_int_equal(pa_netdev_queues_parse(reply, bytes, see_queues, &out), 0);
	assert_true(out.ifindex > 1);
	assert_false(out.has_alloc_fails);
	assert_int_equal(pa_netdev_queues_parse(reply, bytes - 2, see_queues, &out), -EBADMSG);
	free(reply);
}

/* ---- synthetic answers: 32- and 64-bit numbers after their headers ---- */

struct writer {
	char bytes[512] __attribute__((aligned(4)));
	size_t used;
};

static size_t put(struct writer *w, uint16_t type, const void *bytes, size_t size)
{
	const struct nlattr head = { .nla_len = (uint16_t)(sizeof(head) + size), .nla_type = type };
	size_t at = w->used;

	memcpy(w->bytes + at, &head, sizeof(head));
	if (size)
		memcpy(w->bytes + at + sizeof(head), bytes, size);
	w->used += (sizeof(head) + size + 3) & ~(size_t)3;
	return at;
}

static void nest(struct writer *w, size_t at)
{
	uint16_t length = (uint16_t)(w->used - at);

	memcpy(w->bytes + at, &length, sizeof(length));
}

static size_t begin(struct writer *w, uint8_t command)
{
	const struct nlmsghdr head = { .nlmsg_type = 30 };
	const struct genlmsghdr genl = { .cmd = command };
	size_t at = w->used;

	memcpy(w->bytes + at, &head, sizeof(head));
	memcpy(w->bytes + at + sizeof(head), &genl, sizeof(genl));
	w->used += sizeof(head) + sizeof(genl);
	return at;
}

static void end(struct writer *w, size_t at)
{
	uint32_t length = (uint32_t)(w->used - at);

	memcpy(w->bytes + at, &length, sizeof(length));
}

static void page_pools_are_summed(void **state)
{
	struct writer w = { .used = 0 };
	const uint64_t wide = UINT64_C(1) << 33;
	const uint32_t pages = 100;
	struct pa_page_pools out = { 0 };
	size_t at;

	(void)state;
	for (int i = 0; i < 2; i++) {
		at = begin(&w, 5);
		put(&w, 4, &pages, sizeof(pages));
		put(&w, 5, &wide, sizeof(wide));
		end(&w, at);
	}
	at = begin(&w, 9);
	put(&w, 9, &pages, sizeof(pages));
	put(&w, 11, &pages, sizeof(pages));
	end(&w, at);
	assert_int_equal(pa_page_pools_parse(w.bytes, w.used, &out), 0);
	assert_int_equal(out.count, 2);
	assert_int_equal(out.inflight_pages, 200);
	assert_int_equal(out.inflight_bytes, 2 * wide);
	assert_int_equal(out.slow_count, 100);
	assert_int_equal(out.empty_count, 100);
}

static void see_stats(void *arg, const struct pa_ethtool_stats *stats)
{
	*(struct pa_ethtool_stats *)arg = *stats;
}

static void ethtool_stats_read_pauses_and_fec(void **state)
{
	const uint64_t number[3] = { 12, 5, 7 };
	struct writer w = { .used = 0 };
	struct pa_ethtool_stats out = { 0 };
	size_t at = begin(&w, ETHTOOL_MSG_PAUSE_GET_REPLY), in;

	(void)state;
	in = put(&w, ETHTOOL_A_PAUSE_HEADER, NULL, 0);
	put(&w, ETHTOOL_A_HEADER_DEV_NAME, "eth0", 5);
	nest(&w, in);
	in = put(&w, ETHTOOL_A_PAUSE_STATS, NULL, 0);
	put(&w, ETHTOOL_A_PAUSE_STAT_RX_FRAMES, &number[0], sizeof(number[0]));
	nest(&w, in);
	end(&w, at);
	assert_int_equal(pa_ethtool_stats_parse(w.bytes, w.used, see_stats, &out), 0);
	assert_string_equal(out.name, "eth0");
	assert_true(out.has_pauses && !out.has_fec);
	assert_int_equal(out.pauses_received_count, 12);
	w.used = 0;
	at = begin(&w, ETHTOOL_MSG_FEC_GET_REPLY);
	in = put(&w, ETHTOOL_A_FEC_HEADER, NULL, 0);
	put(&w, ETHTOOL_A_HEADER_DEV_NAME, "eth1", 5);
	nest(&w, in);
	in = put(&w, ETHTOOL_A_FEC_STATS, NULL, 0);
	put(&w, ETHTOOL_A_FEC_STAT_UNCORR, number, sizeof(number)); /* the sum, then lanes */
	nest(&w, in);
	end(&w, at);
	assert_int_equal(pa_ethtool_stats_parse(w.bytes, w.used, see_stats, &out), 0);
	assert_true(out.has_fec && !out.has_pauses);
	assert_int_equal(out.fec_uncorrected_count, 12);
}

static void see_reporter(void *arg, const struct pa_devlink_reporter *reporter)
{
	*(struct pa_devlink_reporter *)arg = *reporter;
}

static void devlink_reads_a_health_reporter(void **state)
{
	const uint64_t errors = 4, recovers = 3;
	struct pa_devlink_reporter out = { .errors_count = 0 };
	struct writer w = { .used = 0 };
	size_t at = begin(&w, DEVLINK_CMD_HEALTH_REPORTER_GET), in;

	(void)state;
	put(&w, DEVLINK_ATTR_BUS_NAME, "pci", 4);
	put(&w, DEVLINK_ATTR_DEV_NAME, "0000:3b:00.0", 13);
	in = put(&w, DEVLINK_ATTR_HEALTH_REPORTER, NULL, 0);
	put(&w, DEVLINK_ATTR_HEALTH_REPORTER_ERR_COUNT, &errors, sizeof(errors));
	put(&w, DEVLINK_ATTR_HEALTH_REPORTER_RECOVER_COUNT, &recovers, sizeof(recovers));
	nest(&w, in);
	end(&w, at);
	assert_int_equal(pa_devlink_parse(w.bytes, w.used, see_reporter, &out), 0);
	assert_string_equal(out.device, "0000:3b:00.0");
	assert_int_equal(out.errors_count, 4);
	assert_int_equal(out.recovers_count, 3);
}

static void xfrm_sad_counts_associations(void **state)
{
	uint64_t count = 7;
	size_t bytes;
	char *reply = load("xfrm_sad.bin", &bytes);

	(void)state;
	assert_int_equal(pa_xfrm_sad_parse(reply, bytes, &count), 0);
	assert_int_equal(count, 0);
	count = 7;
	assert_int_equal(pa_xfrm_sad_parse(reply, 16, &count), -EBADMSG);
	assert_int_equal(count, 7);
	free(reply);
}

static void sysfs_net_knows_what_pcie_carries(void **state)
{
	uint64_t out = 0;

	(void)state;
	assert_int_equal(pa_sysfs_net_bus("8.0 GT/s PCIe\n", 14, "8\n", 2, &out), 0);
	assert_int_equal(out, UINT64_C(7872000000)); /* 8 lanes of 0.984 GB/s */
	assert_int_equal(pa_sysfs_net_bus("2.5 GT/s", 8, "1", 1, &out), 0);
	assert_int_equal(out, 249000000);
	assert_int_equal(pa_sysfs_net_bus("16 GT/s PCIe", 12, "4", 1, &out), 0);
	out = 9;
	assert_int_equal(pa_sysfs_net_bus("Unknown", 7, "8", 1, &out), -EBADMSG);
	assert_int_equal(pa_sysfs_net_bus("8.0 GT/s", 8, "0", 1, &out), -EBADMSG);
	assert_int_equal(pa_sysfs_net_bus("", 0, "", 0, &out), -EBADMSG);
	assert_int_equal(out, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ethtool_reads_a_virtio_card),
		cmocka_unit_test(ethtool_sorts_what_drivers_name),
		cmocka_unit_test(ethtool_tells_queues_from_totals),
		cmocka_unit_test(genl_lists_families),
		cmocka_unit_test(netdev_reads_what_virtio_counts),
		cmocka_unit_test(page_pools_are_summed),
		cmocka_unit_test(ethtool_stats_read_pauses_and_fec),
		cmocka_unit_test(devlink_reads_a_health_reporter),
		cmocka_unit_test(xfrm_sad_counts_associations),
		cmocka_unit_test(sysfs_net_knows_what_pcie_carries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
