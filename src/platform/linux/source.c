/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/platform.h"

void *pa_source_open_seldom(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(int));
}

void pa_source_close_seldom(void *self)
{
	free(self);
}

int pa_source_read_seldom(void *self, struct pa_linux *sys, struct pa_moment *moment,
			  int (*look)(struct pa_linux *sys, struct pa_moment *moment))
{
	int *error = self;

	if (!*error || (sys->passes & PA_PASS_RARE))
		*error = look(sys, moment);
	return *error;
}

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
