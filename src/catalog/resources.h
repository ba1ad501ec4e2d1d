/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checklist: every resource of every operating system that we know of, and the existing
 * tools. The tables are generated from catalog/<group>.toml, catalog/tools.toml and
 * catalog/values; they are sorted by id (resources) and by name (tools), both as strcmp does.
 */
#ifndef PA_CATALOG_RESOURCES_H
#define PA_CATALOG_RESOURCES_H

#include <stddef.h>
#include <stdint.h>

#include "catalog/resource_counts.h"
#include "catalog/value_ids.h"
#include "model/resource.h"

extern const struct pa_resource pa_resources[PA_RESOURCE_COUNT];
extern const struct pa_tool pa_tools[PA_TOOL_COUNT];

/* The values (enum pa_value_id) of each measured cell; the one that stands for it comes first:
 * computed ones before sampled ones, else in the order of their file. */
extern const uint16_t pa_cell_values[PA_CELL_VALUE_COUNT];

/* The resource of each value, an index in pa_resources; PA_RESOURCE_COUNT for PA_V_NONE. */
extern const uint16_t pa_value_resource[PA_V_COUNT];

/* The unit in which each value is shown: its own, or that of its rate when it is a counter. */
extern const char *const pa_value_shown_unit[PA_V_COUNT];

/* The resource of this id, NULL when there is none. */
const struct pa_resource *pa_resource_find(const char *id);

/* The tool of this name, NULL when there is none. */
const struct pa_tool *pa_tool_find(const char *name);

/* How many resources this system has. */
size_t pa_resource_count(enum pa_os os);

#endif
