/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/schedstat.h"

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

enum {
	IDLE_TYPES = 3,
	RUN_DELAY = 7, /* columns of a "cpu" line, from 0 */
	TIMESLICES = 8,
	CPU_COLUMNS = 9,
	LB_FAILED = 2,	    /* in the columns of one idle type */
	OTHER_COLUMNS = 12, /* behind those of the idle types */
	WORDS_MAX = 64,
};

static uint32_t columns_of_type(uint64_t version)
{
	return version >= 17 ? 11 : 8;
}

/* The columns are counted from the end: how many words stand before them differs. */
static bool add_domain(struct pa_scan *line, uint32_t per_type, uint64_t *failed)
{
	uint32_t columns = IDLE_TYPES * per_type + OTHER_COLUMNS, count = 0;
	struct pa_word word[WORDS_MAX];
	uint64_t value, sum = 0;

	while (count < WORDS_MAX && pa_scan_word(line, &word[count]))
		count++;
	if (count < columns + 1 || count > columns + 2) /* a mask, since 17 a name before it */
		return false;
	for (uint32_t type = 0; type < IDLE_TYPES; type++) {
		if (!pa_word_u64(word[count - columns + type * per_type + LB_FAILED], &value))
			return false;
		sum += value;
	}
	*failed += sum;
	return true;
}

static void put_cpu(struct pa_schedstat *self, struct pa_word key, struct pa_scan *line,
		    struct pa_names *names, struct pa_moment *moment)
{
	struct pa_word number = { key.at + 3, key.bytes - 3 };
	uint64_t cpu, value[CPU_COLUMNS];
	uint32_t instance, count = 0;

	if (!pa_word_u64(number, &cpu))
		return;
	instance = pa_cpu_names_id(&self->cpus, names, cpu);
	while (count < CPU_COLUMNS && pa_scan_u64(line, &value[count]))
		count++;
	if (!instance || count < CPU_COLUMNS)
		return;
	pa_moment_put(moment, PA_V_CPU_EACH_RUN_DELAY_NS, instance, value[RUN_DELAY]);
	pa_moment_put(moment, PA_V_CPU_EACH_TIMESLICES_COUNT, instance, value[TIMESLICES]);
}

int pa_schedstat_parse(struct pa_schedstat *self, const char *text, size_t text_bytes,
		       struct pa_names *names, struct pa_moment *moment)
{
	uint64_t version, failed = 0;
	struct pa_scan scan, line;
	struct pa_word key;
	bool domains = false, broken = false;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_line(&scan, &line) || !pa_scan_text(&line, "version ") ||
	    !pa_scan_u64(&line, &version) || version < 15 || version > 17)
		return -EBADMSG;
	while (pa_scan_line(&scan, &line)) {
		if (!pa_scan_word(&line, &key))
			continue;
		if (pa_word_starts(key, "cpu")) {
			put_cpu(self, key, &line, names, moment);
		} else if (pa_word_starts(key, "domain")) {
			domains = true;
			broken |= !add_domain(&line, columns_of_type(version), &failed);
		}
	}
	if (domains && !broken)
		pa_moment_put(moment, PA_V_CPU_IMBALANCE_FAILED_COUNT, 0, failed);
	else
		pa_moment_miss(moment, PA_V_CPU_IMBALANCE_FAILED_COUNT, 0,
			       broken ? PA_BROKEN : PA_ABSENT);
	return 0;
}

void pa_schedstat_done(struct pa_schedstat *self)
{
	pa_cpu_names_done(&self->cpus);
}

struct reader {
	struct pa_schedstat parse;
	struct pa_file file;
	bool absent; /* not built in: it will not come */
};

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	reader->file = (struct pa_file)PA_FILE("proc/schedstat");
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error = reader->absent ? -ENOENT : pa_root_read(sys->root, &reader->file, sys->text);

	reader->absent = error == -ENOENT;
	if (!error)
		error = pa_schedstat_parse(&reader->parse, sys->text->bytes, sys->text->used_bytes,
					   sys->names, moment);
	return error ? pa_source_fail(moment, pa_source_schedstat.name, error) : 0;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_schedstat_done(&reader->parse);
	pa_root_close(&reader->file);
	free(reader);
}

const struct pa_source pa_source_schedstat = {
	.name = "schedstat",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
