/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/link.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/netns.h"
#include "platform/linux/nl.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum {
	REPLY_MAX_BYTES = 4 << 20,
	ADAPTERS_MAX = 64, /* in a namespace; ports of further ones are left out */
	PORTS_MAX = 256,   /* ports of bonds and teams in a namespace */
	PATH_BYTES = 320,
};

/* Ports of one device of the bus. */
struct adapter {
	uint32_t id; /* name id */
	uint64_t ports_count;
	uint64_t rx_bytes, tx_bytes, drops_count, errors_count;
};

struct port {
	uint32_t master_index;
	uint32_t id; /* name id of its own instance */
	bool is_up, has_failures;
	uint64_t bytes, failures_count;
};

/* One namespace that is being read. */
struct read {
	const struct pa_linux *sys;
	struct pa_netns *ns;
	struct pa_moment *moment;
	struct adapter adapter[ADAPTERS_MAX];
	uint32_t adapter_count;
	struct port port[PORTS_MAX];
	uint32_t port_count;
	uint64_t xdp_count;
};

struct list {
	const struct pa_linux *sys;
	struct pa_netns *ns;
	void (*each)(void *arg, const struct pa_link *link);
	void *arg;
};

static void keep_link(void *arg, const struct pa_link *link)
{
	const struct list *list = arg;
	struct pa_netif *netif = pa_netns_netif(list->sys, list->ns, &list->ns->links, UINT32_MAX,
						link->name, strlen(link->name));

	netif->index = link->index;
	netif->is_card = pa_link_is_card(link);
	memcpy(netif->qdisc, link->qdisc, sizeof(netif->qdisc));
	if (list->each)
		list->each(list->arg, link);
}

int pa_link_list(const struct pa_linux *sys, struct pa_netns *ns,
		 void (*each)(void *arg, const struct pa_link *link), void *arg)
{
	struct {
		struct nlmsghdr head;
		struct ifinfomsg info;
	} request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = RTM_GETLINK,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.info = { .ifi_family = AF_UNSPEC },
	};
	struct list list = { sys, ns, each, arg };
	struct pa_buf reply;
	int error;

	pa_buf_init(&reply, REPLY_MAX_BYTES);
	ns->links.count = 0;
	error = pa_netns_dump(sys, ns, PA_NETNS_ROUTE, "link", NULL, &request, &reply);
	if (!error && reply.used_bytes)
		error = pa_link_parse(reply.bytes, reply.used_bytes, keep_link, &list);
	pa_buf_done(&reply);
	return error;
}

/* Where the name of the adapter begins in a device's path, and its length. */
static size_t adapter_name(const char *path, size_t path_bytes, size_t *length)
{
	const char *slash = memrchr(path, '/', path_bytes);
	size_t first = slash ? (size_t)(slash - path) + 1 : 0;

	*length = path_bytes - first;
	/* "0000:3b:00.1" is function 1 of the adapter "0000:3b:00" */
	if (*length > 2 && path[path_bytes - 2] == '.' && memchr(path + first, ':', *length))
		*length -= 2;
	return first;
}

uint32_t pa_link_adapter(struct pa_names *names, const char *path, size_t path_bytes)
{
	size_t length, first = adapter_name(path, path_bytes, &length);

	return pa_names_id(names, path + first, length);
}

/* Kernels before 5.14 do not tell the parent; sysfs does, for the first namespace. */
static void find_parent(const struct read *read, const struct pa_link *link, char *out,
			size_t out_bytes)
{
	struct pa_buf text;
	char path[PATH_BYTES];
	size_t length, first;

	out[0] = '\0';
	pa_buf_init(&text, PATH_BYTES);
	if (link->parent[0]) {
		pa_buf_puts(&text, link->parent);
	} else if (read->ns->is_first) {
		(void)snprintf(path, sizeof(path), "sys/class/net/%s/device", link->name);
		if (pa_root_link(read->sys->root, path, &text))
			pa_buf_clear(&text);
	}
	if (text.used_bytes) {
		first = adapter_name(text.bytes, text.used_bytes, &length);
		(void)snprintf(out, out_bytes, "%.*s", (int)length, text.bytes + first);
	}
	pa_buf_done(&text);
}

static uint32_t instance_of(const struct read *read, const char *name)
{
	return read->ns->is_first
		       ? pa_names_id(read->sys->names, name, strlen(name))
		       : pa_names_idf(read->sys->names, "netns:%s/%s", read->ns->name, name);
}

static struct adapter *adapter_of(struct read *read, const char *name)
{
	uint32_t id = instance_of(read, name);
	struct adapter *adapter;

	for (uint32_t i = 0; i < read->adapter_count; i++)
		if (read->adapter[i].id == id)
			return &read->adapter[i];
	if (read->adapter_count == ADAPTERS_MAX)
		return NULL;
	adapter = &read->adapter[read->adapter_count++];
	*adapter = (struct adapter){ .id = id };
	return adapter;
}

static void add_to_adapter(struct read *read, const struct pa_link *link)
{
	char parent[PA_LINK_PARENT_BYTES];
	struct adapter *adapter;

	find_parent(read, link, parent, sizeof(parent));
	if (!parent[0])
		return;
	adapter = adapter_of(read, parent);
	if (!adapter)
		return;
	adapter->ports_count++;
	adapter->rx_bytes += link->rx_bytes;
	adapter->tx_bytes += link->tx_bytes;
	adapter->drops_count += link->rx_drops_count + link->tx_drops_count + link->missed_count;
	adapter->errors_count += link->rx_errors_count + link->tx_errors_count;
}

static void put_card(struct read *read, const struct pa_link *link)
{
	struct pa_moment *moment = read->moment;
	uint32_t id = instance_of(read, link->name);

	if (link->has_downs)
		pa_moment_put(moment, PA_V_NET_LINK_DOWN_COUNT, id, link->down_count);
	if (!link->has_stats)
		return;
	pa_moment_put(moment, PA_V_NET_RXRING_MISSED_COUNT, id, link->missed_count);
	pa_moment_put(moment, PA_V_NET_RXRING_FIFO_COUNT, id, link->fifo_count);
	pa_moment_put(moment, PA_V_NET_RXRING_OVER_COUNT, id, link->over_count);
	pa_moment_put(moment, PA_V_NET_RXRING_UNWANTED_COUNT, id, link->unwanted_count);
	if (!strcmp(link->parent_bus, "virtio"))
		pa_moment_put(moment, PA_V_NET_VSOCK_LENGTH_ERRORS_COUNT, id,
			      link->length_errors_count);
	add_to_adapter(read, link);
}

static void take_link(void *arg, const struct pa_link *link)
{
	struct read *read = arg;

	read->xdp_count += link->has_xdp;
	if (pa_link_is_card(link))
		put_card(read, link);
	if (link->master_index && read->port_count < PORTS_MAX &&
	    (!strcmp(link->port_kind, "bond") || !strcmp(link->port_kind, "team")))
		read->port[read->port_count++] = (struct port){
			.master_index = link->master_index,
			.id = instance_of(read, link->name),
			.is_up = link->is_up,
			.has_failures = link->has_failures,
			.bytes = link->rx_bytes + link->tx_bytes,
			.failures_count = link->failures_count,
		};
}

static const struct pa_netif *netif_of(const struct pa_netns *ns, uint32_t index)
{
	for (uint32_t i = 0; i < ns->links.count; i++)
		if (ns->links.at[i].index == index)
			return &ns->links.at[i];
	return NULL;
}

/* The ports of one bond or team, told by the first of them. */
static void put_bond(const struct read *read, uint32_t first)
{
	uint64_t ports_count = 0, up_count = 0, failures_count = 0;
	uint32_t master_index = read->port[first].master_index;
	const struct pa_netif *master = netif_of(read->ns, master_index);
	struct pa_names *names = read->sys->names;

	for (uint32_t i = 0; i < first; i++)
		if (read->port[i].master_index == master_index)
			return; /* told already */
	if (!master)
		return;
	for (uint32_t i = first; i < read->port_count; i++) {
		const struct port *port = &read->port[i];
		const char *name = pa_names_text(names, port->id), *slash = strrchr(name, '/');

		if (port->master_index != master_index)
			continue;
		ports_count++;
		up_count += port->is_up;
		failures_count += port->failures_count;
		pa_moment_put(read->moment, PA_V_NET_BOND_PORT_BYTES,
			      pa_names_idf(names, "%s/%s", pa_names_text(names, master->instance),
					   slash ? slash + 1 : name),
			      port->bytes);
	}
	pa_moment_put(read->moment, PA_V_NET_BOND_PORTS_COUNT, master->instance, ports_count);
	pa_moment_put(read->moment, PA_V_NET_BOND_PORTS_UP_COUNT, master->instance, up_count);
	if (read->port[first].has_failures)
		pa_moment_put(read->moment, PA_V_NET_BOND_FAILURES_COUNT, master->instance,
			      failures_count);
}

static void put_adapters(const struct read *read)
{
	struct pa_moment *moment = read->moment;

	for (uint32_t i = 0; i < read->adapter_count; i++) {
		const struct adapter *a = &read->adapter[i];

		pa_moment_put(moment, PA_V_NET_CTRL_PORTS_COUNT, a->id, a->ports_count);
		pa_moment_put(moment, PA_V_NET_CTRL_RX_BYTES, a->id, a->rx_bytes);
		pa_moment_put(moment, PA_V_NET_CTRL_TX_BYTES, a->id, a->tx_bytes);
		pa_moment_put(moment, PA_V_NET_CTRL_DROPS_COUNT, a->id, a->drops_count);
		pa_moment_put(moment, PA_V_NET_CTRL_ERRORS_COUNT, a->id, a->errors_count);
	}
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct read *read = self;
	int error;

	read->sys = sys;
	read->ns = ns;
	read->moment = moment;
	read->adapter_count = read->port_count = 0;
	read->xdp_count = 0;
	error = pa_link_list(sys, ns, take_link, read);
	if (error)
		return error;
	pa_moment_put(moment, PA_V_NET_XDP_PROGRAMS_COUNT, ns->id, read->xdp_count);
	put_adapters(read);
	for (uint32_t i = 0; i < read->port_count; i++)
		put_bond(read, i);
	return 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "link", read_one, self);
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys; /* nothing of it is needed */
	return pa_alloc(sizeof(struct read));
}

const struct pa_source pa_source_link = {
	.name = "link",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = free,
};
