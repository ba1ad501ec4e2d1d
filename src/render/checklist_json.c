/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buf.h"
#include "render/checklist.h"
#include "render/checklist_internal.h"
#include "render/json.h"

enum { BLOCKER_BYTES = 1 << 12 };

static void put_key(struct pa_buf *out, const char *key)
{
	pa_buf_printf(out, "\"%s\":", key);
}

static void put_blocker(const struct pa_checklist_row *row, enum pa_cell_letter letter, bool live,
			struct pa_buf *out)
{
	struct pa_buf text;

	pa_buf_init(&text, BLOCKER_BYTES);
	pa_buf_puts(out, ",\"blocker\":");
	pa_json_puts(out, pa_checklist_blocker(row, letter, live, &text) ? text.bytes : NULL);
	pa_buf_done(&text);
}

static void put_cell(const struct pa_checklist_row *row, enum pa_cell_letter letter, bool live,
		     struct pa_buf *out)
{
	const struct pa_cell *cell = &row->os->cells[letter];
	const struct pa_reading *reading = &row->reading[letter];
	const char *unit = reading->has_value ? reading->unit : cell->unit;
	enum pa_state state;
	bool known = pa_checklist_state(row, letter, &state);

	put_key(out, pa_cell_text(letter));
	pa_buf_puts(out, "{\"code_point\":");
	pa_json_put_known(out, cell->code_point);
	pa_buf_puts(out, ",\"tool\":");
	pa_json_put_known(out, cell->tool);
	pa_buf_puts(out, ",\"source\":");
	pa_json_put_known(out, cell->source);
	pa_buf_puts(out, ",\"unit\":");
	pa_json_put_known(out, unit);
	pa_buf_puts(out, ",\"status\":");
	pa_json_puts(out, pa_status_text(cell->status));
	pa_buf_puts(out, ",\"state\":");
	/* What a machine that was asked did not tell is not there. */
	pa_json_puts(out, known ? pa_state_text(state) : live ? pa_state_text(PA_ABSENT) : NULL);
	pa_buf_puts(out, ",\"value\":");
	if (reading->has_value)
		pa_json_number(out, reading->value);
	else
		pa_buf_puts(out, "null");
	pa_buf_puts(out, ",\"cost_us\":");
	if (reading->has_cost)
		pa_json_number(out, reading->cost_us);
	else
		pa_buf_puts(out, "null");
	put_blocker(row, letter, live, out);
	pa_buf_putc(out, '}');
}

/* Everything that was told of the resource. */
static void put_values(const struct pa_checklist_row *row, struct pa_buf *out)
{
	size_t i;

	pa_buf_puts(out, ",\n \"values\":[");
	for (i = 0; i < row->value_count; i++) {
		const struct pa_shown_value *v = &row->values[i];

		pa_buf_puts(out, i ? ",\n  {\"metric\":" : "{\"metric\":");
		pa_json_puts(out, v->metric);
		pa_buf_puts(out, ",\"value\":");
		pa_json_number(out, v->value);
		pa_buf_puts(out, ",\"unit\":");
		pa_json_puts(out, v->unit);
		pa_buf_puts(out, ",\"instance\":");
		pa_json_puts(out, v->instance);
		pa_buf_printf(out, ",\"cell\":\"%c\"}", v->cell);
	}
	pa_buf_putc(out, ']');
}

void pa_checklist_json(const struct pa_checklist *list, struct pa_buf *out)
{
	size_t i;
	int c;

	pa_buf_puts(out, "{\"schema\":\"perfadvisor.checklist/1\",\"os\":");
	pa_json_puts(out, pa_os_text(list->os));
	pa_buf_puts(out, ",\"resources\":[");
	for (i = 0; i < list->row_count; i++) {
		const struct pa_checklist_row *row = &list->rows[i];

		pa_buf_puts(out, i ? ",\n{\"id\":" : "\n{\"id\":");
		pa_json_puts(out, row->resource->id);
		pa_buf_puts(out, ",\"group\":");
		pa_json_puts(out, row->resource->group);
		pa_buf_puts(out, ",\"resource\":");
		pa_json_puts(out, row->os->name);
		pa_buf_puts(out, ",\n ");
		for (c = 0; c < PA_CELL_COUNT; c++) {
			put_cell(row, c, list->live, out);
			pa_buf_puts(out, ",\n ");
		}
		pa_buf_puts(out, "\"evidence\":");
		pa_json_puts(out, pa_level_text(row->level));
		if (list->live)
			put_values(row, out);
		pa_buf_putc(out, '}');
	}
	pa_buf_puts(out, "\n]}\n");
}

static void put_list(struct pa_buf *out, const char *key, const char *const *texts, size_t count)
{
	size_t i;

	pa_buf_putc(out, ',');
	put_key(out, key);
	pa_buf_putc(out, '[');
	for (i = 0; i < count; i++) {
		if (i > 0)
			pa_buf_putc(out, ',');
		pa_json_puts(out, texts[i]);
	}
	pa_buf_putc(out, ']');
}

static void put_tool(const struct pa_tool *tool, struct pa_buf *out)
{
	size_t i;

	pa_buf_puts(out, "\"tool\":");
	pa_json_puts(out, tool->name);
	pa_buf_puts(out, ",\"question\":");
	pa_json_puts(out, tool->question);
	put_list(out, "pitfalls", tool->pitfalls, tool->pitfall_count);
	pa_buf_puts(out, ",\"cells\":[");
	for (i = 0; i < tool->use_count; i++) {
		pa_buf_puts(out, i ? ",{\"id\":" : "{\"id\":");
		pa_json_puts(out, tool->uses[i].resource->id);
		pa_buf_puts(out, ",\"aspect\":");
		pa_json_puts(out, pa_cell_text(tool->uses[i].letter));
		pa_buf_puts(out, ",\"how\":");
		pa_json_put_known(out, tool->uses[i].how);
		pa_buf_putc(out, '}');
	}
	pa_buf_putc(out, ']');
	put_list(out, "ours", tool->ours, tool->ours_count);
	pa_buf_puts(out, ",\"planned\":");
	pa_json_put_known(out, tool->planned);
}

void pa_tool_json(const struct pa_tool *tool, struct pa_buf *out)
{
	pa_buf_puts(out, "{\"schema\":\"perfadvisor.tool/1\",");
	put_tool(tool, out);
	pa_buf_puts(out, "}\n");
}

void pa_tools_json(const struct pa_tool *tools, size_t count, struct pa_buf *out)
{
	size_t i;

	pa_buf_puts(out, "{\"schema\":\"perfadvisor.tools/1\",\"tools\":[");
	for (i = 0; i < count; i++) {
		pa_buf_puts(out, i ? ",\n{" : "\n{");
		put_tool(&tools[i], out);
		pa_buf_putc(out, '}');
	}
	pa_buf_puts(out, "\n]}\n");
}
