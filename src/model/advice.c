/* SPDX-License-Identifier: Apache-2.0 */
#include "model/advice.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"

struct pa_advice *pa_advice_new(void)
{
	struct pa_advice *advice = pa_alloc(sizeof(*advice));

	pa_arena_init(&advice->arena);
	advice->cost.cpu_s = NAN;
	return advice;
}

struct pa_advice *pa_advice_free(struct pa_advice *advice)
{
	if (!advice)
		return NULL;
	pa_arena_done(&advice->arena);
	free(advice);
	return NULL;
}
