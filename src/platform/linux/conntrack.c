/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/conntrack.h"

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
	{ NULL, "drop", PA_V_NET_CONNTRACK_DROPS_COUNT },
	{ NULL, "early_drop", PA_V_NET_CONNTRACK_EARLY_DROPS_COUNT },
	{ NULL, "insert_failed", PA_V_NET_CONNTRACK_INSERT_FAILED_COUNT },
	{ NULL, "search_restart", PA_V_NET_CONNTRACK_RESTARTS_COUNT },
	{ .name = NULL },
};

const struct pa_column *pa_conntrack_columns(void)
{
	return wanted;
}

struct state {
	struct pa_columns columns;
	bool has_limit;
	int limit_error; /* of the last read in the first namespace */
	uint64_t limit_count;
};

static void *open_conntrack(struct pa_linux *sys)
{
	struct state *state = pa_alloc(sizeof(*state));

	(void)sys; /* nothing of it is needed */
	pa_columns_init(&state->columns, pa_conntrack_columns());
	return state;
}

static int read_number(struct pa_linux *sys, const struct pa_netns *ns, enum pa_netns_file file,
		       uint64_t *out)
{
	struct pa_scan scan;
	int error = pa_netns_read(sys, ns, file, sys->text);

	if (error)
		return error;
	pa_scan_init(&scan, sys->text->bytes, sys->text->used_bytes);
	return pa_scan_u64(&scan, out) ? 0 : -EBADMSG;
}

static void put(struct pa_moment *moment, uint16_t metric, uint32_t instance, int error,
		uint64_t value)
{
	if (error)
		pa_moment_miss(moment, metric, instance, pa_state_of_errno(error));
	else
		pa_moment_put(moment, metric, instance, value);
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	static const enum pa_columns_fold fold[PA_COLUMNS_MAX] = { PA_COLUMNS_SUM };
	struct state *state = self;
	struct pa_columns_values values;
	uint64_t entries_count = 0;
	int error;

	if (ns->is_first && (!state->has_limit || sys->passes & PA_PASS_SLOW)) {
		state->limit_error = read_number(sys, ns, PA_NETNS_CONNTRACK_MAX,
						 &state->limit_count);
		state->has_limit = true;
	}
	error = pa_netns_read(sys, ns, PA_NETNS_CONNTRACK_STAT, sys->text);
	if (!error)
		error = pa_columns_parse_cpus(&state->columns, fold, sys->text->bytes,
					      sys->text->used_bytes, &values);
	if (error)
		return error;
	pa_columns_put(&state->columns, &values, moment, ns->id);
	put(moment, PA_V_NET_CONNTRACK_LIMIT_COUNT, ns->id, state->limit_error, state->limit_count);
	error = read_number(sys, ns, PA_NETNS_CONNTRACK_COUNT, &entries_count);
	put(moment, PA_V_NET_CONNTRACK_ENTRIES_COUNT, ns->id, error, entries_count);
	return 0;
}

static int read_conntrack(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "conntrack", read_one, self);
}

static void close_conntrack(void *self)
{
	struct state *state = self;

	pa_columns_done(&state->columns);
	free(state);
}

const struct pa_source pa_source_conntrack = {
	.name = "conntrack",
	.pass = PA_PASS_SYSTEM,
	.alternate = true,
	.open = open_conntrack,
	.read = read_conntrack,
	.close = close_conntrack,
};
