/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/diskstats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

/* Columns behind the name, in the kernel's order. */
enum {
	READS,
	READ_MERGES,
	READ_SECTORS,
	READ_MS,
	WRITES,
	WRITE_MERGES,
	WRITE_SECTORS,
	WRITE_MS,
	IN_FLIGHT,
	BUSY_MS,
	WEIGHTED_MS,
	DISCARDS, /* 4.18 */
	DISCARD_MERGES,
	DISCARD_SECTORS,
	DISCARD_MS,
	FLUSHES, /* 5.5 */
	FLUSH_MS,
	COLUMNS,
	COLUMNS_MIN = DISCARDS,
};

static const struct {
	uint16_t metric;
	uint8_t column;
} disk_values[] = {
	{ PA_V_BLK_DEV_READS_COUNT, READS },
	{ PA_V_BLK_DEV_READ_SECTORS, READ_SECTORS },
	{ PA_V_BLK_DEV_READ_MS, READ_MS },
	{ PA_V_BLK_DEV_WRITES_COUNT, WRITES },
	{ PA_V_BLK_DEV_WRITE_SECTORS, WRITE_SECTORS },
	{ PA_V_BLK_DEV_WRITE_MS, WRITE_MS },
	{ PA_V_BLK_DEV_INFLIGHT_COUNT, IN_FLIGHT },
	{ PA_V_BLK_DEV_BUSY_MS, BUSY_MS },
	{ PA_V_BLK_DEV_WEIGHTED_MS, WEIGHTED_MS },
	{ PA_V_BLK_DEV_FLUSHES_COUNT, FLUSHES },
	{ PA_V_BLK_DEV_FLUSH_MS, FLUSH_MS },
	{ PA_V_BLK_DEV_DISCARDS_COUNT, DISCARDS },
	{ PA_V_BLK_DEV_DISCARD_SECTORS, DISCARD_SECTORS },
	{ PA_V_BLK_DEV_DISCARD_MS, DISCARD_MS },
	{ PA_V_BLK_MERGE_DISCARD_MERGES_COUNT, DISCARD_MERGES },
	{ PA_V_BLK_MERGE_READ_MERGES_COUNT, READ_MERGES },
	{ PA_V_BLK_MERGE_WRITE_MERGES_COUNT, WRITE_MERGES },
};

enum { VALUES = sizeof(disk_values) / sizeof(disk_values[0]) };

static bool is_whole(struct pa_diskstats *self, struct pa_names *names, uint32_t id)
{
	uint32_t kind;

	if (pa_map_get(&self->kinds, id, &kind))
		return kind != 0;
	kind = !self->is_disk || self->is_disk(self->arg, pa_names_text(names, id));
	pa_map_put(&self->kinds, id, kind);
	return kind != 0;
}

/* Returns how many columns the device has, 0 when the line is not taken. */
static uint32_t take_device(struct pa_diskstats *self, uint32_t number, struct pa_scan *line,
			    struct pa_names *names, struct pa_moment *moment)
{
	uint64_t major, minor, value[COLUMNS] = { 0 };
	uint32_t columns = 0, id;
	struct pa_word name;

	if (!pa_scan_u64(line, &major) || !pa_scan_u64(line, &minor) ||
	    !pa_scan_word(line, &name) || pa_word_starts(name, "ram"))
		return 0;
	while (columns < COLUMNS && pa_scan_u64(line, &value[columns]))
		columns++;
	if (columns < COLUMNS_MIN ||
	    !(value[READS] | value[WRITES] | value[DISCARDS] | value[FLUSHES] | value[IN_FLIGHT]))
		return 0;
	id = pa_line_names_id(&self->lines, names, number, name.at, name.bytes);
	if (!id || !is_whole(self, names, id))
		return 0;
	for (uint32_t i = 0; i < VALUES; i++)
		if (disk_values[i].column < columns)
			pa_moment_put(moment, disk_values[i].metric, id,
				      value[disk_values[i].column]);
	return columns;
}

int pa_diskstats_parse(struct pa_diskstats *self, const char *text, size_t text_bytes,
		       struct pa_names *names, struct pa_moment *moment)
{
	struct pa_scan scan, line;
	uint32_t widest = 0;

	pa_scan_init(&scan, text, text_bytes);
	for (uint32_t number = 0; pa_scan_line(&scan, &line); number++) {
		uint32_t columns = take_device(self, number, &line, names, moment);

		widest = columns > widest ? columns : widest;
	}
	for (uint32_t i = 0; i < VALUES; i++)
		if (disk_values[i].column >= widest)
			pa_moment_miss(moment, disk_values[i].metric, 0, PA_ABSENT);
	return 0;
}

void pa_diskstats_done(struct pa_diskstats *self)
{
	pa_line_names_done(&self->lines);
	pa_map_done(&self->kinds);
}

struct reader {
	struct pa_diskstats parse;
	struct pa_file file;
	struct pa_root *root;
	struct pa_buf link;
};

/* Only whole devices stand in /sys/block, where a slash of the name is a '!'. */
static bool ask_sysfs(void *arg, const char *name)
{
	struct reader *reader = arg;
	char path[256];
	int bytes = snprintf(path, sizeof(path), "sys/block/%s", name);

	if (bytes < 0 || (size_t)bytes >= sizeof(path))
		return false;
	for (char *at = path + strlen("sys/block/"); *at; at++)
		if (*at == '/')
			*at = '!';
	return !pa_root_link(reader->root, path, &reader->link);
}

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	reader->file = (struct pa_file)PA_FILE_ENDS("proc/diskstats", PA_FILE_SHORT_RECORDS);
	reader->root = sys->root;
	reader->parse.is_disk = ask_sysfs;
	reader->parse.arg = reader;
	pa_buf_init(&reader->link, 64 << 10);
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error = pa_root_read(sys->root, &reader->file, sys->text);

	if (error)
		return pa_source_fail(moment, pa_source_diskstats.name, error);
	return pa_diskstats_parse(&reader->parse, sys->text->bytes, sys->text->used_bytes,
				  sys->names, moment);
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_diskstats_done(&reader->parse);
	pa_root_close(&reader->file);
	pa_buf_done(&reader->link);
	free(reader);
}

const struct pa_source pa_source_diskstats = {
	.name = "diskstats",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
