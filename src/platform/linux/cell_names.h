/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Name ids of the cells of a table with a column for each CPU: "cpu0/NET_RX". Made once; at
 * most PA_CELL_NAMES_MAX of them, as a large machine has a million cells.
 */
#ifndef PA_PLATFORM_LINUX_CELL_NAMES_H
#define PA_PLATFORM_LINUX_CELL_NAMES_H

#include <stdint.h>

#include "base/map.h"

struct pa_names;

enum { PA_CELL_NAMES_MAX = 2048 };

/* All zero is an empty one. Belongs to one pa_names for its whole life. */
struct pa_cell_names {
	struct pa_map id; /* by line and CPU */
};

/* The id of "cpuN/LINE", where line is the name id of LINE; 0 when there are too many. */
uint32_t pa_cell_names_id(struct pa_cell_names *cells, struct pa_names *names, uint32_t line,
			  uint32_t cpu);

void pa_cell_names_done(struct pa_cell_names *cells);

#endif
