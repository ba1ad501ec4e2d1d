/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/nfs.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { OP_NUMBERS = 8 };

/* "device SOURCE mounted on POINT with fstype nfs4 statvers=1.1": true and the point of one. */
static bool begins_mount(struct pa_scan line, struct pa_nfs *out)
{
	struct pa_word source, point, type;

	if (!pa_scan_text(&line, "device ") || !pa_scan_word(&line, &source) ||
	    !pa_scan_text(&line, "mounted on ") || !pa_scan_word(&line, &point) ||
	    !pa_scan_text(&line, "with fstype ") || !pa_scan_word(&line, &type) ||
	    (!pa_word_is(type, "nfs") && !pa_word_is(type, "nfs4")) ||
	    point.bytes >= sizeof(out->point))
		return false;
	memset(out, 0, sizeof(*out));
	memcpy(out->point, point.at, point.bytes);
	pa_mountinfo_unescape(out->point);
	return true;
}

/* Requests waiting for a slot: the 9th number behind "tcp" and "rdma", the 7th behind "udp". */
static void take_transport(struct pa_scan line, struct pa_nfs *out)
{
	struct pa_word kind;
	uint64_t number;
	int at;

	if (!pa_scan_word(&line, &kind))
		return;
	at = pa_word_is(kind, "udp") ? 7 : 10;
	if (pa_word_is(kind, "local"))
		return;
	for (int i = 0; i < at; i++)
		if (!pa_scan_u64(&line, &number))
			return;
	out->backlog_count += number;
}

/* "READ: 8 numbers, and since 4.20 errors". */
static bool take_operation(struct pa_scan line, struct pa_nfs *out)
{
	uint64_t number[OP_NUMBERS], errors = 0;
	struct pa_word name;

	if (!pa_scan_word(&line, &name) || name.at[name.bytes - 1] != ':')
		return false;
	for (int i = 0; i < OP_NUMBERS; i++)
		if (!pa_scan_u64(&line, &number[i]))
			return false;
	(void)pa_scan_u64(&line, &errors); /* then there are none */
	out->ops_count += number[0];
	out->transmits_count += number[1];
	out->timeouts_count += number[2];
	out->sent_bytes += number[3];
	out->received_bytes += number[4];
	out->queue_ms += number[5];
	out->rtt_ms += number[6];
	out->execute_ms += number[7];
	out->failed_count += errors;
	return true;
}

void pa_nfs_parse(const char *text, size_t text_bytes, struct pa_nfs *scratch,
		  void (*each)(void *arg, const struct pa_nfs *mount), void *arg)
{
	bool in_mount = false, in_operations = false, any = false;
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (line.end - line.at > 7 && !memcmp(line.at, "device ", 7)) {
			if (any)
				each(arg, scratch);
			in_operations = any = false;
			in_mount = begins_mount(line, scratch);
		} else if (in_operations) {
			any = take_operation(line, scratch) || any;
		} else if (in_mount && pa_scan_text(&line, "xprt:")) {
			take_transport(line, scratch);
		} else if (in_mount && pa_scan_text(&line, "per-op statistics")) {
			in_operations = true;
		}
	}
	if (any)
		each(arg, scratch);
}

struct read {
	struct pa_linux *sys;
	struct pa_moment *moment;
	uint32_t told;
};

static void put_one(void *arg, const struct pa_nfs *mount)
{
	struct read *read = arg;
	struct pa_moment *moment = read->moment;
	uint32_t id = pa_names_id(read->sys->names, mount->point, strlen(mount->point));

	pa_moment_put(moment, PA_V_FS_NFS_OPS_COUNT, id, mount->ops_count);
	pa_moment_put(moment, PA_V_FS_NFS_TRANSMITS_COUNT, id, mount->transmits_count);
	pa_moment_put(moment, PA_V_FS_NFS_TIMEOUTS_COUNT, id, mount->timeouts_count);
	pa_moment_put(moment, PA_V_FS_NFS_FAILED_COUNT, id, mount->failed_count);
	pa_moment_put(moment, PA_V_FS_NFS_SENT_BYTES, id, mount->sent_bytes);
	pa_moment_put(moment, PA_V_FS_NFS_RECEIVED_BYTES, id, mount->received_bytes);
	pa_moment_put(moment, PA_V_FS_NFS_QUEUE_MS, id, mount->queue_ms);
	pa_moment_put(moment, PA_V_FS_NFS_RTT_MS, id, mount->rtt_ms);
	pa_moment_put(moment, PA_V_FS_NFS_EXECUTE_MS, id, mount->execute_ms);
	pa_moment_put(moment, PA_V_FS_NFS_BACKLOG_COUNT, id, mount->backlog_count);
	read->told++;
}

static bool has_nfs(const struct pa_linux *sys)
{
	size_t count;
	const struct pa_mountinfo_row *mounts = pa_mountinfo_rows(sys->mountinfo, &count);

	for (size_t i = 0; i < count; i++)
		if (!strcmp(mounts[i].type, "nfs") || !strcmp(mounts[i].type, "nfs4"))
			return true;
	return false;
}

static int look(struct pa_linux *sys, struct pa_moment *moment)
{
	struct read read = { .sys = sys, .moment = moment };
	PA_CLEANUP(pa_freep) struct pa_nfs *scratch = NULL;
	int error = -ENOENT;

	if (has_nfs(sys))
		error = pa_root_read_path(sys->root, "proc/self/mountstats", sys->text);
	if (!error) {
		scratch = pa_alloc(sizeof(*scratch));
		pa_nfs_parse(sys->text->bytes, sys->text->used_bytes, scratch, put_one, &read);
		error = read.told ? 0 : -ENOENT;
	}
	return error ? pa_source_fail(moment, pa_source_nfs.name, error) : 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_source_read_seldom(self, sys, moment, look);
}

const struct pa_source pa_source_nfs = {
	.name = "nfs",
	.pass = PA_PASS_SLOW,
	.open = pa_source_open_seldom,
	.read = read_source,
	.close = pa_source_close_seldom,
};
