/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/values.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *key, const void *row)
{
	return strcmp(key, ((const struct pa_value_info *)row)->id);
}

uint16_t pa_value_find(const char *id)
{
	const struct pa_value_info *hit = bsearch(id, pa_values + 1, PA_V_COUNT - 1,
						  sizeof(pa_values[0]), by_id);

	return hit ? (uint16_t)(hit - pa_values) : (uint16_t)PA_V_NONE;
}
