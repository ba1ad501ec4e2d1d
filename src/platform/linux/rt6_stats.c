/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/rt6_stats.h"

#include <errno.h>

#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

int pa_rt6_stats_parse(const char *text, size_t text_bytes, struct pa_rt6_stats *out)
{
	uint64_t number[6];
	struct pa_scan scan;

	pa_scan_init(&scan, text, text_bytes);
	for (size_t i = 0; i < sizeof(number) / sizeof(number[0]); i++)
		if (!pa_scan_hex(&scan, &number[i]))
			return -EBADMSG;
	*out = (struct pa_rt6_stats){
		.nodes_count = number[0],
		.routes_count = number[1],
		.allocated_count = number[2],
		.entries_count = number[3],
		.exceptions_count = number[4],
		.memory_count = number[5],
	};
	return 0;
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct pa_rt6_stats stats;
	int error = pa_netns_read(sys, ns, PA_NETNS_RT6_STATS, sys->text);

	(void)self; /* there is none */
	if (!error)
		error = pa_rt6_stats_parse(sys->text->bytes, sys->text->used_bytes, &stats);
	if (error)
		return error;
	pa_moment_put(moment, PA_V_NET_ROUTE_ENTRIES6_COUNT, ns->id, stats.memory_count);
	pa_moment_put(moment, PA_V_NET_ROUTE_EXCEPTIONS6_COUNT, ns->id, stats.exceptions_count);
	return 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "rt6_stats", read_one, self);
}

const struct pa_source pa_source_rt6_stats = {
	.name = "rt6_stats",
	.pass = PA_PASS_SLOW,
	.read = read_source,
};
