/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said beside the verdict: rivals that lost and why, what was seen and is healthy,
 * where the time of a scope went, and what happened before the window.
 */
#ifndef PA_ANALYZE_REMARKS_H
#define PA_ANALYZE_REMARKS_H

#include "analyze/advise.h"
#include "analyze/judge.h"

/* Fill also, rejected, history and scope of advice, whose findings and verdict stand. */
void pa_remarks(const struct pa_case *c, const struct pa_scope *scope,
		const struct pa_judgement *list, size_t count, struct pa_advice *advice);

/* Is one of the cgroups of this process the one with this path? */
bool pa_remarks_in_cgroup(const struct pa_case *c, const struct pa_proc *p, const char *path);

#endif
