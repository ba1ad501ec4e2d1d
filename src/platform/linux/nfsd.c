/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/nfsd.h"

#include <errno.h>

#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/file_rows.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

static const struct pa_file_row rows[] = {
	{ .file = "nfsd", .word = "rpc", .metric = PA_V_FS_NFSD_CALLS_COUNT },
	{ .file = "nfsd", .word = "rpc", .metric = PA_V_FS_NFSD_BAD_CALLS_COUNT, .column = 1 },
	{ .file = "nfsd", .word = "th", .metric = PA_V_FS_NFSD_THREADS_COUNT },
	{ .file = "nfsd", .word = "io", .metric = PA_V_FS_NFSD_READ_BYTES },
	{ .file = "nfsd", .word = "io", .metric = PA_V_FS_NFSD_WRITTEN_BYTES, .column = 1 },
};

/* "# pool packets-arrived sockets-enqueued …", then a line for each pool: their sums. */
static void put_pools(struct pa_linux *sys, struct pa_moment *moment)
{
	uint64_t packets = 0, queued = 0, pool, one_packets, one_queued;
	struct pa_scan scan, line;

	if (pa_root_read_path(sys->root, "proc/fs/nfsd/pool_stats", sys->text)) {
		pa_moment_miss(moment, PA_V_FS_NFSD_QUEUED_COUNT, 0, PA_ABSENT);
		return;
	}
	pa_scan_init(&scan, sys->text->bytes, sys->text->used_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (!pa_scan_u64(&line, &pool) || !pa_scan_u64(&line, &one_packets) ||
		    !pa_scan_u64(&line, &one_queued))
			continue;
		packets += one_packets;
		queued += one_queued;
	}
	pa_moment_put(moment, PA_V_FS_NFSD_PACKETS_COUNT, 0, packets);
	pa_moment_put(moment, PA_V_FS_NFSD_QUEUED_COUNT, 0, queued);
}

static int look(struct pa_linux *sys, struct pa_moment *moment)
{
	if (!pa_file_rows_read(sys, "proc/net/rpc", rows, sizeof(rows) / sizeof(rows[0]), 0,
			       moment))
		return pa_source_fail(moment, pa_source_nfsd.name, -ENOENT);
	put_pools(sys, moment);
	return 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_source_read_seldom(self, sys, moment, look);
}

const struct pa_source pa_source_nfsd = {
	.name = "nfsd",
	.pass = PA_PASS_SLOW,
	.open = pa_source_open_seldom,
	.read = read_source,
	.close = pa_source_close_seldom,
};
