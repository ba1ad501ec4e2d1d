/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/resources.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *key, const void *row)
{
	return strcmp(key, ((const struct pa_resource *)row)->id);
}

static int by_name(const void *key, const void *row)
{
	return strcmp(key, ((const struct pa_tool *)row)->name);
}

const struct pa_resource *pa_resource_find(const char *id)
{
	return bsearch(id, pa_resources, PA_RESOURCE_COUNT, sizeof(pa_resources[0]), by_id);
}

const struct pa_tool *pa_tool_find(const char *name)
{
	return bsearch(name, pa_tools, PA_TOOL_COUNT, sizeof(pa_tools[0]), by_name);
}

size_t pa_resource_count(enum pa_os os)
{
	size_t i, count = 0;

	for (i = 0; i < PA_RESOURCE_COUNT; i++)
		count += pa_resources[i].os[os] != NULL;
	return count;
}
