/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "scene.h"

/* A cloud disk at 3000 requests a second with this many in flight, and tasks that wait for it. */
static void busy_disk(struct scene *s, double in_flight, double waiting)
{
	scene_init(s);
	scene_disk(s, "vda", 3000, in_flight / 3, 0.99, 8192);
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", waiting * 1e6);
}

/* An interface that sends 125 MB a second in 100,000 packets. */
static void busy_link(struct scene *s, const char *name, const char *ns, double again)
{
	scene_init(s);
	scene_counter(s, PA_V_NET_IF_RX_BYTES, name, 1e6);
	scene_counter(s, PA_V_NET_IF_TX_BYTES, name, 125e6);
	scene_counter(s, PA_V_NET_IF_RX_PACKETS_COUNT, name, 1000);
	scene_counter(s, PA_V_NET_IF_TX_PACKETS_COUNT, name, 100000);
	scene_counter(s, PA_V_NET_TCP_RETX_SEGMENTS_OUT_COUNT, ns, 100000);
	scene_counter(s, PA_V_NET_TCP_RETX_RETRANSMITS_COUNT, ns, again);
}

static void ends(struct scene *s, const char *verdict)
{
	struct pa_advice *advice = scene_advise(s);

	assert_string_equal(scene_verdict(advice), verdict);
	pa_advice_free(advice);
	scene_done(s);
}

/* The ratio is this; -1: it is not known. */
static void ratio_is(struct scene *s, uint16_t metric, const char *instance, double want)
{
	uint32_t id = scene_name(s, instance);
	double value = -1;
	struct pa_case c;

	pa_case_init(&c, scene_window(s));
	(void)pa_facts_exact(&c.facts, metric, id, &value);
	pa_case_done(&c);
	scene_done(s);
	assert_near(value, want, 0.01);
}

static void the_nearer_limit_counts(void **state)
{
	struct scene s;

	(void)state;
	busy_disk(&s, 4, 0);
	scene_gauge(&s, PA_V_BLK_CAPACITY_DECLARED_IOPS_PER_S, "vda", 6000);
	scene_gauge(&s, PA_V_BLK_CAPACITY_DECLARED_BYTES_PER_S, "vda", 24576000);
	ratio_is(&s, PA_V_CLOUD_DISK_DECLARED_USED_RATIO, "vda", 1);
	busy_link(&s, "eth0", "", 0);
	scene_gauge(&s, PA_V_CLOUD_NET_DECLARED_BYTES_PER_S, "eth0", 250e6);
	scene_gauge(&s, PA_V_NET_IFPPS_DECLARED_PACKETS_PER_S, "eth0", 125000);
	ratio_is(&s, PA_V_CLOUD_NET_DECLARED_USED_RATIO, "eth0", 0.8);
	busy_link(&s, "eth0", "", 0);
	scene_gauge(&s, PA_V_CLOUD_NET_DECLARED_BYTES_PER_S, "eth0", 250e6);
	ratio_is(&s, PA_V_CLOUD_NET_DECLARED_USED_RATIO, "eth0", 0.5);
}

static void what_nobody_declared_is_unknown(void **state)
{
	struct scene s;

	(void)state;
	busy_disk(&s, 4, 0);
	scene_gauge(&s, PA_V_BLK_CAPACITY_DECLARED_IOPS_PER_S, "vdb", 6000);
	ratio_is(&s, PA_V_CLOUD_DISK_DECLARED_USED_RATIO, "vda", -1);
	busy_disk(&s, 4, 0);
	scene_gauge(&s, PA_V_BLK_CAPACITY_DECLARED_IOPS_PER_S, "vdb", 6000);
	ratio_is(&s, PA_V_CLOUD_DISK_DECLARED_USED_RATIO, "vdb", -1);
	busy_disk(&s, 4, 0);
	scene_gauge(&s, PA_V_BLK_CAPACITY_DECLARED_IOPS_PER_S, "vda", 0);
	ratio_is(&s, PA_V_CLOUD_DISK_DECLARED_USED_RATIO, "vda", -1);
}

static void a_disk_at_its_quota_with_waiters_is_the_verdict(void **state)
{
	struct scene s;

	(void)state;
	busy_disk(&s, 40, 0.6);
	scene_gauge(&s, PA_V_BLK_CAPACITY_DECLARED_IOPS_PER_S, "vda", 3000);
	ends(&s, "disk.quota");
}

static void a_quota_that_is_used_up_while_nobody_waits_is_healthy(void **state)
{
	struct scene s;

	(void)state;
	busy_disk(&s, 4, 0.02);
	scene_gauge(&s, PA_V_BLK_CAPACITY_DECLARED_IOPS_PER_S, "vda", 3000);
	ends(&s, "healthy");
	busy_disk(&s, 0.8, 0.6); /* one reader waits for each of its answers */
	scene_gauge(&s, PA_V_BLK_CAPACITY_DECLARED_IOPS_PER_S, "vda", 3000);
	ends(&s, "healthy");
	busy_link(&s, "eth0", "", 0);
	scene_gauge(&s, PA_V_CLOUD_NET_DECLARED_BYTES_PER_S, "eth0", 125e6);
	ends(&s, "healthy");
}

static void a_disk_below_its_quota_is_not_accused_of_it(void **state)
{
	struct scene s;

	(void)state;
	busy_disk(&s, 40, 0.6);
	scene_gauge(&s, PA_V_BLK_CAPACITY_DECLARED_IOPS_PER_S, "vda", 16000);
	ends(&s, "disk.saturated");
}

static void a_link_at_its_quota_that_loses_packets_is_the_verdict(void **state)
{
	struct scene s;

	(void)state;
	busy_link(&s, "eth0", "", 2000);
	scene_gauge(&s, PA_V_CLOUD_NET_DECLARED_BYTES_PER_S, "eth0", 125e6);
	ends(&s, "net.quota");
	busy_link(&s, "netns:blue/eth0", "netns:blue", 2000);
	scene_gauge(&s, PA_V_NET_IFPPS_DECLARED_PACKETS_PER_S, "netns:blue/eth0", 100000);
	ends(&s, "net.quota");
}

/* What another namespace loses is not this interface's. */
static void losses_are_those_of_its_own_namespace(void **state)
{
	struct scene s;

	(void)state;
	busy_link(&s, "netns:blue/eth0", "", 2000);
	scene_gauge(&s, PA_V_CLOUD_NET_DECLARED_BYTES_PER_S, "netns:blue/eth0", 125e6);
	ends(&s, "net.loss");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearer_limit_counts),
		cmocka_unit_test(what_nobody_declared_is_unknown),
		cmocka_unit_test(a_disk_at_its_quota_with_waiters_is_the_verdict),
		cmocka_unit_test(a_quota_that_is_used_up_while_nobody_waits_is_healthy),
		cmocka_unit_test(a_disk_below_its_quota_is_not_accused_of_it),
		cmocka_unit_test(a_link_at_its_quota_that_loses_packets_is_the_verdict),
		cmocka_unit_test(losses_are_those_of_its_own_namespace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
