/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dearest text of all: the kernel formats CPUs times lines numbers, a quarter of a whole
 * pass. Measured 16 of 19 us a read on a guest with 2 CPUs and 36 lines, 0.2 us a number.
 */
#include "platform/linux/interrupts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { NAME_MAX_BYTES = 96 };

/* Lines that are values of their own; a value of several is their sum. */
static const struct {
	const char *key;
	uint8_t total;
} known_lines[] = {
	{ "RES", 0 }, { "CAL", 1 }, { "TLB", 2 }, { "MCE", 3 }, { "THR", 3 }, { "DFR", 3 },
	{ "TRM", 3 }, { "ERR", 4 }, { "MIS", 4 }, { "LOC", 5 }, { "SPU", 6 },
};

/* Values up to this one stand for their lines; the others are told as lines too. */
enum { LAST_APART = 4 };

enum { KNOWN_LINES = sizeof(known_lines) / sizeof(known_lines[0]), TOTALS = 7 };

static const uint16_t total_metrics[TOTALS] = {
	PA_V_IPI_CALL_RESCHED_COUNT,  PA_V_IPI_CALL_CALLS_COUNT,  PA_V_IPI_CALL_TLB_COUNT,
	PA_V_CPU_MCE_EVENTS_COUNT,    PA_V_IRQ_HARD_ERRORS_COUNT, PA_V_TIMER_LAT_INTERRUPTS_COUNT,
	PA_V_IRQ_HARD_SPURIOUS_COUNT,
};

struct totals {
	uint64_t sum[TOTALS];
	bool seen[TOTALS];
};

static bool add_known(struct pa_word key, uint64_t sum, struct totals *totals)
{
	for (uint32_t i = 0; i < KNOWN_LINES; i++) {
		if (!pa_word_is(key, known_lines[i].key))
			continue;
		totals->sum[known_lines[i].total] += sum;
		totals->seen[known_lines[i].total] = true;
		return known_lines[i].total <= LAST_APART;
	}
	return false;
}

/* "36" and the last word of the rest to "36:virtio1-req.0"; returns its length. */
static size_t line_name(struct pa_word key, const struct pa_scan *rest, char *out)
{
	const char *last = rest->end;
	size_t bytes = key.bytes < 16 ? key.bytes : 16;
	size_t tail;

	memcpy(out, key.at, bytes);
	if (*key.at < '0' || *key.at > '9')
		return bytes;
	while (last > rest->at && last[-1] != ' ' && last[-1] != '\t')
		last--;
	tail = (size_t)(rest->end - last);
	tail = tail < NAME_MAX_BYTES - bytes - 1 ? tail : NAME_MAX_BYTES - bytes - 1;
	if (!tail)
		return bytes;
	out[bytes++] = ':';
	memcpy(out + bytes, last, tail);
	return bytes + tail;
}

/* What the line counted on each CPU. */
static void put_cells(struct pa_interrupts *self, uint32_t line, uint32_t cpus,
		      struct pa_names *names, struct pa_moment *moment)
{
	for (uint32_t cpu = 0; cpu < cpus; cpu++) {
		uint32_t cell = self->count[cpu] ? pa_cell_names_id(&self->cells, names, line, cpu)
						 : 0;

		if (cell)
			pa_moment_put(moment, PA_V_IRQ_HARD_CPU_COUNT, cell, self->count[cpu]);
	}
}

/* At most cpus counts follow the key: a chip's name may begin with a digit. */
static void take_line(struct pa_interrupts *self, uint32_t number, struct pa_scan *line,
		      uint32_t cpus, struct totals *totals, struct pa_names *names,
		      struct pa_moment *moment)
{
	char name[NAME_MAX_BYTES];
	uint64_t sum = 0;
	uint32_t counts = 0, instance;
	struct pa_word key;
	bool known;

	if (!pa_scan_word(line, &key) || key.bytes < 2 || key.at[key.bytes - 1] != ':')
		return;
	key.bytes--;
	for (; counts < cpus && pa_scan_u64(line, &self->count[counts]); counts++)
		sum += self->count[counts];
	known = (*key.at < '0' || *key.at > '9') && add_known(key, sum, totals);
	if (!sum)
		return;
	instance = pa_line_names_id(&self->lines, names, number, name, line_name(key, line, name));
	if (!instance)
		return;
	if (!known)
		pa_moment_put(moment, PA_V_IRQ_HARD_LINE_COUNT, instance, sum);
	if (counts == cpus) /* ERR and MIS have one number */
		put_cells(self, instance, counts, names, moment);
}

int pa_interrupts_parse(struct pa_interrupts *self, const char *text, size_t text_bytes,
			struct pa_names *names, struct pa_moment *moment)
{
	struct totals totals = { 0 };
	struct pa_scan scan, line;
	struct pa_word cpu;
	uint32_t cpus = 0;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_line(&scan, &line))
		return -EBADMSG;
	while (pa_scan_word(&line, &cpu))
		cpus += pa_word_starts(cpu, "CPU");
	if (!cpus)
		return -EBADMSG;
	if (cpus > self->room) {
		self->count = pa_grow_array(self->count, cpus, sizeof(*self->count));
		self->room = cpus;
	}
	for (uint32_t number = 0; pa_scan_line(&scan, &line); number++)
		take_line(self, number, &line, cpus, &totals, names, moment);
	for (uint32_t i = 0; i < TOTALS; i++) {
		if (totals.seen[i])
			pa_moment_put(moment, total_metrics[i], 0, totals.sum[i]);
		else
			pa_moment_miss(moment, total_metrics[i], 0, PA_ABSENT);
	}
	return 0;
}

void pa_interrupts_done(struct pa_interrupts *self)
{
	pa_line_names_done(&self->lines);
	pa_cell_names_done(&self->cells);
	free(self->count);
}

struct reader {
	struct pa_interrupts parse;
	struct pa_file file;
};

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	reader->file = (struct pa_file)PA_FILE("proc/interrupts");
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error = pa_root_read(sys->root, &reader->file, sys->text);

	if (!error)
		error = pa_interrupts_parse(&reader->parse, sys->text->bytes, sys->text->used_bytes,
					    sys->names, moment);
	return error ? pa_source_fail(moment, pa_source_interrupts.name, error) : 0;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_interrupts_done(&reader->parse);
	pa_root_close(&reader->file);
	free(reader);
}

const struct pa_source pa_source_interrupts = {
	.name = "interrupts",
	.pass = PA_PASS_SYSTEM,
	.alternate = true,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
