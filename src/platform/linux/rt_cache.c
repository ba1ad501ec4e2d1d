/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/rt_cache.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "platform/linux/columns.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_column wanted[] = {
	{ NULL, "entries", PA_V_NET_ROUTE_ENTRIES_COUNT },
	{ NULL, "in_slow_tot", PA_V_NET_ROUTE_IN_LOOKUPS_COUNT },
	{ NULL, "out_slow_tot", PA_V_NET_ROUTE_OUT_LOOKUPS_COUNT },
	{ NULL, "in_no_route", PA_V_NET_ROUTE_IN_NO_ROUTE_COUNT },
	{ NULL, "in_martian_dst", PA_V_NET_ROUTE_IN_MARTIAN_DESTINATION_COUNT },
	{ NULL, "in_martian_src", PA_V_NET_ROUTE_IN_MARTIAN_SOURCE_COUNT },
	{ .name = NULL },
};

static const enum pa_columns_fold fold[] = {
	PA_COLUMNS_FIRST, PA_COLUMNS_SUM, PA_COLUMNS_SUM,
	PA_COLUMNS_SUM,	  PA_COLUMNS_SUM, PA_COLUMNS_SUM,
};

const struct pa_column *pa_rt_cache_columns(void)
{
	return wanted;
}

static void *open_source(struct pa_linux *sys)
{
	struct pa_columns *columns = pa_alloc(sizeof(*columns));

	(void)sys; /* nothing of it is needed */
	pa_columns_init(columns, wanted);
	return columns;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_columns *columns = self;
	struct pa_columns_values values;
	int error = -ENOENT;

	if (pa_netns_count(sys->netns))
		error = pa_netns_read(sys, pa_netns_at(sys->netns, 0), PA_NETNS_RT_CACHE,
				      sys->text);
	if (!error)
		error = pa_columns_parse_cpus(columns, fold, sys->text->bytes,
					      sys->text->used_bytes, &values);
	if (error)
		return pa_source_fail(moment, "rt_cache", error);
	pa_columns_put(columns, &values, moment, 0);
	return 0;
}

static void close_source(void *self)
{
	pa_columns_done(self);
	free(self);
}

const struct pa_source pa_source_rt_cache = {
	.name = "rt_cache",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
