/* SPDX-License-Identifier: Apache-2.0 */
/* Users' resources as rows of the checklist: made as the catalog's are, for one list. */
#include <math.h>

#include "analyze/checklist.h"
#include "analyze/user.h"
#include "base/alloc.h"
#include "model/checklist.h"
#include "model/user.h"

static const char *unit_of(struct pa_arena *arena, const struct pa_user_resource *r,
			   enum pa_user_part part)
{
	if (part == PA_USER_UTILIZATION)
		return "ratio";
	if (!r->part[part].counter)
		return r->unit[0] ? pa_arena_strdup(arena, r->unit) : "count";
	return r->unit[0] ? pa_arena_printf(arena, "%s_per_s", r->unit) : "per_s";
}

static const char *place_of(struct pa_arena *arena, const struct pa_user_resource *r,
			    enum pa_user_part part)
{
	const char *where = r->part[part].where;

	return pa_arena_printf(arena, "%s %s%s%s", pa_user_kind_text(r->kind), r->source,
			       *where ? ": " : "", where);
}

static struct pa_cell cell_of(struct pa_arena *arena, const struct pa_user_resource *r,
			      enum pa_user_part part)
{
	struct pa_cell cell = { .code_point = "not declared",
				.kernel = "",
				.tool = "",
				.source = "",
				.unit = "",
				.needs = "",
				.capability = "",
				.status = PA_STATUS_NOT_APPLICABLE };

	if (!r->part[part].given)
		return cell;
	cell.code_point = place_of(arena, r, part);
	cell.source = "user";
	cell.unit = unit_of(arena, r, part);
	cell.capability = "the right to read it";
	cell.status = PA_STATUS_MEASURED;
	cell.semantics = r->part[part].counter ? PA_SEMANTICS_COUNTER : PA_SEMANTICS_GAUGE;
	return cell;
}

static void read_cell(const struct pa_window *window, uint16_t at, enum pa_user_part part,
		      struct pa_arena *arena, struct pa_reading *out)
{
	const struct pa_user_resource *r = &window->user->resources[at];
	struct pa_user_cell cell;

	if (!pa_user_cell(window, at, part, &cell))
		return;
	out->has_state = true;
	out->state = cell.state;
	if (!isfinite(cell.last))
		return;
	out->has_value = true;
	out->value = cell.last;
	out->unit = unit_of(arena, r, part);
	out->metric = pa_arena_printf(arena, "%s.%s", r->id, pa_user_part_text(part));
	out->instance = "";
}

static void add_row(struct pa_checklist *list, const struct pa_window *window, uint16_t at)
{
	const struct pa_user_resource *r = &window->user->resources[at];
	struct pa_arena *arena = &list->arena;
	struct pa_resource_os *os = pa_arena_alloc(arena, sizeof(*os));
	struct pa_resource *resource = pa_arena_alloc(arena, sizeof(*resource));
	struct pa_checklist_row *row;

	*os = (struct pa_resource_os){ .name = pa_arena_strdup(arena, r->title),
				       .function = "",
				       .note = "declared in the file of settings",
				       .warning = "",
				       .level = PA_LEVEL_COMPILED,
				       .seen = '-' };
	for (enum pa_user_part part = 0; part < PA_USER_LIMIT; part++)
		os->cells[part] = cell_of(arena, r, part);
	*resource = (struct pa_resource){ .id = pa_arena_strdup(arena, r->id),
					  .group = "Declared by users",
					  .name = os->name,
					  .order = UINT16_MAX };
	resource->os[list->os] = os;
	list->rows = pa_grow_array(list->rows, list->row_count + 1, sizeof(*list->rows));
	row = &list->rows[list->row_count++];
	*row = (struct pa_checklist_row){ .resource = resource, .os = os, .level = os->level };
	for (enum pa_user_part part = 0; part < PA_USER_LIMIT; part++) {
		read_cell(window, at, part, arena, &row->reading[part]);
		if (row->reading[part].has_state && row->reading[part].state == PA_OK)
			row->level = list->recorded ? PA_LEVEL_REPLAYED : PA_LEVEL_LIVE;
	}
}

void pa_user_rows(const struct pa_window *window, struct pa_checklist *list)
{
	for (uint16_t i = 0; window->user && i < window->user->resource_count; i++)
		if (pa_checklist_wants(list, window->user->resources[i].id))
			add_row(list, window, i);
}
