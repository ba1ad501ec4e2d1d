/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/checklist.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/facts.h"
#include "analyze/user.h"
#include "analyze/window.h"
#include "base/alloc.h"
#include "base/err.h"
#include "base/names.h"
#include "catalog/resources.h"
#include "catalog/values.h"

/* The best that was said about one value. */
struct best {
	bool known;
	bool has_value;
	uint16_t state;
	uint32_t instance;
	double value;
};

static bool is_named(const char *id, const char *name)
{
	size_t length = strlen(name);

	if (length > 0 && name[length - 1] == '.')
		length--;
	return length > 0 && strncmp(id, name, length) == 0 &&
	       (id[length] == '\0' || id[length] == '.');
}

static bool wanted(const char *id, const char *const *ids, size_t id_count)
{
	size_t i;

	for (i = 0; i < id_count; i++)
		if (is_named(id, ids[i]))
			return true;
	return id_count == 0;
}

static int by_order(const void *a, const void *b)
{
	const struct pa_checklist_row *left = a, *right = b;

	return (int)left->resource->order - (int)right->resource->order;
}

bool pa_checklist_wants(const struct pa_checklist *list, const char *id)
{
	return wanted(id, list->ids, list->id_count);
}

/* Is it the name of something that users declare? */
static bool is_users(const char *name)
{
	return !strcmp(name, "user") || !strncmp(name, "user.", 5);
}

int pa_checklist_check_users(const struct pa_checklist *list, struct pa_err *err)
{
	for (size_t i = 0; i < list->id_count; i++) {
		bool found = !is_users(list->ids[i]);

		for (size_t k = 0; k < list->row_count && !found; k++)
			found = is_named(list->rows[k].resource->id, list->ids[i]);
		if (!found)
			return pa_err_say(err, -ENOENT,
					  "no resource '%.100s': users' own are declared in "
					  "[resource NAME] of the settings",
					  list->ids[i]);
	}
	return 0;
}

/* Is there a row for this name on the system, on another one, or nowhere? */
static int check_name(const char *name, enum pa_os os, struct pa_err *err)
{
	bool elsewhere = false;
	size_t i;

	for (i = 0; i < PA_RESOURCE_COUNT; i++) {
		if (!is_named(pa_resources[i].id, name))
			continue;
		if (pa_resources[i].os[os])
			return 0;
		elsewhere = true;
	}
	if (elsewhere)
		return pa_err_say(err, -ENOENT, "%s has no row '%.100s'; --os names another system",
				  pa_os_title(os), name);
	return pa_err_say(err, -ENOENT,
			  "no resource '%.100s'; perfadvisor checklist lists them all", name);
}

int pa_checklist_init(struct pa_checklist *list, enum pa_os os, const char *const *ids,
		      size_t id_count, struct pa_err *err)
{
	struct pa_checklist_row *row;
	size_t i;

	*list = (struct pa_checklist){ .os = os, .ids = ids, .id_count = id_count };
	pa_arena_init(&list->arena);
	for (i = 0; i < id_count; i++) {
		int code = is_users(ids[i]) ? 0 : check_name(ids[i], os, err);

		if (code < 0)
			return code;
	}
	list->rows = pa_alloc_array(pa_resource_count(os), sizeof(*list->rows));
	for (i = 0; i < PA_RESOURCE_COUNT; i++) {
		const struct pa_resource *resource = &pa_resources[i];

		if (!resource->os[os] || !wanted(resource->id, ids, id_count))
			continue;
		row = &list->rows[list->row_count++];
		row->resource = resource;
		row->os = resource->os[os];
		row->level = row->os->level;
	}
	qsort(list->rows, list->row_count, sizeof(*list->rows), by_order);
	return 0;
}

void pa_checklist_done(struct pa_checklist *list)
{
	free(list->rows);
	free(list->values);
	pa_arena_done(&list->arena);
	*list = (struct pa_checklist){ 0 };
}

/* Which of two failures says more. */
static int weight(uint16_t state)
{
	switch (state) {
	case PA_OK:
		return 3;
	case PA_BROKEN:
		return 2;
	case PA_DENIED:
		return 1;
	default:
		return 0;
	}
}

static void improve(struct best *best, const struct best *other)
{
	bool better;

	if (!best->known)
		better = true;
	else if (weight(best->state) != weight(other->state))
		better = weight(other->state) > weight(best->state);
	else if (best->has_value != other->has_value)
		better = other->has_value;
	else if (!best->has_value || best->instance == 0)
		better = false;
	else
		better = other->instance == 0 || other->value > best->value;
	if (better)
		*best = *other;
}

/* The series as it is shown: a gauge as it was last, a counter as its rate. */
static struct best shown(const struct pa_window *window, const struct pa_series *series)
{
	struct best out = { .known = true, .state = series->state, .instance = series->instance };

	if (series->state != PA_OK)
		return out;
	if (pa_values[series->metric].kind == PA_VALUE_COUNTER)
		out.has_value = pa_window_rate(window, series->metric, series->instance,
					       &out.value);
	else
		out.has_value = pa_window_last(window, series->metric, series->instance,
					       &out.value);
	return out;
}

static void read_cell(const struct pa_cell *cell, const struct best *best,
		      const struct pa_names *names, struct pa_reading *out)
{
	uint16_t hit = PA_V_NONE, i;

	for (i = 0; i < cell->value_count; i++) {
		uint16_t metric = pa_cell_values[cell->value_first + i];
		const struct best *b = &best[metric], *h = &best[hit];

		if (!b->known)
			continue;
		if (hit == PA_V_NONE || weight(b->state) > weight(h->state) ||
		    (weight(b->state) == weight(h->state) && b->has_value && !h->has_value))
			hit = metric;
	}
	if (hit == PA_V_NONE)
		return;
	out->has_state = true;
	out->state = (uint8_t)best[hit].state;
	if (!best[hit].has_value)
		return;
	out->has_value = true;
	out->value = best[hit].value;
	out->metric = pa_values[hit].id;
	out->unit = pa_value_shown_unit[hit];
	out->instance = pa_names_text(names, best[hit].instance);
}

static void read_rows(struct pa_checklist *list, const struct best *best,
		      const struct pa_names *names)
{
	size_t i;
	int c;

	for (i = 0; i < list->row_count; i++) {
		struct pa_checklist_row *row = &list->rows[i];

		for (c = 0; c < PA_CELL_COUNT; c++) {
			row->reading[c] = (struct pa_reading){ 0 };
			read_cell(&row->os->cells[c], best, names, &row->reading[c]);
			if (row->reading[c].has_state && row->reading[c].state == PA_OK)
				row->level = list->recorded ? PA_LEVEL_REPLAYED : PA_LEVEL_LIVE;
		}
	}
}

/* The values of each row, one row after the other in one array. */
static void read_values(struct pa_checklist *list, const struct best *best,
			const struct pa_names *names)
{
	size_t used = 0;

	free(list->values);
	list->values = pa_alloc_array(PA_V_COUNT, sizeof(*list->values));
	for (size_t i = 0; i < list->row_count; i++) {
		struct pa_checklist_row *row = &list->rows[i];

		row->values = list->values + used;
		row->value_count = 0;
		for (uint16_t v = PA_V_NONE + 1; v < PA_V_COUNT; v++) {
			if (&pa_resources[pa_value_resource[v]] != row->resource ||
			    !best[v].known || !best[v].has_value)
				continue;
			list->values[used++] = (struct pa_shown_value){
				.metric = pa_values[v].id,
				.unit = pa_value_shown_unit[v],
				.help = pa_values[v].help,
				.instance = pa_names_text(names, best[v].instance),
				.value = best[v].value,
				.cell = pa_values[v].cell,
			};
			row->value_count++;
		}
	}
}

void pa_checklist_read(struct pa_checklist *list, const struct pa_window *window,
		       const struct pa_facts *facts)
{
	PA_CLEANUP(pa_freep) struct best *best = pa_alloc_array(PA_V_COUNT, sizeof(*best));
	uint32_t i;

	for (i = 0; i < window->series_count; i++) {
		struct best one = shown(window, &window->series[i]);

		improve(&best[window->series[i].metric], &one);
	}
	for (i = 0; facts && i < facts->count; i++) {
		const struct pa_fact *fact = &facts->facts[i];
		struct best one = { .known = true,
				    .has_value = true,
				    .state = PA_OK,
				    .instance = fact->instance,
				    .value = fact->value };

		improve(&best[fact->metric], &one);
	}
	read_rows(list, best, window->names);
	read_values(list, best, window->names);
	pa_user_rows(window, list);
	list->live = true;
}

/* Is word one of the words of text, which are parted by blanks? */
static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);
	const char *at;

	for (at = text; (at = strstr(at, word)) != NULL; at += length)
		if ((at == text || at[-1] == ' ') && (at[length] == '\0' || at[length] == ' '))
			return true;
	return false;
}

void pa_checklist_source(struct pa_checklist *list, const char *source, int error, uint64_t cost_ns)
{
	size_t i;
	int c;

	for (i = 0; *source && i < list->row_count; i++)
		for (c = 0; c < PA_CELL_COUNT; c++) {
			struct pa_reading *reading = &list->rows[i].reading[c];

			if (!has_word(list->rows[i].os->cells[c].source, source))
				continue;
			if (cost_ns > 0) {
				reading->has_cost = true;
				reading->cost_us += (double)cost_ns / 1e3;
			}
			if (error < 0 && !reading->has_state) {
				reading->has_state = true;
				reading->state = (uint8_t)pa_state_of_errno(error);
			}
		}
}
