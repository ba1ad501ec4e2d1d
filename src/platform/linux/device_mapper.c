/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/device_mapper.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/dm-ioctl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/ask_thread.h"
#include "platform/linux/folder.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { DEVICES_MAX = 512, DEADLINE_MS = 100, REPLY_BYTES = PA_ASK_REPLY_MAX_BYTES };

/* "USED/TOTAL" */
static bool pair(struct pa_scan *line, uint64_t *used, uint64_t *total)
{
	uint64_t a, b;

	if (!pa_scan_u64(line, &a) || line->at == line->end || *line->at++ != '/' ||
	    !pa_scan_u64(line, &b))
		return false;
	*used += a;
	*total += b;
	return true;
}

static bool has_word(struct pa_scan line, const char *wanted)
{
	struct pa_word word;

	while (pa_scan_word(&line, &word))
		if (pa_word_is(word, wanted))
			return true;
	return false;
}

/* "TRANSACTION M/M D/D HELD-ROOT rw|ro|out_of_data_space|error …", or a word of failure. */
static void take_pool(struct pa_scan line, struct pa_dm_status *out)
{
	uint64_t transaction;

	out->out_of_space = out->out_of_space || has_word(line, "out_of_data_space");
	out->failed = out->failed || has_word(line, "Fail") || has_word(line, "Error") ||
		      has_word(line, "ro") || has_word(line, "needs_check");
	if (!pa_scan_u64(&line, &transaction) ||
	    !pair(&line, &out->metadata_used_count, &out->metadata_total_count))
		return;
	out->has_metadata = true;
	out->has_data = pair(&line, &out->data_used_count, &out->data_total_count) || out->has_data;
}

/* "USED/TOTAL METADATA", or a word of failure. */
static void take_snapshot(struct pa_scan line, struct pa_dm_status *out)
{
	static const char *const bad[] = { "Invalid", "Overflow", "Merge" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		out->failed = out->failed || has_word(line, bad[i]);
	out->has_data = pair(&line, &out->data_used_count, &out->data_total_count) || out->has_data;
}

/* Paths are "MAJOR:MINOR A|F FAILURES …" among numbers and letters of other meaning. */
static void take_paths(struct pa_scan line, struct pa_dm_status *out)
{
	bool after_device = false;
	struct pa_word word;

	while (pa_scan_word(&line, &word)) {
		if (after_device && pa_word_is(word, "A"))
			out->active_paths_count++;
		else if (after_device && pa_word_is(word, "F"))
			out->failed_paths_count++;
		out->has_paths = out->has_paths || after_device;
		after_device = memchr(word.at, ':', word.bytes) != NULL;
	}
}

/* "TYPE DEVICES HEALTH …": a letter for each device, D for a dead one. */
static void take_raid(struct pa_scan line, struct pa_dm_status *out)
{
	struct pa_word word;
	uint64_t devices;

	if (pa_scan_word(&line, &word) && pa_scan_u64(&line, &devices) &&
	    pa_scan_word(&line, &word) && word.bytes == devices)
		out->failed = out->failed || memchr(word.at, 'D', word.bytes);
}

static const struct {
	const char *target;
	void (*take)(struct pa_scan line, struct pa_dm_status *out);
} targets[] = {
	{ "thin-pool", take_pool },
	{ "snapshot", take_snapshot },
	{ "snapshot-merge", take_snapshot },
	{ "multipath", take_paths },
	{ "raid", take_raid },
};

int pa_dm_parse(const char *text, size_t text_bytes, struct pa_dm_status *out)
{
	struct pa_dm_status status = { .has_data = false };
	struct pa_scan scan, line;
	struct pa_word target;
	uint64_t start, length;
	bool any = false;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (!pa_scan_u64(&line, &start) || !pa_scan_u64(&line, &length) ||
		    !pa_scan_word(&line, &target))
			continue;
		any = true;
		for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
			if (pa_word_is(target, targets[i].target))
				targets[i].take(line, &status);
	}
	if (!any)
		return -EBADMSG;
	*out = status;
	return 0;
}

int pa_dm_reply_text(const char *reply, size_t reply_bytes, struct pa_buf *out)
{
	struct dm_target_spec target;
	struct dm_ioctl head;
	size_t first, at;

	if (reply_bytes < sizeof(head))
		return -EBADMSG;
	memcpy(&head, reply, sizeof(head));
	first = at = head.data_start;
	for (uint32_t i = 0; i < head.target_count; i++) {
		const char *text;
		size_t room;

		if (at > reply_bytes || reply_bytes - at < sizeof(target))
			return -EBADMSG;
		memcpy(&target, reply + at, sizeof(target));
		text = reply + at + sizeof(target);
		room = (size_t)(reply + reply_bytes - text);
		pa_buf_printf(out, "%llu %llu %.*s %.*s\n", (unsigned long long)target.sector_start,
			      (unsigned long long)target.length,
			      (int)strnlen(target.target_type, sizeof(target.target_type)),
			      target.target_type, (int)strnlen(text, room), text);
		/* Each lies behind the one before. */
		if (i + 1 < head.target_count && target.next < at - first + sizeof(target))
			return -EBADMSG;
		at = first + target.next;
	}
	return 0;
}

/* subject is the name of the device as the device mapper knows it. */
static int ask_status(const char *subject, void *reply, size_t reply_bytes)
{
	struct dm_ioctl head = {
		.version = { DM_VERSION_MAJOR, 0, 0 },
		.data_size = (uint32_t)reply_bytes,
		.data_start = sizeof(head),
		.flags = DM_NOFLUSH_FLAG,
	};
	int fd, error;

	if (strlen(subject) >= sizeof(head.name))
		return -ENAMETOOLONG;
	fd = open("/dev/mapper/control", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	memcpy(head.name, subject, strlen(subject));
	memcpy(reply, &head, sizeof(head));
	error = ioctl(fd, DM_TABLE_STATUS, reply) ? -errno : 0;
	(void)close(fd);
	return error;
}

struct reader {
	struct pa_ask_thread *waiting;
	char name[DM_NAME_LEN];
	char reply[REPLY_BYTES];
};

static int ask(void *arg, struct pa_buf *out)
{
	struct reader *reader = arg;
	int error = pa_ask_thread(&reader->waiting, reader->name, ask_status, DEADLINE_MS,
				  reader->reply, sizeof(reader->reply));

	return error ? error : pa_dm_reply_text(reader->reply, sizeof(reader->reply), out);
}

static void put_status(const struct pa_dm_status *status, uint32_t id, struct pa_moment *moment)
{
	pa_moment_put(moment, PA_V_BLK_DM_FAILED_FLAG, id, status->failed);
	pa_moment_put(moment, PA_V_BLK_DM_OUT_OF_SPACE_FLAG, id, status->out_of_space);
	if (status->has_data) {
		pa_moment_put(moment, PA_V_BLK_DM_DATA_USED_COUNT, id, status->data_used_count);
		pa_moment_put(moment, PA_V_BLK_DM_DATA_TOTAL_COUNT, id, status->data_total_count);
	}
	if (status->has_metadata) {
		pa_moment_put(moment, PA_V_BLK_DM_METADATA_USED_COUNT, id,
			      status->metadata_used_count);
		pa_moment_put(moment, PA_V_BLK_DM_METADATA_TOTAL_COUNT, id,
			      status->metadata_total_count);
	}
	if (status->has_paths) {
		pa_moment_put(moment, PA_V_BLK_DM_ACTIVE_PATHS_COUNT, id,
			      status->active_paths_count);
		pa_moment_put(moment, PA_V_BLK_DM_FAILED_PATHS_COUNT, id,
			      status->failed_paths_count);
	}
}

/* 0 or a negative errno. */
static int read_device(struct reader *reader, struct pa_linux *sys, const char *device,
		       struct pa_moment *moment)
{
	struct pa_dm_status status;
	char path[128];
	size_t bytes;
	int error;

	(void)snprintf(path, sizeof(path), "sys/block/%.64s/dm/name", device);
	error = pa_root_read_path(sys->root, path, sys->text);
	if (error)
		return error;
	bytes = sys->text->used_bytes;
	while (bytes && sys->text->bytes[bytes - 1] == '\n')
		bytes--;
	if (!bytes || bytes >= sizeof(reader->name))
		return -EBADMSG;
	memcpy(reader->name, sys->text->bytes, bytes);
	reader->name[bytes] = '\0';
	(void)snprintf(path, sizeof(path), "src/device_mapper/%.64s", device);
	error = pa_root_ask(sys->root, path, ask, reader, sys->text);
	if (!error)
		error = pa_dm_parse(sys->text->bytes, sys->text->used_bytes, &status);
	if (!error)
		put_status(&status, pa_names_id(sys->names, device, strlen(device)), moment);
	return error;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder devices = { 0 };
	int error = -ENOENT, one;
	uint32_t asked = 0;
	bool any = false;

	(void)pa_folder_list(&devices, sys->root, "sys/block"); /* then it is empty */
	for (uint32_t i = 0; i < devices.count && asked < DEVICES_MAX; i++) {
		if (strncmp(devices.name[i], "dm-", 3) != 0)
			continue;
		asked++;
		one = read_device(self, sys, devices.name[i], moment);
		any = any || !one;
		error = one ? one : error;
		if (one == -ETIMEDOUT)
			break; /* the others wait for the same lock */
	}
	pa_folder_done(&devices);
	return any ? 0 : pa_source_fail(moment, pa_source_device_mapper.name, error);
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct reader));
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_ask_thread_abandon(&reader->waiting);
	free(reader);
}

const struct pa_source pa_source_device_mapper = {
	.name = "device_mapper",
	.pass = PA_PASS_RARE,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
