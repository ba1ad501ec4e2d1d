/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/keyed.h"

#include <assert.h>
#include <string.h>

#include "base/scan.h"
#include "model/moment.h"

/* The number behind the key of a line; at is where the key ends. */
static bool take_value(const char *at, const char *end, uint64_t *value)
{
	struct pa_scan rest = { at, end };

	if (rest.at < end && *rest.at == ':')
		rest.at++;
	else if (rest.at == end || (*rest.at != ' ' && *rest.at != '\t'))
		return false;
	return pa_scan_u64(&rest, value);
}

static bool find_row(const struct pa_keyed_table *table, const char *at, size_t bytes, uint8_t *row)
{
	for (size_t i = 0; i < table->row_count; i++) {
		if (strlen(table->rows[i].key) == bytes && !memcmp(table->rows[i].key, at, bytes)) {
			*row = (uint8_t)i;
			return true;
		}
	}
	return false;
}

/* Search every line and remember where the rows stood; not of a text that was cut, whose last
 * line may be another one when it is whole. */
static uint32_t learn(struct pa_keyed *layout, const struct pa_keyed_table *table,
		      struct pa_scan scan, struct pa_keyed_values *out)
{
	bool line_was_cut = scan.at < scan.end && scan.end[-1] != '\n';
	struct pa_scan line;
	struct pa_word key;
	uint32_t number = 0;
	uint8_t row;

	*layout = (struct pa_keyed){ 0 };
	memset(out->has, 0, table->row_count * sizeof(*out->has));
	for (; pa_scan_line(&scan, &line); number++) {
		size_t bytes;

		if (!pa_scan_word(&line, &key))
			continue;
		bytes = key.at[key.bytes - 1] == ':' ? key.bytes - 1 : key.bytes;
		if (!find_row(table, key.at, bytes, &row) || out->has[row] ||
		    !take_value(key.at + bytes, line.end, &out->value[row]))
			continue;
		out->has[row] = true;
		layout->hit[layout->hits].line = (uint16_t)number;
		layout->hit[layout->hits].row = row;
		layout->hit[layout->hits].key_bytes = (uint8_t)bytes;
		layout->hits++;
	}
	layout->lines = line_was_cut || number > UINT16_MAX ? 0 : number;
	return layout->hits;
}

/* Read by the remembered lines. False when anything stands elsewhere now; out is then
 * half written. */
static bool recall(const struct pa_keyed *layout, const struct pa_keyed_table *table,
		   struct pa_scan scan, struct pa_keyed_values *out)
{
	struct pa_scan line;
	uint32_t hit = 0, number = 0;

	memset(out->has, 0, table->row_count * sizeof(*out->has));
	for (; pa_scan_line(&scan, &line); number++) {
		size_t bytes;
		uint8_t row;

		if (hit == layout->hits || layout->hit[hit].line != number)
			continue;
		bytes = layout->hit[hit].key_bytes;
		row = layout->hit[hit].row;
		if ((size_t)(line.end - line.at) < bytes ||
		    memcmp(line.at, table->rows[row].key, bytes) != 0 ||
		    !take_value(line.at + bytes, line.end, &out->value[row]))
			return false;
		out->has[row] = true;
		hit++;
	}
	return hit == layout->hits && number == layout->lines;
}

uint32_t pa_keyed_scan(struct pa_keyed *layout, const struct pa_keyed_table *table,
		       const char *text, size_t text_bytes, struct pa_keyed_values *out)
{
	struct pa_scan scan;

	assert(table->row_count <= PA_KEYED_MAX);
	pa_scan_init(&scan, text, text_bytes);
	if (layout->lines && recall(layout, table, scan, out))
		return layout->hits;
	return learn(layout, table, scan, out);
}

void pa_keyed_put(const struct pa_keyed_table *table, const struct pa_keyed_values *values,
		  uint32_t instance, uint32_t flags, struct pa_moment *moment)
{
	for (size_t i = 0, next; i < table->row_count; i = next) {
		uint16_t metric = table->rows[i].metric;
		bool seen = false;
		uint64_t sum = 0;

		for (next = i; next < table->row_count && table->rows[next].metric == metric;
		     next++) {
			if (!values->has[next])
				continue;
			seen = true;
			sum += values->value[next];
		}
		if (seen)
			pa_moment_put(moment, metric, instance, sum);
		else if (flags & PA_KEYED_MISSING)
			pa_moment_miss(moment, metric, instance, PA_ABSENT);
	}
}
