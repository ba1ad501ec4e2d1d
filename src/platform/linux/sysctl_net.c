/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysctl_net.h"

#include <errno.h>
#include <stdint.h>

#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/netns.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

struct setting {
	enum pa_netns_file file;
	uint32_t at; /* which of its numbers */
	uint16_t metric;
	uint8_t first_only;
	int32_t unlimited; /* the number that stands for no limit; 0: there is none */
};

static const struct setting settings[] = {
	{ .file = PA_NETNS_TW_BUCKETS, .metric = PA_V_NET_TCP_TW_LIMIT_COUNT },
	{ .file = PA_NETNS_TCP_MEM,
	  .at = 2,
	  .metric = PA_V_NET_TCP_MEM_LIMIT_PAGES,
	  .first_only = 1 },
	{ .file = PA_NETNS_UDP_MEM,
	  .at = 2,
	  .metric = PA_V_NET_UDP_MEM_LIMIT_PAGES,
	  .first_only = 1 },
	{ .file = PA_NETNS_FRAGMENT_LIMIT, .metric = PA_V_NET_IP_FRAGMENT_LIMIT_BYTES },
	{ .file = PA_NETNS_FRAGMENT6_LIMIT, .metric = PA_V_NET_IP6_FRAGMENT_LIMIT_BYTES },
	{ .file = PA_NETNS_ROUTE6_LIMIT,
	  .metric = PA_V_NET_ROUTE_LIMIT6_COUNT,
	  .unlimited = INT32_MAX },
};

static int read_number(struct pa_linux *sys, const struct pa_netns *ns, enum pa_netns_file file,
		       uint32_t at, uint64_t *out)
{
	int error = pa_netns_read(sys, ns, file, sys->text);

	return error ? error : pa_numbers_column(sys->text->bytes, sys->text->used_bytes, at, out);
}

/* The range also tells inet_diag which ports to count. */
static int read_ports(struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	uint64_t first = 0, last = 0;
	int error = pa_netns_read(sys, ns, PA_NETNS_PORT_RANGE, sys->text);

	if (!error)
		error = pa_numbers_column(sys->text->bytes, sys->text->used_bytes, 0, &first);
	if (!error)
		error = pa_numbers_column(sys->text->bytes, sys->text->used_bytes, 1, &last);
	if (!error && (last > UINT16_MAX || first > last))
		error = -EBADMSG;
	if (error)
		return error;
	ns->port_first = (uint16_t)first;
	ns->port_last = (uint16_t)last;
	pa_moment_put(moment, PA_V_NET_PORTS_RANGE_COUNT, ns->id, last - first + 1);
	return 0;
}

/* Each setting speaks for itself: there is no failure of the whole. */
static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	int error = read_ports(sys, ns, moment);

	(void)self; /* there is none */
	if (error)
		pa_moment_miss(moment, PA_V_NET_PORTS_RANGE_COUNT, ns->id,
			       pa_state_of_errno(error));
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		const struct setting *setting = &settings[i];
		uint64_t value = 0;

		if (setting->first_only && !ns->is_first)
			continue;
		error = read_number(sys, ns, setting->file, setting->at, &value);
		if (error)
			pa_moment_miss(moment, setting->metric, ns->id, pa_state_of_errno(error));
		else if (!setting->unlimited || value != (uint64_t)setting->unlimited)
			pa_moment_put(moment, setting->metric, ns->id, value);
	}
	return 0;
}

static int read_sysctl_net(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "sysctl_net", read_one, self);
}

const struct pa_source pa_source_sysctl_net = {
	.name = "sysctl_net",
	.pass = PA_PASS_SLOW,
	.read = read_sysctl_net,
};
