/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/neigh.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/columns.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_column wanted[] = {
	{ NULL, "entries", PA_V_NET_NEIGH_ENTRIES_COUNT },
	{ NULL, "table_fulls", PA_V_NET_NEIGH_TABLE_FULL_COUNT },
	{ NULL, "forced_gc_runs", PA_V_NET_NEIGH_FORCED_GC_COUNT },
	{ .name = NULL },
};

static const enum pa_columns_fold fold[] = { PA_COLUMNS_FIRST, PA_COLUMNS_SUM, PA_COLUMNS_SUM };

const struct pa_column *pa_neigh_columns(void)
{
	return wanted;
}

static void *open_neigh(struct pa_linux *sys)
{
	struct pa_columns *columns = pa_alloc(sizeof(*columns));

	(void)sys; /* nothing of it is needed */
	pa_columns_init(columns, pa_neigh_columns());
	return columns;
}

static int read_table(struct pa_columns *columns, struct pa_linux *sys, const struct pa_netns *ns,
		      struct pa_moment *moment)
{
	struct pa_columns_values values;
	int error = pa_netns_read(sys, ns, PA_NETNS_ARP_STAT, sys->text);

	if (!error)
		error = pa_columns_parse_cpus(columns, fold, sys->text->bytes,
					      sys->text->used_bytes, &values);
	if (!error)
		pa_columns_put(columns, &values, moment, 0);
	return error;
}

static int read_neigh(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	const struct pa_netns *ns;
	struct pa_scan scan;
	uint64_t limit_count;
	int error;

	if (!pa_netns_count(sys->netns))
		return pa_source_fail(moment, "neigh", -ENOENT);
	ns = pa_netns_at(sys->netns, 0);
	error = read_table(self, sys, ns, moment);
	if (error)
		return pa_source_fail(moment, "neigh", error);
	error = pa_netns_read(sys, ns, PA_NETNS_ARP_LIMIT, sys->text);
	pa_scan_init(&scan, sys->text->bytes, sys->text->used_bytes);
	if (!error && pa_scan_u64(&scan, &limit_count))
		pa_moment_put(moment, PA_V_NET_NEIGH_LIMIT_COUNT, 0, limit_count);
	else
		pa_moment_miss(moment, PA_V_NET_NEIGH_LIMIT_COUNT, 0,
			       error ? pa_state_of_errno(error) : PA_BROKEN);
	return 0;
}

static void close_neigh(void *self)
{
	pa_columns_done(self);
	free(self);
}

const struct pa_source pa_source_neigh = {
	.name = "neigh",
	.pass = PA_PASS_SYSTEM,
	.open = open_neigh,
	.read = read_neigh,
	.close = close_neigh,
};
