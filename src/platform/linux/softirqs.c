/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/softirqs.h"

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

static bool take_vector(struct pa_softirqs *self, uint32_t number, struct pa_scan *line,
			struct pa_names *names, struct pa_moment *moment)
{
	uint64_t count, sum = 0;
	uint32_t vector, cell, cpu = 0;
	struct pa_scan counts;
	struct pa_word key;
	bool net_rx;

	if (!pa_scan_word(line, &key) || key.bytes < 2 || key.at[key.bytes - 1] != ':')
		return false;
	key.bytes--;
	counts = *line;
	if (!pa_scan_u64(&counts, &count))
		return false;
	vector = pa_line_names_id(&self->vectors, names, number, key.at, key.bytes);
	if (!vector)
		return false;
	net_rx = pa_word_is(key, "NET_RX");
	for (; pa_scan_u64(line, &count); cpu++) {
		uint32_t instance = net_rx ? pa_cpu_names_id(&self->cpus, names, cpu) : 0;

		sum += count;
		if (instance)
			pa_moment_put(moment, PA_V_IRQ_SOFT_NET_RX_COUNT, instance, count);
		cell = count ? pa_cell_names_id(&self->cells, names, vector, cpu) : 0;
		if (cell)
			pa_moment_put(moment, PA_V_IRQ_SOFT_CPU_COUNT, cell, count);
	}
	pa_moment_put(moment, PA_V_IRQ_SOFT_VECTOR_COUNT, vector, sum);
	return true;
}

int pa_softirqs_parse(struct pa_softirqs *self, const char *text, size_t text_bytes,
		      struct pa_names *names, struct pa_moment *moment)
{
	struct pa_scan scan, line;
	uint32_t number = 0;
	bool any = false;

	pa_scan_init(&scan, text, text_bytes);
	for (; pa_scan_line(&scan, &line); number++)
		any = take_vector(self, number, &line, names, moment) || any;
	return any ? 0 : -EBADMSG;
}

void pa_softirqs_done(struct pa_softirqs *self)
{
	pa_line_names_done(&self->vectors);
	pa_cpu_names_done(&self->cpus);
	pa_cell_names_done(&self->cells);
}

struct reader {
	struct pa_softirqs parse;
	struct pa_file file;
};

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	reader->file = (struct pa_file)PA_FILE_ENDS("proc/softirqs", PA_FILE_ONE_RECORD);
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error = pa_root_read(sys->root, &reader->file, sys->text);

	if (!error)
		error = pa_softirqs_parse(&reader->parse, sys->text->bytes, sys->text->used_bytes,
					  sys->names, moment);
	return error ? pa_source_fail(moment, pa_source_softirqs.name, error) : 0;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_softirqs_done(&reader->parse);
	pa_root_close(&reader->file);
	free(reader);
}

const struct pa_source pa_source_softirqs = {
	.name = "softirqs",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
