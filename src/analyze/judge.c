/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/judge.h"

#include <stdlib.h>

#include "base/alloc.h"

bool pa_judge_op(uint8_t op, double value, double than)
{
	switch (op) {
	case PA_OP_GT:
		return value > than;
	case PA_OP_LT:
		return value < than;
	case PA_OP_GE:
		return value >= than;
	case PA_OP_EQ:
		return value >= than && value <= than;
	case PA_OP_NE:
		return value < than || value > than;
	default:
		return value <= than;
	}
}

int pa_judge_fact(const struct pa_case *c, const struct pa_fact_rule *fact, uint32_t instance,
		  double *value)
{
	double v;

	if (!pa_facts_get(&c->facts, fact->value, instance, &v))
		return -1;
	*value = v;
	return pa_judge_op(fact->op, v, fact->than);
}

static struct pa_judgement judge_one(const struct pa_case *c, const struct pa_rule *rule,
				     uint32_t instance)
{
	struct pa_judgement j = { .rule = rule, .instance = instance, .survived = 1 };
	double weight = 0, held = 0, value;

	for (size_t i = 0; i < rule->fact_count; i++) {
		const struct pa_fact_rule *fact = &rule->facts[i];
		int holds = pa_judge_fact(c, fact, instance, &value);

		if (!fact->against) {
			weight += fact->weight;
			held += holds > 0 ? fact->weight : 0;
		}
		if (fact->against ? holds > 0 : fact->required && holds <= 0) {
			j.survived = 0;
			if (!j.failed)
				j.failed = fact;
		}
	}
	j.held = weight > 0 ? held / weight : 0;
	j.confidence = j.survived ? j.held : 0;
	return j;
}

size_t pa_judge(const struct pa_case *c, struct pa_judgement **out)
{
	struct pa_judgement *list = NULL;
	size_t count = 0, room = 0;

	for (size_t r = 0; r < pa_rule_count; r++) {
		for (uint32_t i = 0; i < c->facts.count; i++) {
			if (c->facts.facts[i].metric != pa_rules[r].each)
				continue;
			if (count == room) {
				room = room ? room * 2 : 128;
				list = pa_grow_array(list, room, sizeof(*list));
			}
			list[count++] = judge_one(c, &pa_rules[r], c->facts.facts[i].instance);
		}
	}
	*out = list;
	return count;
}
