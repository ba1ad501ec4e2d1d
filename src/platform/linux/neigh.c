/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/neigh.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/columns.h"
#include "platform/linux/netns.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_column wanted[] = {
	{ NULL, "entries", PA_V_NET_NEIGH_ENTRIES_COUNT },
	{ NULL, "table_fulls", PA_V_NET_NEIGH_TABLE_FULL_COUNT },
	{ NULL, "forced_gc_runs", PA_V_NET_NEIGH_FORCED_GC_COUNT },
	{ NULL, "res_failed", PA_V_NET_NEIGH_FAILED_COUNT },
	{ NULL, "unresolved_discards", PA_V_NET_NEIGH_DISCARDS_COUNT },
	{ .name = NULL },
};

static const struct pa_column wanted6[] = {
	{ NULL, "entries", PA_V_NET_NEIGH_ENTRIES6_COUNT },
	{ NULL, "table_fulls", PA_V_NET_NEIGH_TABLE_FULL6_COUNT },
	{ NULL, "forced_gc_runs", PA_V_NET_NEIGH_FORCED_GC6_COUNT },
	{ NULL, "res_failed", PA_V_NET_NEIGH_FAILED6_COUNT },
	{ NULL, "unresolved_discards", PA_V_NET_NEIGH_DISCARDS6_COUNT },
	{ .name = NULL },
};

static const enum pa_columns_fold fold[] = { PA_COLUMNS_FIRST, PA_COLUMNS_SUM, PA_COLUMNS_SUM,
					     PA_COLUMNS_SUM, PA_COLUMNS_SUM };

const struct pa_column *pa_neigh_columns(void)
{
	return wanted;
}

/* One of the two tables. */
struct table {
	const char *source;
	const struct pa_column *columns;
	enum pa_netns_file stat, limit;
	uint16_t limit_metric;
};

static const struct table arp = { .source = "neigh",
				  .columns = wanted,
				  .stat = PA_NETNS_ARP_STAT,
				  .limit = PA_NETNS_ARP_LIMIT,
				  .limit_metric = PA_V_NET_NEIGH_LIMIT_COUNT };
static const struct table ndisc = { .source = "neigh6",
				    .columns = wanted6,
				    .stat = PA_NETNS_NDISC_STAT,
				    .limit = PA_NETNS_NDISC_LIMIT,
				    .limit_metric = PA_V_NET_NEIGH_LIMIT6_COUNT };

struct state {
	const struct table *table;
	struct pa_columns columns;
	bool has_limit;
	int limit_error; /* of the last read */
	uint64_t limit_count;
};

static void *open_table(const struct table *table)
{
	struct state *state = pa_alloc(sizeof(*state));

	state->table = table;
	pa_columns_init(&state->columns, table->columns);
	return state;
}

static void *open_neigh(struct pa_linux *sys)
{
	(void)sys; /* nothing of it is needed */
	return open_table(&arp);
}

static void *open_neigh6(struct pa_linux *sys)
{
	(void)sys; /* nothing of it is needed */
	return open_table(&ndisc);
}

static int read_limit(struct pa_linux *sys, const struct pa_netns *ns, enum pa_netns_file file,
		      uint64_t *out)
{
	int error = pa_netns_read(sys, ns, file, sys->text);

	return error ? error : pa_numbers_column(sys->text->bytes, sys->text->used_bytes, 0, out);
}

static int read_table(struct state *state, struct pa_linux *sys, const struct pa_netns *ns,
		      struct pa_moment *moment)
{
	struct pa_columns_values values;
	int error = pa_netns_read(sys, ns, state->table->stat, sys->text);

	if (!error)
		error = pa_columns_parse_cpus(&state->columns, fold, sys->text->bytes,
					      sys->text->used_bytes, &values);
	if (!error)
		pa_columns_put(&state->columns, &values, moment, 0);
	return error;
}

static int read_neigh(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct state *state = self;
	const struct table *table = state->table;
	const struct pa_netns *ns;
	int error;

	if (!pa_netns_count(sys->netns))
		return pa_source_fail(moment, table->source, -ENOENT);
	ns = pa_netns_at(sys->netns, 0);
	error = read_table(state, sys, ns, moment);
	if (error)
		return pa_source_fail(moment, table->source, error);
	if (!state->has_limit || sys->passes & PA_PASS_SLOW)
		state->limit_error = read_limit(sys, ns, table->limit, &state->limit_count);
	state->has_limit = true;
	if (state->limit_error)
		pa_moment_miss(moment, table->limit_metric, 0,
			       pa_state_of_errno(state->limit_error));
	else
		pa_moment_put(moment, table->limit_metric, 0, state->limit_count);
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

const struct pa_source pa_source_neigh6 = {
	.name = "neigh6",
	.pass = PA_PASS_SLOW,
	.open = open_neigh6,
	.read = read_neigh,
	.close = close_neigh,
};
