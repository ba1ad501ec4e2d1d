/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/cell_names.h"

#include "base/names.h"

uint32_t pa_cell_names_id(struct pa_cell_names *cells, struct pa_names *names, uint32_t line,
			  uint32_t cpu)
{
	uint64_t key = pa_map_key(line, cpu);
	uint32_t id;

	if (pa_map_get(&cells->id, key, &id))
		return id;
	if (cells->id.count >= PA_CELL_NAMES_MAX)
		return 0;
	id = pa_names_idf(names, "cpu%u/%s", (unsigned int)cpu, pa_names_text(names, line));
	pa_map_put(&cells->id, key, id);
	return id;
}

void pa_cell_names_done(struct pa_cell_names *cells)
{
	pa_map_done(&cells->id);
}
