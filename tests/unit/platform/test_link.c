/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "base/buf.h"
#include "help.h"
#include "platform/linux/link.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

struct seen {
	int count;
	struct pa_link link[8];
};

static void see(void *arg, const struct pa_link *link)
{
	struct seen *seen = arg;

	assert_true(seen->count < 8);
	seen->link[seen->count++] = *link;
}

/* lo, two ifb and the virtio card of a guest (6.18). */
static void link_tells_cards_from_what_the_kernel_made_up(void **state)
{
	struct seen seen = { 0 };
	size_t bytes;
	char *reply = load("link_cards.bin", &bytes);
	const struct pa_link *card = &seen.link[3];

	(void)state;
	assert_int_equal(pa_link_parse(reply, bytes, see, &seen), 0);
	assert_int_equal(seen.count, 4);
	assert_true(seen.link[0].is_loopback && !pa_link_is_card(&seen.link[0]));
	assert_string_equal(seen.link[1].kind, "ifb");
	assert_false(pa_link_is_card(&seen.link[1]));
	assert_string_equal(card->name, "eth0");
	assert_true(pa_link_is_card(card) && card->is_up && card->has_stats && card->has_downs);
	assert_string_equal(card->parent_bus, "virtio");
	assert_true(card->rx_bytes > 0);
	assert_false(card->has_xdp);
	assert_int_equal(pa_link_parse(reply, bytes - 1, see, &(struct seen){ 0 }), -EBADMSG);
	free(reply);
}

static void link_survives_any_attribute_length(void **state)
{
	const uint16_t lies[] = { 0, 3, 5, UINT16_MAX };
	size_t bytes;
	char *reply = load("link_cards.bin", &bytes);

	(void)state;
	for (size_t at = 32; at + 2 <= bytes; at += 2) {
		char kept[2];

		memcpy(kept, reply + at, 2);
		for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
			memcpy(reply + at, &lies[i], 2);
			(void)pa_link_parse(reply, bytes, see, &(struct seen){ 0 });
		}
		memcpy(reply + at, kept, 2);
	}
	free(reply);
}

static void link_names_the_adapter_of_a_card(void **state)
{
	struct pa_names *names = pa_names_new();
	static const char path[] = "../../../0000:3b:00.1";

	(void)state;
	assert_string_equal(pa_names_text(names, pa_link_adapter(names, path, strlen(path))),
			    "0000:3b:00");
	assert_string_equal(pa_names_text(names, pa_link_adapter(names, "virtio0", 7)), "virtio0");
	assert_string_equal(pa_names_text(names, pa_link_adapter(names, "a/", 2)), "");
	pa_names_free(names);
}

/* ---- a synthetic machine: bond0 of eth0 (up) and eth1 (down), both on one card ---- */

struct writer {
	char bytes[2048];
	size_t used;
};

static size_t open_attr(struct writer *w, uint16_t type)
{
	const struct nlattr head = { .nla_type = type };

	memcpy(w->bytes + w->used, &head, sizeof(head));
	w->used += sizeof(head);
	return w->used - sizeof(head);
}

static void close_attr(struct writer *w, size_t at)
{
	uint16_t length = (uint16_t)(w->used - at);

	memcpy(w->bytes + at, &length, sizeof(length));
	while (w->used % 4)
		w->bytes[w->used++] = 0;
}

static void put_attr(struct writer *w, uint16_t type, const void *bytes, size_t size)
{
	size_t at = open_attr(w, type);

	memcpy(w->bytes + w->used, bytes, size);
	w->used += size;
	close_attr(w, at);
}

static size_t open_link(struct writer *w, int index, const char *name, uint32_t flags)
{
	const struct nlmsghdr head = { .nlmsg_type = RTM_NEWLINK };
	const struct ifinfomsg info = { .ifi_index = index, .ifi_flags = flags };
	size_t at = w->used;

	memcpy(w->bytes + at, &head, sizeof(head));
	memcpy(w->bytes + at + sizeof(head), &info, sizeof(info));
	w->used += sizeof(head) + sizeof(info);
	put_attr(w, IFLA_IFNAME, name, strlen(name) + 1);
	return at;
}

static void close_link(struct writer *w, size_t at)
{
	uint32_t length = (uint32_t)(w->used - at);

	memcpy(w->bytes + at, &length, sizeof(length));
}

static void put_port(struct writer *w, int index, const char *name, uint32_t flags,
		     const char *parent, uint32_t failures)
{
	struct rtnl_link_stats64 stats = { .rx_bytes = 1000,
					   .tx_bytes = 500,
					   .rx_errors = 2,
					   .rx_dropped = 3,
					   .rx_missed_errors = 4 };
	size_t at = open_link(w, index, name, flags), info, data;
	uint32_t master = 2;

	put_attr(w, IFLA_MASTER, &master, sizeof(master));
	put_attr(w, IFLA_STATS64, &stats, sizeof(stats));
	info = open_attr(w, IFLA_LINKINFO);
	put_attr(w, IFLA_INFO_SLAVE_KIND, "bond", 5);
	data = open_attr(w, IFLA_INFO_SLAVE_DATA);
	put_attr(w, IFLA_BOND_SLAVE_LINK_FAILURE_COUNT, &failures, sizeof(failures));
	close_attr(w, data);
	close_attr(w, info);
	put_attr(w, IFLA_PARENT_DEV_NAME, parent, strlen(parent) + 1);
	close_link(w, at);
}

static void write_bond(struct writer *w)
{
	size_t at = open_link(w, 2, "bond0", 0), info = open_attr(w, IFLA_LINKINFO);

	put_attr(w, IFLA_INFO_KIND, "bond", 5);
	close_attr(w, info);
	close_link(w, at);
	put_port(w, 3, "eth0", 1 << 16, "0000:3b:00.0", 1);
	put_port(w, 4, "eth1", 0, "0000:3b:00.1", 5);
}

static int get_bond(void *self, uint32_t moment, const char *path, const char **bytes, size_t *size)
{
	static const char list[] = "self 4026531840\n";
	const struct writer *w = self;

	(void)moment;
	*bytes = list;
	*size = strlen(list);
	if (!strcmp(path, "src/netns/list"))
		return 0;
	*bytes = w->bytes;
	*size = w->used;
	return strcmp(path, "src/link/self") ? -ENOENT : 0;
}

static void link_sums_the_ports_of_bonds_and_adapters(void **state)
{
	struct writer writer = { .used = 0 };
	const struct pa_replay replay = { .self = &writer, .get = get_bond, .moment_count = 1 };
	struct pa_buf text;
	struct world world;
	struct pa_linux sys = { .passes = PA_PASS_SYSTEM | PA_PASS_SLOW, .text = &text };
	void *netns, *link;

	(void)state;
	write_bond(&writer);
	world_init(&world);
	pa_buf_init(&text, 65536);
	sys.names = world.names;
	sys.root = pa_root_replay(&replay);
	netns = pa_source_netns.open(&sys);
	link = pa_source_link.open(&sys);
	assert_int_equal(pa_source_netns.read(netns, &sys, &world.moment), 0);
	assert_int_equal(pa_source_link.read(link, &sys, &world.moment), 0);
	assert_int_equal(value_of(&world, PA_V_NET_BOND_PORTS_COUNT, "bond0"), 2);
	assert_int_equal(value_of(&world, PA_V_NET_BOND_PORTS_UP_COUNT, "bond0"), 1);
	assert_int_equal(value_of(&world, PA_V_NET_BOND_FAILURES_COUNT, "bond0"), 6);
	assert_int_equal(value_of(&world, PA_V_NET_BOND_PORT_BYTES, "bond0/eth1"), 1500);
	assert_int_equal(value_of(&world, PA_V_NET_CTRL_PORTS_COUNT, "0000:3b:00"), 2);
	assert_int_equal(value_of(&world, PA_V_NET_CTRL_RX_BYTES, "0000:3b:00"), 2000);
	assert_int_equal(value_of(&world, PA_V_NET_CTRL_DROPS_COUNT, "0000:3b:00"), 14);
	assert_int_equal(value_of(&world, PA_V_NET_CTRL_ERRORS_COUNT, "0000:3b:00"), 4);
	assert_int_equal(value_of(&world, PA_V_NET_RXRING_MISSED_COUNT, "eth1"), 4);
	assert_int_equal(value_of(&world, PA_V_NET_XDP_PROGRAMS_COUNT, ""), 0);
	assert_null(sample_of(&world, PA_V_NET_RXRING_MISSED_COUNT, "bond0"));
	pa_source_link.close(link);
	pa_source_netns.close(netns);
	pa_root_free(sys.root);
	pa_buf_done(&text);
	world_done(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(link_tells_cards_from_what_the_kernel_made_up),
		cmocka_unit_test(link_survives_any_attribute_length),
		cmocka_unit_test(link_names_the_adapter_of_a_card),
		cmocka_unit_test(link_sums_the_ports_of_bonds_and_adapters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
