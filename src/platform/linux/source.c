/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/source.h"

#include <string.h>

#include "catalog/values.h"
#include "model/moment.h"

void pa_source_miss(struct pa_moment *moment, const char *source, enum pa_state state)
{
	for (uint32_t id = PA_V_NONE + 1; id < PA_V_COUNT; id++)
		if (!strcmp(pa_values[id].source, source))
			pa_moment_miss(moment, (uint16_t)id, 0, state);
}

int pa_source_fail(struct pa_moment *moment, const char *source, int error)
{
	pa_source_miss(moment, source, pa_state_of_errno(error));
	return error;
}
