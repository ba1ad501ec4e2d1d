/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/line_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/names.h"

static void grow(struct pa_line_names *lines, uint32_t line)
{
	uint32_t count = line < 32 ? 64 : line * 2;

	lines->id = pa_grow_array(lines->id, count, sizeof(*lines->id));
	memset(lines->id + lines->count, 0, (count - lines->count) * sizeof(*lines->id));
	lines->count = count;
}

uint32_t pa_line_names_id(struct pa_line_names *lines, struct pa_names *names, uint32_t line,
			  const char *name, size_t name_bytes)
{
	const char *last;

	if (line >= PA_LINE_NAMES_MAX)
		return pa_names_id(names, name, name_bytes);
	if (line >= lines->count)
		grow(lines, line);
	last = pa_names_text(names, lines->id[line]);
	if (strlen(last) != name_bytes || memcmp(last, name, name_bytes) != 0)
		lines->id[line] = pa_names_id(names, name, name_bytes);
	return lines->id[line];
}

void pa_line_names_done(struct pa_line_names *lines)
{
	free(lines->id);
	*lines = (struct pa_line_names){ 0 };
}
