/* SPDX-License-Identifier: Apache-2.0 */
#include "render/latency.h"

#include <inttypes.h>

#include "base/buf.h"
#include "model/latency.h"

enum {
	OCTAVES = 64,
	LABEL_COLUMNS = 19, /* "  512 us to   1 ms " */
	COUNT_COLUMNS = 12,
};

/* The number of the highest bit of a time; 0 for times below 2 ns. */
static unsigned octave_of(uint64_t ns)
{
	unsigned octave = 0;

	while (ns >>= 1)
		octave++;
	return octave;
}

/* "16 us", "1.05 ms" */
static void put_ns(struct pa_buf *out, double ns)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	int unit = 0;

	while (ns >= 999.5 && unit < 3) {
		ns /= 1000;
		unit++;
	}
	pa_buf_printf(out,
		      ns < 9.995 && unit   ? "%.2f %s"
		      : ns < 99.95 && unit ? "%.1f %s"
					   : "%.0f %s",
		      ns, units[unit]);
}

static void put_end(struct pa_buf *out, unsigned octave)
{
	struct pa_buf text;

	pa_buf_init(&text, LABEL_COLUMNS);
	put_ns(&text, octave ? (double)(UINT64_C(1) << octave) : 0);
	pa_buf_printf(out, "%8s", text.bytes);
	pa_buf_done(&text);
}

static void put_octave(struct pa_buf *out, unsigned octave, uint64_t count, uint64_t most,
		       unsigned bar_columns)
{
	unsigned full = most ? (unsigned)((double)count / (double)most * bar_columns + 0.5) : 0;

	put_end(out, octave);
	pa_buf_puts(out, " -");
	put_end(out, octave + 1);
	pa_buf_printf(out, " %*" PRIu64 " ", COUNT_COLUMNS, count);
	/* What is there is seen, however small beside the largest. */
	for (unsigned i = 0; i < (full || !count ? full : 1); i++)
		pa_buf_putc(out, '#');
	pa_buf_putc(out, '\n');
}

static void put_summary(const struct pa_latency *latency, struct pa_buf *out)
{
	static const struct {
		const char *name;
		double part;
	} percentiles[] = { { "p50", 0.5 }, { "p90", 0.9 }, { "p99", 0.99 }, { "p99.9", 0.999 } };

	pa_buf_printf(out, "%" PRIu64 " times, mean ", latency->count);
	put_ns(out, (double)latency->sum_ns / (double)latency->count);
	for (size_t i = 0; i < sizeof(percentiles) / sizeof(percentiles[0]); i++) {
		pa_buf_printf(out, ", %s ", percentiles[i].name);
		put_ns(out, (double)pa_latency_percentile_ns(latency, percentiles[i].part));
	}
	pa_buf_puts(out, ", longest ");
	put_ns(out, (double)latency->max_ns);
	pa_buf_putc(out, '\n');
}

void pa_latency_text(const struct pa_latency *latency, unsigned columns, struct pa_buf *out)
{
	uint64_t count[OCTAVES + 1] = { 0 }, most = 0;
	unsigned first = OCTAVES, last = 0;
	unsigned bar = columns > 34 + 6 ? columns - 34 : 6;

	for (size_t i = 0; i < latency->range_count; i++) {
		unsigned octave = octave_of(latency->ranges[i].from_ns);

		count[octave] += latency->ranges[i].count;
		first = octave < first ? octave : first;
		last = octave > last ? octave : last;
		most = count[octave] > most ? count[octave] : most;
	}
	if (latency->count) {
		for (unsigned octave = first; octave <= last; octave++)
			put_octave(out, octave, count[octave], most, bar);
		put_summary(latency, out);
	} else {
		pa_buf_puts(out, "no times were taken\n");
	}
	if (latency->lost_count)
		pa_buf_printf(out,
			      "%" PRIu64 " times were lost: the kernel had no memory for them\n",
			      latency->lost_count);
}

static void put_percentile(const struct pa_latency *latency, const char *name, double part,
			   struct pa_buf *out)
{
	pa_buf_printf(out, ",\"%s\":", name);
	if (latency->count)
		pa_buf_printf(out, "%" PRIu64, pa_latency_percentile_ns(latency, part));
	else
		pa_buf_puts(out, "null");
}

void pa_latency_json(const struct pa_latency *latency, struct pa_buf *out)
{
	pa_buf_printf(out, "{\"count\":%" PRIu64 ",\"sum_ns\":%" PRIu64, latency->count,
		      latency->sum_ns);
	put_percentile(latency, "max_ns", 1, out);
	pa_buf_printf(out, ",\"lost_count\":%" PRIu64, latency->lost_count);
	put_percentile(latency, "p50_ns", 0.5, out);
	put_percentile(latency, "p90_ns", 0.9, out);
	put_percentile(latency, "p99_ns", 0.99, out);
	pa_buf_puts(out, ",\"ranges\":[");
	for (size_t i = 0; i < latency->range_count; i++)
		pa_buf_printf(out, "%s[%" PRIu64 ",%" PRIu64 ",%" PRIu64 "]", i ? "," : "",
			      latency->ranges[i].from_ns, latency->ranges[i].to_ns,
			      latency->ranges[i].count);
	pa_buf_puts(out, "]}");
}
