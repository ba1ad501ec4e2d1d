/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The audit of settings: which of those in catalog/tuning cost something in this window. A
 * setting is never a bottleneck; it is a remark, and only when what it costs was measured.
 */
#ifndef PA_ANALYZE_TUNING_H
#define PA_ANALYZE_TUNING_H

#include <stdbool.h>

#include "analyze/derive.h"
#include "catalog/rules.h"
#include "model/advice.h"

/*
 * Judge one setting of one instance. *at becomes the instance that the facts about "any" hold
 * for, else instance itself.
 */
enum pa_tuned_state pa_tuning_judge(const struct pa_case *c, const struct pa_tuning_rule *rule,
				    uint32_t instance, uint32_t *at);

/*
 * Audit everything that was read; fills advice->tuning. Instances that are alike in value and
 * state are told as one. runs(arg, command) tells whether a next step can be run here.
 */
void pa_tuning(const struct pa_case *c, struct pa_advice *advice,
	       bool (*runs)(const void *arg, const char *command), const void *arg);

#endif
