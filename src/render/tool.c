/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buf.h"
#include "model/resource.h"
#include "render/checklist.h"
#include "render/wrap.h"

enum {
	CELL_COLUMNS = 18,     /* "net.tcp.listen  U" and a gap */
	QUESTION_COLUMNS = 16, /* the longest name of a tool and a gap */
	CELL_TEXT_BYTES = 64,
};

void pa_tool_text(const struct pa_tool *tool, unsigned columns, struct pa_buf *out)
{
	struct pa_buf cell;
	size_t i;

	pa_wrap_put(out, 0, tool->name, strlen(tool->name) + 2, tool->question, columns);
	pa_buf_puts(out, "\nWhere it misleads\n");
	for (i = 0; i < tool->pitfall_count; i++)
		pa_wrap_put(out, 2, "-", 2, tool->pitfalls[i], columns);
	pa_buf_puts(out, "\nCells of the checklist it serves\n");
	pa_buf_init(&cell, CELL_TEXT_BYTES);
	for (i = 0; i < tool->use_count; i++) {
		const struct pa_tool_use *use = &tool->uses[i];

		pa_buf_clear(&cell);
		pa_wrap_pad(&cell, use->resource->id, CELL_COLUMNS - 3);
		pa_buf_putc(&cell, "USE"[use->letter]);
		pa_wrap_put(out, 2, cell.bytes, CELL_COLUMNS, use->how, columns);
	}
	pa_buf_done(&cell);
	pa_buf_puts(out, "\nOurs for the same question\n");
	for (i = 0; i < tool->ours_count; i++)
		pa_wrap_put(out, 2, "", 0, tool->ours[i], columns);
	if (*tool->planned)
		pa_wrap_put(out, 2, "planned, not in this version:", 30, tool->planned, columns);
}

void pa_tools_text(const struct pa_tool *tools, size_t count, unsigned columns, struct pa_buf *out)
{
	size_t i;

	for (i = 0; i < count; i++)
		pa_wrap_put(out, 0, tools[i].name, QUESTION_COLUMNS, tools[i].question, columns);
	pa_buf_putc(out, '\n');
	pa_wrap_put(out, 0, "", 0,
		    "perfadvisor checklist --tool NAME shows where each one misleads and which "
		    "cells of the checklist it serves.",
		    columns);
}
