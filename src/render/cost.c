/* SPDX-License-Identifier: Apache-2.0 */
#include "render/cost.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "model/cost.h"
#include "render/json.h"
#include "render/wrap.h"

enum { NAME_COLUMNS = 22, WHEN_COLUMNS = 14, WAY_COLUMNS = 52, CELL_BYTES = 64 };

static const char *const pass_words[] = { "tick", "tasks", "slow", "rare" };

static double per_value(const struct pa_cost_row *row)
{
	return row->values > 0 ? row->mid_us / row->values : NAN;
}

/* ---- text ---- */

/* One number in a column of eight; what is not known is a dash. */
static void cell(struct pa_buf *out, double value, int digits)
{
	if (isfinite(value))
		pa_buf_printf(out, "%8.*f", digits, value);
	else
		pa_buf_printf(out, "%8s", "-");
}

static void row_text(struct pa_buf *out, const struct pa_cost_row *row)
{
	struct pa_buf text;

	pa_buf_init(&text, CELL_BYTES);
	if (row->every_ticks == 1)
		pa_buf_puts(&text, "each tick");
	else
		pa_buf_printf(&text, "each %u ticks", row->every_ticks);
	pa_wrap_pad(out, row->name, NAME_COLUMNS);
	pa_wrap_pad(out, text.bytes, WHEN_COLUMNS);
	pa_buf_done(&text);
	cell(out, row->mid_us, 1);
	cell(out, row->min_us, 1);
	cell(out, row->most_us, 1);
	cell(out, row->calls, 0);
	cell(out, row->values, 0);
	pa_buf_putc(out, ' ');
	cell(out, per_value(row), 2);
	cell(out, row->us_per_s, 1);
	pa_buf_puts(out, row->error ? "  failed\n" : "\n");
}

static void rows_text(const struct pa_cost_report *r, unsigned columns, struct pa_buf *out)
{
	struct pa_buf line;

	pa_buf_init(&line, 4096);
	pa_buf_printf(
		&line,
		"CPU time of a reading in microseconds, median and least of %u, one after the "
		"other: caches are warmer than between ticks. Most is the median in slow or rare "
		"passes, in which some read more. Calls are system calls, a question to netlink "
		"or the like as one.",
		r->times);
	pa_wrap_put(out, 0, "", 0, line.bytes, columns);
	pa_buf_putc(out, '\n');
	pa_wrap_pad(out, "source", NAME_COLUMNS);
	pa_wrap_pad(out, "read", WHEN_COLUMNS);
	pa_buf_printf(out, "%8s%8s%8s%8s%8s%9s%8s\n", "us", "least", "most", "calls", "values",
		      "us/value", "us/s");
	for (size_t i = 0; i < r->row_count; i++)
		row_text(out, &r->rows[i]);
	pa_buf_clear(&line);
	pa_buf_printf(
		&line,
		"These sources take %.0f us of CPU time a second at one tick a second, %.2f %% "
		"of one CPU, with %u threads on the machine.",
		r->us_per_s, r->us_per_s / 10000, r->threads);
	pa_buf_putc(out, '\n');
	pa_wrap_put(out, 0, "", 0, line.bytes, columns);
	pa_buf_done(&line);
}

static void way_text(const struct pa_cost_way *way, struct pa_buf *out)
{
	pa_buf_puts(out, way->in_use ? "  * " : "    ");
	pa_wrap_pad(out, way->text, WAY_COLUMNS);
	if (way->error) {
		pa_buf_printf(out, "not here: %s\n", strerror(-way->error));
		return;
	}
	cell(out, way->mid_us, 1);
	cell(out, way->min_us, 1);
	cell(out, way->calls, 0);
	cell(out, way->bytes, 0);
	pa_buf_putc(out, '\n');
}

/* A question, its ways, and at its end why one of them is in use. */
static void ways_text(const struct pa_cost_report *r, unsigned columns, struct pa_buf *out)
{
	if (!r->way_count)
		return;
	pa_buf_puts(out, "\nWays to the same number; * is in use.\n");
	pa_buf_printf(out, "    %-*s%8s%8s%8s%8s\n", WAY_COLUMNS, "", "us", "least", "calls",
		      "bytes");
	for (size_t i = 0; i < r->way_count; i++) {
		const char *why = r->ways[i].why;

		if (!i || strcmp(r->ways[i].asks, r->ways[i - 1].asks) != 0)
			pa_wrap_put(out, 0, "", 0, r->ways[i].asks, columns);
		way_text(&r->ways[i], out);
		if (why[0])
			pa_wrap_put(out, 6, "", 0, why, columns);
	}
}

void pa_cost_text(const struct pa_cost_report *report, unsigned columns, struct pa_buf *out)
{
	rows_text(report, columns, out);
	ways_text(report, columns, out);
}

/* ---- JSON ---- */

static void text(struct pa_buf *out, const char *name, const char *value)
{
	pa_buf_printf(out, "%s\"%s\":", out->bytes[out->used_bytes - 1] == '{' ? "" : ",", name);
	pa_json_put_known(out, value);
}

static void number(struct pa_buf *out, const char *name, double value)
{
	pa_buf_printf(out, "%s\"%s\":", out->bytes[out->used_bytes - 1] == '{' ? "" : ",", name);
	pa_json_number(out, value);
}

static void row_json(const struct pa_cost_row *row, struct pa_buf *out)
{
	pa_buf_putc(out, '{');
	text(out, "name", row->name);
	text(out, "pass", pass_words[row->pass]);
	number(out, "every_ticks", row->every_ticks);
	number(out, "readings", row->readings);
	number(out, "cpu_us_median", row->mid_us);
	number(out, "cpu_us_min", row->min_us);
	number(out, "cpu_us_most", row->most_us);
	number(out, "calls", row->calls);
	number(out, "values", row->values);
	number(out, "us_per_value", per_value(row));
	number(out, "us_per_s", row->us_per_s);
	text(out, "error", row->error ? strerror(-row->error) : NULL);
	pa_buf_putc(out, '}');
}

static void way_json(const struct pa_cost_way *way, struct pa_buf *out)
{
	pa_buf_putc(out, '{');
	text(out, "id", way->id);
	text(out, "asks", way->asks);
	text(out, "way", way->text);
	pa_buf_printf(out, ",\"in_use\":%s", way->in_use ? "true" : "false");
	text(out, "why", way->why);
	number(out, "cpu_us_median", way->mid_us);
	number(out, "cpu_us_min", way->min_us);
	number(out, "calls", way->calls);
	number(out, "bytes", way->bytes);
	text(out, "error", way->error ? strerror(-way->error) : NULL);
	pa_buf_putc(out, '}');
}

void pa_cost_json(const struct pa_cost_report *report, struct pa_buf *out)
{
	pa_buf_putc(out, '{');
	text(out, "schema", "perfadvisor.cost/1");
	text(out, "version", PA_VERSION);
	number(out, "times", report->times);
	number(out, "threads", report->threads);
	number(out, "us_per_s", report->us_per_s);
	pa_buf_puts(out, ",\"sources\":[");
	for (size_t i = 0; i < report->row_count; i++) {
		pa_buf_puts(out, i ? "," : "");
		row_json(&report->rows[i], out);
	}
	pa_buf_puts(out, "],\"alternatives\":[");
	for (size_t i = 0; i < report->way_count; i++) {
		pa_buf_puts(out, i ? "," : "");
		way_json(&report->ways[i], out);
	}
	pa_buf_puts(out, "]}\n");
}
