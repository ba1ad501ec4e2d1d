/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost, measured on a guest with 2 CPUs: 60 us. It grows with CPUs times zones, for the file
 * holds the lists of each CPU: where it is long it is read only in rare passes.
 */
#include "platform/linux/zoneinfo.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { LONG_BYTES = 64 << 10 };

/* The lines of a zone that count, by their first words. */
static const struct {
	const char *key;
	uint16_t metric;
} rows[] = {
	{ "pages free", PA_V_MEM_ZONE_FREE_PAGES }, { "min", PA_V_MEM_ZONE_MIN_PAGES },
	{ "low", PA_V_MEM_ZONE_LOW_PAGES },	    { "high", PA_V_MEM_ZONE_HIGH_PAGES },
	{ "managed", PA_V_MEM_ZONE_MANAGED_PAGES },
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]), MANAGED = ROWS - 1 };

struct zone {
	uint64_t node;
	struct pa_word name;
	uint64_t value[ROWS];
	bool has[ROWS];
};

/* "Node 0, zone   Normal" */
static bool take_head(struct pa_scan line, struct zone *zone)
{
	struct zone next = { 0 };

	if (!pa_scan_text(&line, "Node") || !pa_scan_u64(&line, &next.node) ||
	    !pa_scan_text(&line, ",") || !pa_scan_text(&line, "zone") ||
	    !pa_scan_word(&line, &next.name) || next.node > UINT32_MAX)
		return false;
	*zone = next;
	return true;
}

static void take_line(struct pa_scan line, struct zone *zone)
{
	for (size_t i = 0; i < ROWS; i++) {
		struct pa_scan rest = line;

		/* "high:" of a CPU's list and "high_min:" are not "high". */
		if (zone->has[i] || !pa_scan_text(&rest, rows[i].key) || rest.at == rest.end ||
		    *rest.at != ' ')
			continue;
		zone->has[i] = pa_scan_u64(&rest, &zone->value[i]);
		return;
	}
}

static bool put_zone(const struct zone *zone, struct pa_names *names, struct pa_moment *moment)
{
	uint32_t instance;

	if (!zone->name.at || !zone->has[MANAGED] || !zone->value[MANAGED])
		return false;
	instance = pa_names_idf(names, "node%u/%.*s", (unsigned int)zone->node,
				(int)(zone->name.bytes < 32 ? zone->name.bytes : 32),
				zone->name.at);
	for (size_t i = 0; i < ROWS; i++)
		if (zone->has[i])
			pa_moment_put(moment, rows[i].metric, instance, zone->value[i]);
	return true;
}

int pa_zoneinfo_parse(const char *text, size_t text_bytes, struct pa_names *names,
		      struct pa_moment *moment)
{
	struct zone zone = { 0 };
	struct pa_scan scan, line;
	bool any = false;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		struct zone next;

		if (take_head(line, &next)) {
			any = put_zone(&zone, names, moment) || any;
			zone = next;
		} else if (!zone.has[MANAGED]) {
			take_line(line, &zone);
		}
	}
	any = put_zone(&zone, names, moment) || any;
	return any ? 0 : -EBADMSG;
}

struct reader {
	struct pa_file file;
	size_t bytes; /* of the last read */
};

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	reader->file = (struct pa_file)PA_FILE("proc/zoneinfo");
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error;

	if (reader->bytes > LONG_BYTES && !(sys->passes & PA_PASS_RARE))
		return 0;
	error = pa_root_read(sys->root, &reader->file, sys->text);
	reader->bytes = error ? 0 : sys->text->used_bytes;
	if (!error)
		error = pa_zoneinfo_parse(sys->text->bytes, sys->text->used_bytes, sys->names,
					  moment);
	return error ? pa_source_fail(moment, pa_source_zoneinfo.name, error) : 0;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_root_close(&reader->file);
	free(reader);
}

const struct pa_source pa_source_zoneinfo = {
	.name = "zoneinfo",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
