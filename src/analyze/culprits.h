/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who loads the resource that a finding accuses. Each rule names its selectors in order; each
 * selector appends the processes, cgroups, devices, sockets or files it knows of, largest
 * share first, at most a few of them.
 */
#ifndef PA_ANALYZE_CULPRITS_H
#define PA_ANALYZE_CULPRITS_H

#include "analyze/derive.h"
#include "catalog/rules.h"
#include "model/advice.h"

enum { PA_CULPRITS_MAX = 12 };

/*
 * Fill at most PA_CULPRITS_MAX culprits of rule for instance into out (room for that many);
 * texts come from arena. Returns how many. Never lists the observer itself.
 */
size_t pa_culprits(const struct pa_case *c, const struct pa_rule *rule, uint32_t instance,
		   struct pa_arena *arena, struct pa_culprit *out);

#endif
