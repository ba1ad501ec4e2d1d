/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was seen of the catalog, and whether the healthy verdict may be given.
 */
#ifndef PA_ANALYZE_COVERAGE_H
#define PA_ANALYZE_COVERAGE_H

#include "analyze/derive.h"
#include "model/advice.h"

/* Count every row of the Linux catalog by what the window holds of it. */
void pa_coverage(const struct pa_case *c, struct pa_arena *arena, struct pa_coverage *out);

/*
 * The saturations without which nobody may be called healthy: CPU, memory, storage, network
 * and cgroups. Returns a text naming the unknown ones ("memory, network"), or NULL when all
 * were measured.
 */
const char *pa_coverage_missing(const struct pa_case *c, struct pa_arena *arena);

#endif
