/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/columns.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/scan.h"
#include "model/moment.h"

/* A wanted column that is nowhere in the table. */
enum { NOT_WANTED = PA_COLUMNS_MAX };

void pa_columns_init(struct pa_columns *columns, const struct pa_column *wanted)
{
	*columns = (struct pa_columns){ .wanted = wanted };
	while (wanted[columns->wanted_count].name)
		columns->wanted_count++;
}

void pa_columns_done(struct pa_columns *columns)
{
	for (uint32_t i = 0; i < PA_COLUMNS_GROUPS_MAX; i++)
		free(columns->line[i].text);
	*columns = (struct pa_columns){ 0 };
}

static uint8_t wanted_at(const struct pa_columns *columns, struct pa_word group,
			 struct pa_word name)
{
	for (uint32_t i = 0; i < columns->wanted_count; i++) {
		const struct pa_column *column = &columns->wanted[i];

		if (pa_word_is(name, column->name) &&
		    (!column->group || pa_word_is(group, column->group)))
			return (uint8_t)i;
	}
	return NOT_WANTED;
}

/* Learn a line of names; group is empty in a table without groups. */
static void learn(const struct pa_columns *columns, struct pa_columns_line *line,
		  const struct pa_scan *names, struct pa_word group)
{
	struct pa_scan scan = *names;
	struct pa_word name;

	free(line->text);
	line->text_bytes = (size_t)(names->end - names->at);
	line->text = pa_strndup(names->at, line->text_bytes);
	line->places = 0;
	if (group.bytes)
		(void)pa_scan_word(&scan, &group);
	for (uint32_t i = 0; i < PA_COLUMNS_IN_LINE && pa_scan_word(&scan, &name); i++) {
		line->place[i] = wanted_at(columns, group, name);
		if (line->place[i] != NOT_WANTED)
			line->places = i + 1;
	}
}

static void know(const struct pa_columns *columns, struct pa_columns_line *line,
		 const struct pa_scan *names, struct pa_word group)
{
	size_t bytes = (size_t)(names->end - names->at);

	if (!line->text || line->text_bytes != bytes || memcmp(line->text, names->at, bytes) != 0)
		learn(columns, line, names, group);
}

static void take_pair(const struct pa_columns_line *line, struct pa_scan *numbers,
		      struct pa_columns_values *out)
{
	struct pa_word word;
	uint64_t value;

	for (uint32_t i = 0; i < line->places; i++) {
		if (line->place[i] == NOT_WANTED) {
			if (!pa_scan_word(numbers, &word))
				return;
			continue;
		}
		if (!pa_scan_u64(numbers, &value))
			return; /* shorter than its names, or no number */
		out->value[line->place[i]] = value;
		out->found += !out->has[line->place[i]];
		out->has[line->place[i]] = true;
	}
}

static bool is_wanted_group(const struct pa_columns *columns, struct pa_word group)
{
	const char *last = NULL;

	for (uint32_t i = 0; i < columns->wanted_count; i++) {
		if (columns->wanted[i].group == last)
			continue; /* a table names its groups in runs */
		last = columns->wanted[i].group;
		if (pa_word_is(group, last))
			return true;
	}
	return false;
}

int pa_columns_parse_pairs(struct pa_columns *columns, const char *text, size_t text_bytes,
			   struct pa_columns_values *out)
{
	struct pa_columns_values values;
	struct pa_scan scan, names, numbers, at;
	struct pa_word group, again;
	uint32_t used = 0;

	memset(values.has, 0, sizeof(values.has));
	values.found = 0;
	pa_scan_init(&scan, text, text_bytes);
	while (used < PA_COLUMNS_GROUPS_MAX && pa_scan_line(&scan, &names) &&
	       pa_scan_line(&scan, &numbers)) {
		at = names;
		if (!pa_scan_word(&at, &group) || !is_wanted_group(columns, group))
			continue;
		if (!pa_scan_word(&numbers, &again) || again.bytes != group.bytes ||
		    memcmp(again.at, group.at, group.bytes) != 0)
			continue;
		know(columns, &columns->line[used], &names, group);
		take_pair(&columns->line[used++], &numbers, &values);
	}
	if (!values.found)
		return -EBADMSG;
	*out = values;
	return 0;
}

int pa_columns_parse_cpus(struct pa_columns *columns, const enum pa_columns_fold *fold,
			  const char *text, size_t text_bytes, struct pa_columns_values *out)
{
	struct pa_columns_values values = { .found = 0 };
	struct pa_columns_line *line = &columns->line[0];
	struct pa_scan scan, row;
	uint64_t value;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_line(&scan, &row))
		return -EBADMSG;
	know(columns, line, &row, (struct pa_word){ NULL, 0 });
	while (pa_scan_line(&scan, &row)) {
		for (uint32_t i = 0; i < line->places && pa_scan_hex(&row, &value); i++) {
			uint8_t to = line->place[i];

			if (to == NOT_WANTED)
				continue;
			if (fold[to] == PA_COLUMNS_SUM || !values.has[to])
				values.value[to] += value;
			values.found += !values.has[to];
			values.has[to] = true;
		}
	}
	if (!values.found)
		return -EBADMSG;
	*out = values;
	return 0;
}

void pa_columns_put(const struct pa_columns *columns, const struct pa_columns_values *values,
		    struct pa_moment *moment, uint32_t instance)
{
	for (uint32_t i = 0; i < columns->wanted_count; i++) {
		if (values->has[i])
			pa_moment_put(moment, columns->wanted[i].metric, instance,
				      values->value[i]);
		else
			pa_moment_miss(moment, columns->wanted[i].metric, instance, PA_ABSENT);
	}
}
