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

struct state {
	struct pa_columns columns;
	bool has_limit;
	int limit_error; /* of the last read */
	uint64_t limit_count;
};

static void *open_neigh(struct pa_linux *sys)
{
	struct state *state = pa_alloc(sizeof(*state));

	(void)sys; /* nothing of it is needed */
	pa_columns_init(&state->columns, pa_neigh_columns());
	return state;
}

static int read_limit(struct pa_linux *sys, const struct pa_netns *ns, uint64_t *out)
{
	struct pa_scan scan;
	int error = pa_netns_read(sys, ns, PA_NETNS_ARP_LIMIT, sys->text);

	if (error)
		return error;
	pa_scan_init(&scan, sys->text->bytes, sys->text->used_bytes);
	return pa_scan_u64(&scan, out) ? 0 : -EBADMSG;
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
	struct state *state = self;
	const struct pa_netns *ns;
	int error;

	if (!pa_netns_count(sys->netns))
		return pa_source_fail(moment, "neigh", -ENOENT);
	ns = pa_netns_at(sys->netns, 0);
	error = read_table(&state->columns, sys, ns, moment);
	if (error)
		return pa_source_fail(moment, "neigh", error);
	if (!state->has_limit || sys->passes & PA_PASS_SLOW)
		state->limit_error = read_limit(sys, ns, &state->limit_count);
	state->has_limit = true;
	if (state->limit_error)
		pa_moment_miss(moment, PA_V_NET_NEIGH_LIMIT_COUNT, 0,
			       pa_state_of_errno(state->limit_error));
	else
		pa_moment_put(moment, PA_V_NET_NEIGH_LIMIT_COUNT, 0, state->limit_count);
	return 0;
}

static void close_neigh(void *self)
{
	struct state *state = self;

	pa_columns_done(&state->columns);
	free(state);
}

const struct pa_source pa_source_neigh = {
	.name = "neigh",
	.pass = PA_PASS_SYSTEM,
	.alternate = true,
	.open = open_neigh,
	.read = read_neigh,
	.close = close_neigh,
};
