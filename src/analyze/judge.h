/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hypotheses compete: every rule is judged for every instance it can apply to.
 */
#ifndef PA_ANALYZE_JUDGE_H
#define PA_ANALYZE_JUDGE_H

#include <stdbool.h>

#include "analyze/derive.h"
#include "catalog/rules.h"
#include "model/advice.h"

/* One rule judged for one instance. */
struct pa_judgement {
	const struct pa_rule *rule;
	uint32_t instance;
	uint8_t survived;
	double confidence; /* weight of the facts for it that were measured and hold */
	double held;	   /* the same, also when it did not survive: how near it came */
	const struct pa_fact_rule *failed; /* the fact that dropped it; NULL when it survived */
};

/*
 * Judge all rules. *out is an array for the caller to free(), in the order of the rule table
 * and then of the instances. Returns how many. A rule whose required values are unknown for
 * an instance does not survive there.
 */
size_t pa_judge(const struct pa_case *c, struct pa_judgement **out);

/* op is an enum pa_op. */
bool pa_judge_op(uint8_t op, double value, double than);

/* Does this fact hold here? -1 unknown, 0 no, 1 yes; *value when known. */
int pa_judge_fact(const struct pa_case *c, const struct pa_fact_rule *fact, uint32_t instance,
		  double *value);

#endif
