/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/tuning.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/judge.h"
#include "analyze/words.h"
#include "base/alloc.h"
#include "base/names.h"
#include "catalog/values.h"

enum { NAMED_MAX = 4 }; /* instances of a group that are named */

/* What is known of exactly this instance: a fact, the growth of a counter, a level. */
static bool value_at(const struct pa_case *c, uint16_t metric, uint32_t instance, double *value)
{
	if (pa_facts_exact(&c->facts, metric, instance, value))
		return true;
	if (pa_values[metric].kind == PA_VALUE_COUNTER)
		return pa_window_rate(c->window, metric, instance, value);
	return pa_window_last(c->window, metric, instance, value);
}

/* 1 holds, 0 does not, -1 unknown. */
static int holds_at(const struct pa_case *c, const struct pa_tuning_fact *fact, uint32_t instance)
{
	uint32_t device;
	double value;

	if (value_at(c, fact->value, instance, &value))
		return pa_judge_op(fact->op, value, fact->than);
	device = pa_derive_device_of_mount(c, instance);
	if ((device && value_at(c, fact->value, device, &value)) ||
	    (instance && value_at(c, fact->value, 0, &value)))
		return pa_judge_op(fact->op, value, fact->than);
	return -1;
}

/* All facts, those about "any" at another instance. */
static int all_hold(const struct pa_case *c, const struct pa_tuning_rule *rule, uint32_t instance,
		    uint32_t any)
{
	int result = 1;

	for (size_t i = 0; i < rule->fact_count; i++) {
		const struct pa_tuning_fact *fact = &rule->facts[i];
		int holds = holds_at(c, fact, fact->any ? any : instance);

		if (!holds)
			return 0;
		result = holds < 0 ? -1 : result;
	}
	return result;
}

static const struct pa_tuning_fact *first_any(const struct pa_tuning_rule *rule)
{
	for (size_t i = 0; i < rule->fact_count; i++)
		if (rule->facts[i].any)
			return &rule->facts[i];
	return NULL;
}

static enum pa_tuned_state state_of(int holds)
{
	return holds > 0 ? PA_TUNED_HOLDS : holds ? PA_TUNED_UNKNOWN : PA_TUNED_QUIET;
}

/* Of the instances that have the value of the first such fact: one for which all hold. */
static enum pa_tuned_state judge_any(const struct pa_case *c, const struct pa_tuning_rule *rule,
				     const struct pa_tuning_fact *fact, uint32_t instance,
				     uint32_t *at)
{
	const struct pa_window *w = c->window;
	bool seen = false, quiet = false;

	for (uint32_t i = 0; i < c->facts.count + w->series_count; i++) {
		bool is_fact = i < c->facts.count;
		uint32_t k = is_fact ? i : i - c->facts.count;
		uint16_t metric = is_fact ? c->facts.facts[k].metric : w->series[k].metric;
		uint32_t other = is_fact ? c->facts.facts[k].instance : w->series[k].instance;
		int holds;

		if (metric != fact->value)
			continue;
		holds = all_hold(c, rule, instance, other);
		if (holds > 0) {
			*at = other;
			return PA_TUNED_HOLDS;
		}
		seen = true;
		quiet = quiet || !holds;
	}
	return seen && quiet ? PA_TUNED_QUIET : PA_TUNED_UNKNOWN;
}

enum pa_tuned_state pa_tuning_judge(const struct pa_case *c, const struct pa_tuning_rule *rule,
				    uint32_t instance, uint32_t *at)
{
	const struct pa_tuning_fact *any = first_any(rule);

	*at = instance;
	/* The setting itself first: one that is well needs no measuring. */
	for (size_t i = 0; i < rule->setting_facts; i++)
		if (!holds_at(c, &rule->facts[i], instance))
			return PA_TUNED_QUIET;
	if (any)
		return judge_any(c, rule, any, instance, at);
	return state_of(all_hold(c, rule, instance, instance));
}

/* ---- what is told ---- */

/* One group: the instances of a setting that are alike. */
struct group {
	const struct pa_tuning_rule *rule;
	double value;
	uint32_t first, at; /* the first instance, and the one that what was measured is of */
	uint32_t count;
	uint32_t named[NAMED_MAX];
	uint8_t state;
};

struct audit {
	const struct pa_case *c;
	struct group *groups;
	uint32_t count, room;
	uint32_t begin; /* of the groups of this rule */
};

/* A queue that stands for no hardware: a file, or memory. What it says of itself costs nothing. */
static bool is_made_up(const struct pa_case *c, const struct pa_tuning_rule *rule,
		       uint32_t instance)
{
	const char *name = pa_names_text(c->names, instance);

	return !strncmp(rule->resource, "blk.", 4) &&
	       (!strncmp(name, "loop", 4) || !strncmp(name, "ram", 3) || !strncmp(name, "zram", 4));
}

static void add(struct audit *audit, const struct pa_tuning_rule *rule, uint32_t instance,
		double value)
{
	struct group *group = NULL;
	uint32_t at = 0;
	uint8_t state;

	if (is_made_up(audit->c, rule, instance))
		return;
	state = (uint8_t)pa_tuning_judge(audit->c, rule, instance, &at);
	for (uint32_t i = audit->begin; i < audit->count && !group; i++)
		if (audit->groups[i].state == state &&
		    pa_judge_op(PA_OP_EQ, audit->groups[i].value, value))
			group = &audit->groups[i];
	if (!group) {
		if (audit->count == audit->room) {
			audit->room = audit->room ? audit->room * 2 : 64;
			audit->groups = pa_grow_array(audit->groups, audit->room,
						      sizeof(*audit->groups));
		}
		group = &audit->groups[audit->count++];
		*group = (struct group){
			.rule = rule, .value = value, .first = instance, .at = at, .state = state
		};
	}
	if (group->count < NAMED_MAX)
		group->named[group->count] = instance;
	group->count++;
}

/* Every instance of a setting: levels that were read, and facts that were computed. */
static void audit_rule(struct audit *audit, const struct pa_tuning_rule *rule)
{
	const struct pa_window *w = audit->c->window;
	const struct pa_facts *facts = &audit->c->facts;

	audit->begin = audit->count;
	if (pa_values[rule->value].kind == PA_VALUE_DERIVED) {
		for (uint32_t i = 0; i < facts->count; i++)
			if (facts->facts[i].metric == rule->value)
				add(audit, rule, facts->facts[i].instance, facts->facts[i].value);
		return;
	}
	for (uint32_t i = 0; i < w->series_count; i++)
		if (w->series[i].metric == rule->value && w->series[i].count)
			add(audit, rule, w->series[i].instance, (double)w->series[i].last);
}

/* The process whose facts have this instance, NULL when it is no process. */
static const struct pa_proc *process_of(const struct pa_case *c, uint32_t instance)
{
	for (uint32_t i = 0; instance && i < c->procs.count; i++)
		if (c->procs.procs[i].instance == instance)
			return &c->procs.procs[i];
	return NULL;
}

static const char *name_of(const struct pa_case *c, struct pa_arena *arena, uint32_t instance)
{
	const struct pa_proc *p = process_of(c, instance);

	return p ? pa_arena_printf(arena, "%s (pid %d)", pa_names_text(c->names, p->comm), p->pid)
		 : pa_names_text(c->names, instance);
}

/* Does a finding say the same? A limit that is used up is its own verdict. */
static bool told_already(const struct pa_advice *advice, const struct pa_tuning_rule *rule)
{
	for (size_t i = 0; !rule->setting_facts && i < advice->finding_count; i++)
		if (!strcmp(advice->findings[i].resource, rule->resource))
			return true;
	return false;
}

static const char *names_of(const struct audit *audit, struct pa_arena *arena,
			    const struct group *group)
{
	const char *text = name_of(audit->c, arena, group->named[0]);
	uint32_t named = group->count < NAMED_MAX ? group->count : NAMED_MAX;

	for (uint32_t i = 1; i < named; i++)
		text = pa_arena_printf(arena, "%s, %s", text,
				       name_of(audit->c, arena, group->named[i]));
	if (group->count > named)
		text = pa_arena_printf(arena, "%s and %u more", text, group->count - named);
	return pa_arena_strdup(arena, text);
}

static const char *value_text(struct pa_arena *arena, uint16_t metric, double value)
{
	if (!strcmp(pa_values[metric].unit, "flag"))
		return value > 0 ? "on" : "off";
	return pa_words_value(arena, metric, value, PA_WORDS_SHORT);
}

static void tell_next(const struct pa_words *words, const struct pa_tuning_rule *rule,
		      struct pa_tuned *out, bool (*runs)(const void *arg, const char *command),
		      const void *arg)
{
	out->next = pa_arena_alloc(words->arena, (rule->next_count + 1) * sizeof(*out->next));
	for (size_t i = 0; i < rule->next_count; i++)
		if (runs(arg, rule->next[i].command))
			out->next[out->next_count++] = (struct pa_next){
				.command = pa_words_fill(words, rule->next[i].command,
							 PA_WORDS_SHELL),
				.why = rule->next[i].why,
			};
	if (!out->next_count)
		out->next[out->next_count++] = (struct pa_next){
			.command = pa_arena_printf(words->arena, "perfadvisor checklist %s",
						   rule->resource),
			.why = "where this can be read and with which tools",
		};
}

static struct pa_tuned told(const struct audit *audit, struct pa_arena *arena,
			    const struct group *group)
{
	const struct pa_tuning_rule *rule = group->rule;
	const char *word = pa_value_word(rule->value, group->value);

	return (struct pa_tuned){
		.id = rule->id,
		.resource = rule->resource,
		.setting = rule->setting,
		.instance = names_of(audit, arena, group),
		.unit = pa_values[rule->value].unit,
		.source = pa_values[rule->value].source,
		.text = value_text(arena, rule->value, group->value),
		.word = word,
		.value = group->value,
		.reason = rule->reason,
		.matters_when = rule->matters_when,
		.state = group->state,
	};
}

void pa_tuning(const struct pa_case *c, struct pa_advice *advice,
	       bool (*runs)(const void *arg, const char *command), const void *arg)
{
	struct audit audit = { .c = c };

	for (size_t r = 0; r < pa_tuning_count; r++)
		audit_rule(&audit, &pa_tunings[r]);
	advice->tuning = pa_arena_alloc(&advice->arena,
					(audit.count + 1) * sizeof(*advice->tuning));
	for (int state = PA_TUNED_HOLDS; state <= PA_TUNED_UNKNOWN; state++) {
		for (uint32_t i = 0; i < audit.count; i++) {
			const struct group *group = &audit.groups[i];
			const struct pa_proc *p = process_of(c, group->at);
			struct pa_culprit process = { .kind = "process", .share = NAN };
			struct pa_words words = { .c = c,
						  .arena = &advice->arena,
						  .instance = group->at,
						  .culprits = &process,
						  .culprit_count = p != NULL };
			struct pa_tuned *out = &advice->tuning[advice->tuning_count];

			if (group->state != state)
				continue;
			if (p) {
				process.name = pa_names_text(c->names, p->comm);
				process.id = pa_arena_printf(&advice->arena, "%d", p->pid);
			}
			*out = told(&audit, &advice->arena, group);
			out->told_already = told_already(advice, group->rule);
			tell_next(&words, group->rule, out, runs, arg);
			if (state == PA_TUNED_HOLDS)
				out->sentence = pa_words_fill(&words, group->rule->sentence,
							      PA_WORDS_SHORT);
			advice->tuning_count++;
		}
	}
	free(audit.groups);
}
