/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/net_dev.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const uint16_t metric[PA_NET_DEV_COLUMNS] = {
	[PA_NET_DEV_RX_BYTES] = PA_V_NET_IF_RX_BYTES,
	[PA_NET_DEV_RX_PACKETS] = PA_V_NET_IF_RX_PACKETS_COUNT,
	[PA_NET_DEV_RX_ERRORS] = PA_V_NET_IF_RX_ERRORS_COUNT,
	[PA_NET_DEV_RX_DROPS] = PA_V_NET_IF_RX_DROPS_COUNT,
	[PA_NET_DEV_RX_FIFO] = PA_V_NET_IF_RX_FIFO_COUNT,
	[PA_NET_DEV_RX_FRAME] = PA_V_NET_IF_RX_FRAME_COUNT,
	[PA_NET_DEV_TX_BYTES] = PA_V_NET_IF_TX_BYTES,
	[PA_NET_DEV_TX_PACKETS] = PA_V_NET_IF_TX_PACKETS_COUNT,
	[PA_NET_DEV_TX_ERRORS] = PA_V_NET_IF_TX_ERRORS_COUNT,
	[PA_NET_DEV_TX_DROPS] = PA_V_NET_IF_TX_DROPS_COUNT,
	[PA_NET_DEV_TX_FIFO] = PA_V_NET_IF_TX_FIFO_COUNT,
	[PA_NET_DEV_TX_CARRIER] = PA_V_NET_IF_TX_CARRIER_COUNT,
};

/* "  eth0: 1 2 …"; the two lines of headings have a bar where a name would end. A name may hold
 * a colon (an alias), so the last one ends it. */
static bool parse_line(const struct pa_scan *line, struct pa_net_dev *dev)
{
	size_t bytes = (size_t)(line->end - line->at);
	const char *colon = memrchr(line->at, ':', bytes);
	struct pa_scan scan;

	if (!colon || memchr(line->at, '|', bytes))
		return false;
	dev->name = line->at;
	while (dev->name < colon && *dev->name == ' ')
		dev->name++;
	dev->name_bytes = (size_t)(colon - dev->name);
	pa_scan_init(&scan, colon + 1, (size_t)(line->end - colon - 1));
	for (int i = 0; i < PA_NET_DEV_COLUMNS; i++)
		if (!pa_scan_u64(&scan, &dev->value[i]))
			return false;
	return dev->name_bytes > 0;
}

int pa_net_dev_parse(const char *text, size_t text_bytes,
		     void (*each)(void *arg, const struct pa_net_dev *dev), void *arg)
{
	struct pa_net_dev dev;
	struct pa_scan scan, line;
	int error = -EBADMSG;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (!parse_line(&line, &dev))
			continue;
		error = 0;
		each(arg, &dev);
	}
	return error;
}

struct put {
	const struct pa_linux *sys;
	struct pa_netns *ns;
	struct pa_moment *moment;
	uint32_t count;
};

static bool is_silent(const struct pa_net_dev *dev)
{
	for (int i = 0; i < PA_NET_DEV_COLUMNS; i++)
		if (dev->value[i])
			return false;
	return dev->name_bytes != 2 || memcmp(dev->name, "lo", 2) != 0;
}

static void put_one(void *arg, const struct pa_net_dev *dev)
{
	struct put *put = arg;
	const struct pa_netif *netif;

	if (is_silent(dev))
		return;
	netif = pa_netns_netif(put->sys, put->ns, &put->ns->netifs, put->count++, dev->name,
			       dev->name_bytes);
	for (int i = 0; i < PA_NET_DEV_COLUMNS; i++)
		if (metric[i])
			pa_moment_put(put->moment, metric[i], netif->instance, dev->value[i]);
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct put put = { .sys = sys, .ns = ns, .moment = moment };
	int error = pa_netns_read(sys, ns, PA_NETNS_DEV, sys->text);

	(void)self; /* there is none */
	if (!error)
		error = pa_net_dev_parse(sys->text->bytes, sys->text->used_bytes, put_one, &put);
	/* Interfaces come and go: forget the names rather than keep all that ever were. */
	if (ns->netifs.count > 2 * put.count + 16)
		ns->netifs.count = 0;
	return error;
}

static int read_net_dev(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "net_dev", read_one, self);
}

const struct pa_source pa_source_net_dev = {
	.name = "net_dev",
	.pass = PA_PASS_SYSTEM,
	.read = read_net_dev,
};
