/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's cost grows with the number of interrupt lines (the "intr" line names every one)
 * and of CPUs (seven per-CPU counters each).
 */
#include "platform/linux/proc_stat.h"

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

/* Columns of a "cpu" line, in the kernel's order. */
enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, GUEST, GUEST_NICE, COLUMNS };

struct cpu_line {
	uint64_t ticks[COLUMNS];
	uint32_t columns; /* how many of them the line had */
};

/* A value made of one column, or of two. */
struct column {
	uint16_t metric;
	uint8_t first;
	uint8_t second; /* COLUMNS when there is none */
};

static const struct column all_columns[] = {
	{ PA_V_CPU_ALL_USER_TICKS, USER, NICE },
	{ PA_V_CPU_ALL_NICE_TICKS, NICE, COLUMNS },
	{ PA_V_CPU_ALL_SYSTEM_TICKS, SYSTEM, COLUMNS },
	{ PA_V_CPU_ALL_IDLE_TICKS, IDLE, COLUMNS },
	{ PA_V_CPU_ALL_IOWAIT_TICKS, IOWAIT, COLUMNS },
	{ PA_V_CPU_ALL_IRQ_TICKS, IRQ, COLUMNS },
	{ PA_V_CPU_ALL_SOFTIRQ_TICKS, SOFTIRQ, COLUMNS },
	{ PA_V_CPU_STEAL_STEAL_TICKS, STEAL, COLUMNS },
	{ PA_V_CPU_ALL_GUEST_TICKS, GUEST, GUEST_NICE },
};

static const struct column each_columns[] = {
	{ PA_V_CPU_EACH_USER_TICKS, USER, NICE },
	{ PA_V_CPU_EACH_SYSTEM_TICKS, SYSTEM, COLUMNS },
	{ PA_V_CPU_EACH_IDLE_TICKS, IDLE, COLUMNS },
	{ PA_V_CPU_EACH_IOWAIT_TICKS, IOWAIT, COLUMNS },
	{ PA_V_CPU_EACH_IRQ_TICKS, IRQ, COLUMNS },
	{ PA_V_CPU_EACH_SOFTIRQ_TICKS, SOFTIRQ, COLUMNS },
	{ PA_V_CPU_EACH_STEAL_TICKS, STEAL, COLUMNS },
	{ PA_V_CPU_EACH_NICE_TICKS, NICE, COLUMNS },
	{ PA_V_CPU_EACH_GUEST_TICKS, GUEST, GUEST_NICE },
	{ PA_V_CPU_EACH_GUEST_NICE_TICKS, GUEST_NICE, COLUMNS },
};

/* Lines that hold one number, or whose first number is the total. */
static const struct {
	const char *key;
	uint16_t metric;
} total_lines[] = {
	{ "intr", PA_V_IRQ_HARD_INTERRUPTS_COUNT },
	{ "ctxt", PA_V_TASK_CTXSW_SWITCHES_COUNT },
	{ "processes", PA_V_TASK_SHORT_FORKS_COUNT },
	{ "procs_running", PA_V_CPU_ALL_RUNNING_COUNT },
	{ "procs_blocked", PA_V_TASK_BLOCKED_BLOCKED_COUNT },
	{ "softirq", PA_V_IRQ_SOFT_SOFTIRQS_COUNT },
};

enum { TOTAL_LINES = sizeof(total_lines) / sizeof(total_lines[0]) };

static void scan_cpu_line(struct pa_scan *line, struct cpu_line *out)
{
	out->columns = 0;
	while (out->columns < COLUMNS && pa_scan_u64(line, &out->ticks[out->columns]))
		out->columns++;
	for (uint32_t i = out->columns; i < COLUMNS; i++)
		out->ticks[i] = 0;
}

/* The value of a column, 0 when its line is too short. A missing second one counts nothing. */
static void put_columns(const struct cpu_line *line, const struct column *columns, size_t count,
			uint32_t instance, struct pa_moment *moment)
{
	for (size_t i = 0; i < count; i++) {
		const struct column *c = &columns[i];

		if (c->first < line->columns)
			pa_moment_put(moment, c->metric, instance,
				      line->ticks[c->first] +
					      (c->second < COLUMNS ? line->ticks[c->second] : 0));
		else if (!instance)
			pa_moment_miss(moment, c->metric, 0, PA_ABSENT);
	}
}

/* "cpuN …": false when N is no number. */
static bool take_one_cpu(struct pa_proc_stat *self, struct pa_word key, struct pa_scan *line,
			 struct pa_names *names, struct pa_moment *moment)
{
	struct pa_word number = { key.at + 3, key.bytes - 3 };
	struct cpu_line times;
	uint32_t instance;
	uint64_t cpu;

	if (!pa_word_u64(number, &cpu))
		return false;
	instance = pa_cpu_names_id(&self->cpus, names, cpu);
	if (!instance)
		return false;
	scan_cpu_line(line, &times);
	put_columns(&times, each_columns, sizeof(each_columns) / sizeof(each_columns[0]), instance,
		    moment);
	self->cpu_count++;
	return true;
}

/* Take a line of the table; returns its bit, 0 when it is none of them or unreadable. */
static uint32_t take_total(struct pa_word key, struct pa_scan *line, struct pa_moment *moment)
{
	uint64_t value;

	for (uint32_t i = 0; i < TOTAL_LINES; i++) {
		if (!pa_word_is(key, total_lines[i].key))
			continue;
		if (!pa_scan_u64(line, &value))
			return 0;
		pa_moment_put(moment, total_lines[i].metric, 0, value);
		return 1U << i;
	}
	return 0;
}

int pa_proc_stat_parse(struct pa_proc_stat *self, const char *text, size_t text_bytes,
		       struct pa_names *names, struct pa_moment *moment)
{
	struct pa_scan scan, line;
	struct cpu_line times;
	struct pa_word key;
	uint32_t seen = 0;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_line(&scan, &line) || !pa_scan_word(&line, &key) || !pa_word_is(key, "cpu"))
		return -EBADMSG;
	scan_cpu_line(&line, &times);
	put_columns(&times, all_columns, sizeof(all_columns) / sizeof(all_columns[0]), 0, moment);
	self->cpu_count = 0;
	while (pa_scan_line(&scan, &line)) {
		if (!pa_scan_word(&line, &key))
			continue;
		if (!pa_word_starts(key, "cpu"))
			seen |= take_total(key, &line, moment);
		else
			(void)take_one_cpu(self, key, &line, names, moment); /* unknown: skip */
	}
	for (uint32_t i = 0; i < TOTAL_LINES; i++)
		if (!(seen & 1U << i))
			pa_moment_miss(moment, total_lines[i].metric, 0, PA_ABSENT);
	return 0;
}

void pa_proc_stat_done(struct pa_proc_stat *self)
{
	pa_cpu_names_done(&self->cpus);
}

struct reader {
	struct pa_proc_stat parse;
	struct pa_file file;
};

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	reader->file = (struct pa_file)PA_FILE_ENDS("proc/stat", PA_FILE_ONE_RECORD);
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error = pa_root_read(sys->root, &reader->file, sys->text);

	if (!error)
		error = pa_proc_stat_parse(&reader->parse, sys->text->bytes, sys->text->used_bytes,
					   sys->names, moment);
	if (error)
		return pa_source_fail(moment, pa_source_proc_stat.name, error);
	sys->cpu_count = reader->parse.cpu_count;
	return 0;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_proc_stat_done(&reader->parse);
	pa_root_close(&reader->file);
	free(reader);
}

const struct pa_source pa_source_proc_stat = {
	.name = "proc_stat",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
