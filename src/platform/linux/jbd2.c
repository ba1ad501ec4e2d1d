/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/jbd2.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/folder.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { LIST_EVERY_PASSES = 20 }; /* new mounts are seen that late */

/* "N unit…", the unit glued to the number or behind a blank. */
static bool take(const struct pa_scan *line, const char *unit, uint64_t *out)
{
	struct pa_scan rest = *line;
	uint64_t value;

	if (!pa_scan_u64(&rest, &value) || !pa_scan_text(&rest, unit))
		return false;
	*out = value;
	return true;
}

/* The number before the last word of the line: "…, each up to 8192 blocks". */
static bool take_last(const struct pa_scan *line, const char *unit, uint64_t *out)
{
	struct pa_scan rest = *line;
	struct pa_word word, before = { 0 };

	while (pa_scan_word(&rest, &word)) {
		if (before.bytes && pa_word_is(word, unit))
			return pa_word_u64(before, out);
		before = word;
	}
	return false;
}

int pa_jbd2_parse(const char *text, size_t text_bytes, struct pa_jbd2 *out)
{
	struct pa_jbd2 read = { 0 };
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_line(&scan, &line) || !pa_scan_u64(&line, &read.commits) ||
	    !pa_scan_text(&line, "transactions (") || !take(&line, "requested", &read.requested))
		return -EBADMSG;
	read.has_blocks_max = take_last(&line, "blocks", &read.blocks_max);
	while (pa_scan_line(&scan, &line)) {
		if (take(&line, "us average transaction commit time", &read.commit_us))
			read.has_commit = true;
		else if (take(&line, "blocks per transaction", &read.blocks))
			read.has_blocks = true;
	}
	*out = read;
	return 0;
}

size_t pa_jbd2_device_bytes(const char *folder)
{
	const char *dash = strrchr(folder, '-');

	return dash ? (size_t)(dash - folder) : strlen(folder);
}

struct journal {
	char *path;
	uint32_t device; /* name id */
};

struct reader {
	struct journal *journals;
	uint32_t count;
	int error; /* of the last listing */
};

static void forget(struct reader *reader)
{
	for (uint32_t i = 0; i < reader->count; i++)
		free(reader->journals[i].path);
	free(reader->journals);
	reader->journals = NULL;
	reader->count = 0;
}

static void add(struct reader *reader, struct pa_linux *sys, char *folder)
{
	struct journal *journal = &reader->journals[reader->count++];
	size_t path_bytes = strlen(folder) + sizeof("proc/fs/jbd2//info");
	char *path = pa_alloc(path_bytes);

	(void)snprintf(path, path_bytes, "proc/fs/jbd2/%s/info", folder); /* fits */
	journal->path = path;
	for (char *at = folder; (at = strchr(at, '!'));)
		*at = '/';
	journal->device = pa_names_id(sys->names, folder, pa_jbd2_device_bytes(folder));
}

/* Look which journals there are. */
static void list(struct reader *reader, struct pa_linux *sys)
{
	struct pa_folder folder = { 0 };

	reader->error = pa_folder_list(&folder, sys->root, "proc/fs/jbd2");
	forget(reader);
	reader->journals = pa_alloc_array(folder.count, sizeof(*reader->journals));
	for (uint32_t i = 0; i < folder.count; i++)
		add(reader, sys, folder.name[i]);
	pa_folder_done(&folder);
}

static void put(const struct pa_jbd2 *info, uint32_t device, struct pa_moment *moment)
{
	pa_moment_put(moment, PA_V_FS_JBD2_COMMITS_COUNT, device, info->commits);
	pa_moment_put(moment, PA_V_FS_JBD2_REQUESTED_COUNT, device, info->requested);
	if (info->has_commit)
		pa_moment_put(moment, PA_V_FS_JBD2_COMMIT_US, device, info->commit_us);
	if (info->has_blocks)
		pa_moment_put(moment, PA_V_FS_JBD2_BLOCKS_COUNT, device, info->blocks);
	if (info->has_blocks_max)
		pa_moment_put(moment, PA_V_FS_JBD2_BLOCKS_MAX_COUNT, device, info->blocks_max);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	struct pa_jbd2 info;
	bool any = false;

	if (sys->tick % LIST_EVERY_PASSES == 0)
		list(reader, sys);
	for (uint32_t i = 0; i < reader->count; i++) {
		struct journal *journal = &reader->journals[i];

		/* Opened each time: jbd2_seq_info_open() copies the figures when it is opened,
		 * so a descriptor that is kept tells the same for ever. */
		if (!journal->device || pa_root_read_path(sys->root, journal->path, sys->text) ||
		    pa_jbd2_parse(sys->text->bytes, sys->text->used_bytes, &info))
			continue; /* unmounted since */
		put(&info, journal->device, moment);
		any = true;
	}
	if (!any)
		pa_source_miss(moment, pa_source_jbd2.name,
			       reader->error ? pa_state_of_errno(reader->error) : PA_ABSENT);
	return reader->error;
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct reader));
}

static void close_source(void *self)
{
	forget(self);
	free(self);
}

const struct pa_source pa_source_jbd2 = {
	.name = "jbd2",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
