/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/drills.h"

#include <string.h>

const struct pa_drill *pa_drill_find(const char *id)
{
	for (size_t i = 0; i < pa_drill_count; i++)
		if (!strcmp(pa_drills[i].id, id))
			return &pa_drills[i];
	return NULL;
}
