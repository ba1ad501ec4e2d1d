/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysfs_queues.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/kept.h"
#include "platform/linux/netns.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { PATH_BYTES = 128 };

static int read_number(struct pa_kept *kept, struct pa_linux *sys, const char *card, uint32_t queue,
		       const char *file, uint64_t *out)
{
	char path[PATH_BYTES];
	int error;

	(void)snprintf(path, sizeof(path), "sys/class/net/%s/queues/tx-%u/%s", card, queue, file);
	error = pa_kept_read(kept, sys->root, path, sys->text);
	return error ? error : pa_numbers_column(sys->text->bytes, sys->text->used_bytes, 0, out);
}

/* What hardly changes. A file that this kernel or driver lacks is no miss: cards differ. */
static void put_rare(struct pa_kept *kept, struct pa_linux *sys, const char *card, uint32_t queue,
		     uint32_t id, struct pa_moment *moment)
{
	uint64_t value;

	if (!read_number(kept, sys, card, queue, "tx_timeout", &value))
		pa_moment_put(moment, PA_V_NET_TXQ_TIMEOUTS_COUNT, id, value);
	if (!read_number(kept, sys, card, queue, "byte_queue_limits/stall_cnt", &value))
		pa_moment_put(moment, PA_V_NET_TXQ_STALLS_COUNT, id, value);
	if (!read_number(kept, sys, card, queue, "byte_queue_limits/stall_max", &value))
		pa_moment_put(moment, PA_V_NET_TXQ_STALL_MAX_MS, id, value);
}

/* False when there is no such queue. */
static bool put_queue(struct pa_kept *kept, struct pa_linux *sys, const char *card, uint32_t queue,
		      struct pa_moment *moment)
{
	uint64_t limit_bytes, inflight_bytes;
	uint32_t id;

	if (read_number(kept, sys, card, queue, "byte_queue_limits/limit", &limit_bytes))
		return false;
	id = pa_names_idf(sys->names, "%s/tx-%u", card, queue);
	if (limit_bytes &&
	    !read_number(kept, sys, card, queue, "byte_queue_limits/inflight", &inflight_bytes)) {
		pa_moment_put(moment, PA_V_NET_TXQ_LIMIT_BYTES, id, limit_bytes);
		pa_moment_put(moment, PA_V_NET_TXQ_INFLIGHT_BYTES, id, inflight_bytes);
	}
	if (sys->passes & PA_PASS_RARE)
		put_rare(kept, sys, card, queue, id, moment);
	return true;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_kept *kept = self;
	const struct pa_netns *ns;
	bool any = false;

	if (!pa_netns_count(sys->netns))
		return pa_source_fail(moment, "sysfs_queues", -ENOENT);
	ns = pa_netns_at(sys->netns, 0);
	if (++kept->passes >= PA_KEPT_PASSES) { /* a card may have given its name to another */
		pa_kept_done(kept);
		kept->passes = 0;
	}
	for (uint32_t i = 0; i < ns->links.count; i++) {
		const struct pa_netif *netif = &ns->links.at[i];

		if (!netif->is_card)
			continue;
		for (uint32_t q = 0; q < PA_SYSFS_QUEUES_MAX; q++) {
			if (!put_queue(kept, sys, netif->name, q, moment))
				break;
			any = true;
		}
	}
	return any ? 0 : pa_source_fail(moment, "sysfs_queues", -ENOENT);
}

const struct pa_source pa_source_sysfs_queues = {
	.name = "sysfs_queues",
	.pass = PA_PASS_SLOW,
	.open = pa_kept_open_source,
	.read = read_source,
	.close = pa_kept_close_source,
};
