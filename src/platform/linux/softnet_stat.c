/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/softnet_stat.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { COLUMN_CPU = 12, COLUMNS_READ = 15, COLUMNS_MIN = 3 };

static const struct {
	uint16_t metric;
	uint8_t column;
} softnet_values[] = {
	{ PA_V_NET_SOFTNET_PROCESSED_COUNT, 0 },
	{ PA_V_NET_SOFTNET_DROPPED_COUNT, 1 },
	{ PA_V_NET_SOFTNET_SQUEEZED_COUNT, 2 },
	{ PA_V_NET_SOFTNET_FLOW_LIMIT_COUNT, 10 },
	{ PA_V_NET_SOFTNET_BACKLOG_COUNT, 11 },
	{ PA_V_NET_SOFTNET_RPS_WAKEUPS_COUNT, 9 },
	{ PA_V_NET_SOFTNET_INPUT_BACKLOG_COUNT, 13 },
	{ PA_V_NET_SOFTNET_PROCESS_BACKLOG_COUNT, 14 },
};

enum { VALUES = sizeof(softnet_values) / sizeof(softnet_values[0]) };

/* Returns how many columns the line had (0 when it is skipped). */
static uint32_t take_cpu(struct pa_softnet_stat *self, uint32_t number, struct pa_scan *line,
			 struct pa_names *names, struct pa_moment *moment)
{
	uint64_t value[COLUMNS_READ];
	uint32_t columns = 0, instance;

	while (columns < COLUMNS_READ && pa_scan_hex(line, &value[columns]))
		columns++;
	if (columns < COLUMNS_MIN)
		return 0;
	instance = pa_cpu_names_id(&self->cpus, names,
				   columns > COLUMN_CPU ? value[COLUMN_CPU] : number);
	if (!instance)
		return 0;
	for (uint32_t i = 0; i < VALUES; i++)
		if (softnet_values[i].column < columns)
			pa_moment_put(moment, softnet_values[i].metric, instance,
				      value[softnet_values[i].column]);
	return columns;
}

int pa_softnet_stat_parse(struct pa_softnet_stat *self, const char *text, size_t text_bytes,
			  struct pa_names *names, struct pa_moment *moment)
{
	struct pa_scan scan, line;
	uint32_t widest = 0;

	pa_scan_init(&scan, text, text_bytes);
	for (uint32_t number = 0; pa_scan_line(&scan, &line); number++) {
		uint32_t columns = take_cpu(self, number, &line, names, moment);

		widest = columns > widest ? columns : widest;
	}
	if (!widest)
		return -EBADMSG;
	for (uint32_t i = 0; i < VALUES; i++)
		if (softnet_values[i].column >= widest)
			pa_moment_miss(moment, softnet_values[i].metric, 0, PA_ABSENT);
	return 0;
}

void pa_softnet_stat_done(struct pa_softnet_stat *self)
{
	pa_cpu_names_done(&self->cpus);
}

struct reader {
	struct pa_softnet_stat parse;
	struct pa_file file;
};

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	reader->file = (struct pa_file)PA_FILE_ENDS("proc/net/softnet_stat", PA_FILE_SHORT_RECORDS);
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error = pa_root_read(sys->root, &reader->file, sys->text);

	if (!error)
		error = pa_softnet_stat_parse(&reader->parse, sys->text->bytes,
					      sys->text->used_bytes, sys->names, moment);
	return error ? pa_source_fail(moment, pa_source_softnet_stat.name, error) : 0;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_softnet_stat_done(&reader->parse);
	pa_root_close(&reader->file);
	free(reader);
}

const struct pa_source pa_source_softnet_stat = {
	.name = "softnet_stat",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
