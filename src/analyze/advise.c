/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/advise.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/coverage.h"
#include "analyze/culprits.h"
#include "analyze/judge.h"
#include "analyze/limits.h"
#include "analyze/netns.h"
#include "analyze/remarks.h"
#include "analyze/since.h"
#include "analyze/tuning.h"
#include "analyze/user.h"
#include "analyze/words.h"
#include "base/alloc.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/user.h"

/* A finding with what is needed to order and to explain it. */
struct draft {
	struct pa_finding finding;
	const struct pa_rule *rule; /* NULL: a user's own threshold */
	uint32_t instance;
	int explained_by; /* index of the draft whose symptom this is, -1 none */
};

struct desk {
	const struct pa_case *c;
	const struct pa_scope *scope;
	const uint8_t *programs;
	size_t program_count;
	struct pa_advice *advice;
	struct draft *drafts;
	size_t draft_count;
	size_t left_out; /* drafts that are not told */
};

/* What a person or a script can still make use of: 32,000 processes may be at their limit. */
enum { FINDINGS_MAX = 100, EXPLAINED_MAX = 50 };

static double fact_or_nan(const struct pa_case *c, uint16_t metric, uint32_t instance)
{
	double v;

	if (metric != PA_V_NONE && pa_facts_get(&c->facts, metric, instance, &v))
		return v;
	return NAN;
}

/* ---- evidence ---- */

static void add_evidence(struct desk *d, struct draft *draft, const struct pa_words *words)
{
	const struct pa_rule *rule = draft->rule;
	struct pa_finding *f = &draft->finding;

	f->evidence = pa_arena_alloc(words->arena, rule->fact_count * sizeof(*f->evidence));
	for (size_t i = 0; i < rule->fact_count; i++) {
		const struct pa_fact_rule *fact = &rule->facts[i];
		double value;

		if (fact->against || pa_judge_fact(d->c, fact, draft->instance, &value) <= 0)
			continue;
		f->evidence[f->evidence_count++] = (struct pa_evidence){
			.metric = pa_values[fact->value].id,
			.unit = pa_values[fact->value].unit,
			.source = pa_values[fact->value].source,
			.value = value,
			.text = pa_words_fill(words, fact->says, PA_WORDS_SHORT),
		};
	}
}

/* ---- next steps ---- */

static bool program_exists(const void *desk, const char *command)
{
	const struct desk *d = desk;
	size_t n = strcspn(command, " ");

	if (!strncmp(command, "perfadvisor ", 12) || !strncmp(command, "cat ", 4))
		return true;
	for (size_t i = 0; i < d->program_count; i++)
		if (strlen(pa_rule_programs[i]) == n && !strncmp(pa_rule_programs[i], command, n))
			return d->programs[i];
	return false;
}

/* Tools that only see the namespace they run in. */
static bool looks_at_netns(const char *command)
{
	static const char *const tools[] = {
		"ss ", "tc ", "nstat ", "conntrack ", "ip ", "sar -n"
	};

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		if (!strncmp(command, tools[i], strlen(tools[i])))
			return true;
	return false;
}

static const char *in_netns(const struct pa_words *w, const char *command)
{
	size_t n;
	const char *name = pa_netns_of(pa_names_text(w->c->names, w->instance), &n);

	if (!n || !looks_at_netns(command))
		return command;
	if (strspn(name, "0123456789") == n)
		return pa_arena_printf(w->arena, "nsenter --net=/proc/%s/ns/net %s",
				       pa_words_fill(w, "{pid}", PA_WORDS_SHORT), command);
	name = pa_arena_printf(w->arena, "%.*s", (int)n, name);
	return pa_arena_printf(w->arena, "ip netns exec %s %s", pa_words_quote(w->arena, name),
			       command);
}

static void add_next(struct desk *d, struct draft *draft, const struct pa_words *words)
{
	const struct pa_rule *rule = draft->rule;
	struct pa_finding *f = &draft->finding;

	f->next = pa_arena_alloc(words->arena, rule->next_count * sizeof(*f->next));
	for (size_t i = 0; i < rule->next_count; i++) {
		if (!program_exists(d, rule->next[i].command))
			continue;
		f->next[f->next_count++] = (struct pa_next){
			.command = in_netns(
				words, pa_words_fill(words, rule->next[i].command, PA_WORDS_SHELL)),
			.why = rule->next[i].why,
		};
	}
	/* Whatever is not installed: the row of the catalog says where to look. */
	if (!f->next_count)
		f->next[f->next_count++] = (struct pa_next){
			.command = pa_arena_printf(words->arena, "perfadvisor checklist %s",
						   rule->resource),
			.why = "where this can be read and with which tools",
		};
}

/* ---- findings ---- */

static void draft_one(struct desk *d, const struct pa_judgement *j)
{
	struct pa_arena *arena = &d->advice->arena;
	struct draft *draft = &d->drafts[d->draft_count++];
	struct pa_finding *f = &draft->finding;
	struct pa_words words = { .c = d->c, .arena = arena, .instance = j->instance };

	*draft = (struct draft){ .rule = j->rule, .instance = j->instance, .explained_by = -1 };
	f->culprits = pa_arena_alloc(arena, PA_CULPRITS_MAX * sizeof(*f->culprits));
	f->culprit_count = pa_culprits(d->c, j->rule, j->instance, arena, f->culprits);
	words.culprits = f->culprits;
	words.culprit_count = f->culprit_count;
	f->resource = j->rule->resource;
	f->instance = pa_arena_strdup(arena, pa_names_text(d->c->names, j->instance));
	f->aspect = j->rule->aspect;
	f->hypothesis = j->rule->id;
	f->cause = j->rule->cause;
	f->class = j->rule->class;
	f->inconclusive = j->rule->inconclusive;
	f->confidence = j->confidence;
	f->value = fact_or_nan(d->c, j->rule->measure, j->instance);
	f->unit = pa_values[j->rule->measure].unit;
	f->threshold = NAN;
	for (size_t i = 0; i < j->rule->fact_count; i++)
		if (j->rule->facts[i].value == j->rule->measure && !j->rule->facts[i].against)
			f->threshold = j->rule->facts[i].than;
	f->since_ns = pa_since(d->c, j->rule->measure, j->instance);
	f->lost_ms_per_s = fact_or_nan(d->c, j->rule->lost, j->instance);
	f->size = fact_or_nan(d->c, j->rule->size, j->instance);
	f->sentence = pa_words_fill(&words, j->rule->sentence, PA_WORDS_LONG);
	add_evidence(d, draft, &words);
	add_next(d, draft, &words);
}

static bool is_process(const struct pa_culprit *culprit)
{
	return !strcmp(culprit->kind, "process");
}

/* Do two findings speak of the same thing: the machine, or a process they share? */
static bool related(const struct draft *a, const struct draft *b)
{
	bool any_a = false, any_b = false;

	for (size_t i = 0; i < a->finding.culprit_count; i++) {
		any_a |= is_process(&a->finding.culprits[i]);
		for (size_t k = 0; k < b->finding.culprit_count; k++) {
			any_b |= is_process(&b->finding.culprits[k]);
			if (!strcmp(a->finding.culprits[i].kind, b->finding.culprits[k].kind) &&
			    !strcmp(a->finding.culprits[i].id, b->finding.culprits[k].id))
				return true;
		}
	}
	return !any_a || !any_b;
}

static void explain(struct desk *d)
{
	for (size_t a = 0; a < d->draft_count; a++)
		for (size_t e = 0; d->drafts[a].rule && e < d->drafts[a].rule->explain_count; e++)
			for (size_t b = 0; b < d->draft_count; b++)
				if (d->drafts[b].rule ==
					    &pa_rules[d->drafts[a].rule->explains[e]] &&
				    d->drafts[b].explained_by < 0 &&
				    related(&d->drafts[a], &d->drafts[b]))
					d->drafts[b].explained_by = (int)a;
}

/* Causes before symptoms, then by class, then by size. */
static int by_rank(const void *x, const void *y)
{
	const struct draft *a = x, *b = y;
	const struct pa_finding *f = &a->finding, *g = &b->finding;

	if (f->class == PA_CLASS_NOTICE || g->class == PA_CLASS_NOTICE) {
		if (f->class != g->class)
			return f->class == PA_CLASS_NOTICE ? 1 : -1;
	} else if ((a->explained_by >= 0) != (b->explained_by >= 0)) {
		return a->explained_by >= 0 ? 1 : -1;
	}
	if (f->inconclusive != g->inconclusive)
		return f->inconclusive ? 1 : -1;
	if (f->class != g->class)
		return f->class < g->class ? -1 : 1;
	if (f->size > g->size || (isnan(g->size) && !isnan(f->size)))
		return -1;
	if (f->size < g->size || (isnan(f->size) && !isnan(g->size)))
		return 1;
	if (!a->rule != !b->rule)
		return a->rule ? -1 : 1;
	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	return strcmp(a->rule ? f->instance : f->resource, a->rule ? g->instance : g->resource);
}

static const char *why_not_first(struct desk *d, const struct draft *draft,
				 const struct draft *first, const struct draft *explainer)
{
	static const char *const classes[] = { "operations fail", "threads wait",
					       "a limit is reached, nobody queues", "a notice" };
	struct pa_arena *arena = &d->advice->arena;

	if (explainer)
		return pa_arena_printf(arena, "explained by: %s", explainer->finding.cause);
	if (draft->finding.inconclusive)
		return "it only says what is not known";
	if (draft->finding.class != first->finding.class)
		return pa_arena_printf(arena, "here %s; there %s", classes[draft->finding.class],
				       classes[first->finding.class]);
	if (isfinite(draft->finding.lost_ms_per_s) && isfinite(first->finding.lost_ms_per_s))
		return pa_arena_printf(arena, "it loses %.0f ms/s, the first %.0f ms/s",
				       draft->finding.lost_ms_per_s, first->finding.lost_ms_per_s);
	return "it is smaller";
}

/* Ask only about the scope: findings that name none of it are left out. */
static bool in_scope(const struct desk *d, const struct pa_finding *f)
{
	struct pa_arena *arena = &d->advice->arena;

	if (!d->scope->pid && !d->scope->cgroup)
		return true;
	for (size_t i = 0; i < f->culprit_count; i++) {
		const struct pa_culprit *c = &f->culprits[i];
		const struct pa_proc *p;

		if (d->scope->pid && is_process(c) &&
		    !strcmp(c->id, pa_arena_printf(arena, "%d", d->scope->pid)))
			return true;
		if (!d->scope->cgroup)
			continue;
		if (!strcmp(c->kind, "cgroup") && pa_procs_path_below(c->id, d->scope->cgroup))
			return true;
		p = is_process(c) ? pa_procs_find(&d->c->procs, (int32_t)strtol(c->id, NULL, 10))
				  : NULL;
		if (p && pa_remarks_in_cgroup(d->c, p, d->scope->cgroup))
			return true;
	}
	return false;
}

/* What users' own thresholds say. */
static void draft_users(struct desk *d)
{
	const struct pa_user *user = d->c->window->user;
	struct pa_finding *found = pa_arena_alloc(
		&d->advice->arena, (user ? user->resource_count : 0) * sizeof(*found));
	size_t count = pa_user_findings(d->c, &d->advice->arena, found);

	for (size_t i = 0; i < count; i++)
		if (in_scope(d, &found[i]))
			d->drafts[d->draft_count++] = (struct draft){ .finding = found[i],
								      .explained_by = -1 };
}

static void publish(struct desk *d)
{
	struct pa_advice *advice = d->advice;
	struct draft *before = pa_alloc_array(d->draft_count, sizeof(*before));

	/* explained_by are indices before sorting. */
	memcpy(before, d->drafts, d->draft_count * sizeof(*before));
	if (d->draft_count)
		qsort(d->drafts, d->draft_count, sizeof(*d->drafts), by_rank);
	d->left_out = d->draft_count > FINDINGS_MAX ? d->draft_count - FINDINGS_MAX : 0;
	advice->findings = pa_arena_alloc(&advice->arena, (d->draft_count - d->left_out) *
								  sizeof(*advice->findings));
	for (size_t i = 0; i < d->draft_count - d->left_out; i++) {
		struct draft *draft = &d->drafts[i];

		if (i)
			draft->finding.why_not_first = why_not_first(
				d, draft, &d->drafts[0],
				draft->explained_by >= 0 ? &before[draft->explained_by] : NULL);
		advice->findings[advice->finding_count++] = draft->finding;
	}
	free(before);
}

/* ---- the verdict ---- */

static void accuse(struct pa_verdict *v, const struct pa_finding *f, enum pa_verdict_state state)
{
	v->state = (uint8_t)state;
	v->sentence = f->sentence;
	v->resource = f->resource;
	v->instance = f->instance;
	v->aspect = f->aspect;
	v->cause = f->cause;
	v->confidence = f->confidence;
}

static const char *healthy_sentence(const struct desk *d)
{
	static const struct {
		uint16_t fact;
		const char *text;
	} parts[] = {
		{ PA_V_CPU_ALL_BUSY_RATIO, ". CPUs are {cpu.all.busy_ratio} busy" },
		{ PA_V_CPU_RUNQ_DELAY_MS_PER_S,
		  " and threads wait {cpu.runq.delay_ms_per_s} for one" },
		{ PA_V_MEM_CAP_AVAILABLE_RATIO,
		  ", {mem.cap.available_ratio} of memory is available" },
		{ PA_V_BLK_DEV_PRESSURE_RATIO,
		  ", tasks waited for I/O {blk.dev.pressure_ratio} of the time" },
	};
	struct pa_words words = { .c = d->c, .arena = &d->advice->arena };
	const char *text = "Healthy: no resource is a bottleneck";
	double value;

	if (d->scope->pid || d->scope->cgroup)
		return "No bottleneck was found for what you asked about; see below where its "
		       "time went.";
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!pa_facts_get(&d->c->facts, parts[i].fact, 0, &value))
			continue;
		text = pa_arena_printf(words.arena, "%s%s", text,
				       pa_words_fill(&words, parts[i].text, PA_WORDS_LONG));
	}
	return pa_arena_printf(words.arena, "%s.", text);
}

/* Was anything of the scope there? */
static bool scope_seen(const struct desk *d)
{
	for (uint32_t i = 0; i < d->c->procs.count; i++) {
		const struct pa_proc *p = &d->c->procs.procs[i];

		if (d->scope->pid
			    ? p->pid == d->scope->pid
			    : !d->scope->cgroup || pa_remarks_in_cgroup(d->c, p, d->scope->cgroup))
			return true;
	}
	return !d->scope->pid && !d->scope->cgroup;
}

static void decide(struct desk *d)
{
	struct pa_advice *a = d->advice;
	struct pa_verdict *v = &a->verdict;
	const char *missing = pa_coverage_missing(d->c, &a->arena);
	const struct pa_finding *first = a->finding_count ? &a->findings[0] : NULL;

	if (first && first->class != PA_CLASS_NOTICE) {
		accuse(v, first,
		       first->inconclusive ? PA_VERDICT_INCONCLUSIVE : PA_VERDICT_BOTTLENECK);
		return;
	}
	v->confidence = NAN;
	if (missing || d->c->window->ticks < 2) {
		v->state = PA_VERDICT_INCONCLUSIVE;
		v->sentence = d->c->window->ticks < 2
				      ? "Inconclusive: the machine was seen only once, so nothing "
					"is known about its rates."
				      : pa_arena_printf(
						&a->arena,
						"Inconclusive: no bottleneck was seen, but the "
						"saturation of %s could not be measured.",
						missing);
		return;
	}
	v->sentence = pa_limits_hidden_waiting(d->c, &a->arena);
	if (v->sentence) {
		v->state = PA_VERDICT_INCONCLUSIVE;
		return;
	}
	if (!scope_seen(d)) {
		v->state = PA_VERDICT_INCONCLUSIVE;
		v->sentence = "Inconclusive: nothing of what you asked about ran while we looked.";
		return;
	}
	v->state = PA_VERDICT_HEALTHY;
	v->sentence = healthy_sentence(d);
}

/* ---- for --explain ---- */

static void explain_judgement(struct desk *d, const struct pa_judgement *j, struct pa_hypothesis *h)
{
	struct pa_arena *arena = &d->advice->arena;
	struct pa_words words = { .c = d->c, .arena = arena, .instance = j->instance };

	h->id = j->rule->id;
	h->resource = j->rule->resource;
	h->instance = pa_arena_strdup(arena, pa_names_text(d->c->names, j->instance));
	h->survived = j->survived;
	h->confidence = j->held;
	h->judged = pa_arena_alloc(arena, j->rule->fact_count * sizeof(*h->judged));
	for (size_t i = 0; i < j->rule->fact_count; i++) {
		const struct pa_fact_rule *fact = &j->rule->facts[i];
		struct pa_judged *out = &h->judged[h->judged_count++];
		int holds;

		out->value = NAN;
		holds = pa_judge_fact(d->c, fact, j->instance, &out->value);
		out->holds = holds > 0;
		out->against = fact->against;
		out->required = fact->required;
		out->rule = fact->rule;
		out->text = pa_words_fact(&words, fact, holds);
		if (fact == j->failed)
			h->outcome = pa_arena_printf(arena, "dropped: %s", out->text);
	}
	if (j->survived)
		h->outcome = "survived";
}

/* Judgements of one rule stand together. Of too many instances those that survived are told. */
static void explain_rule(struct desk *d, const struct pa_judgement *list, size_t count)
{
	struct pa_advice *a = d->advice;
	bool many = count > EXPLAINED_MAX;
	size_t survivors = 0, told = 0;

	for (size_t i = 0; i < count; i++)
		survivors += list[i].survived;
	for (size_t i = 0; i < count && told < EXPLAINED_MAX; i++) {
		if (!(list[i].held > 0 || list[i].survived) ||
		    (many && survivors && !list[i].survived))
			continue;
		explain_judgement(d, &list[i], &a->hypotheses[a->hypothesis_count++]);
		told++;
	}
}

static void explain_all(struct desk *d, const struct pa_judgement *list, size_t count)
{
	struct pa_advice *a = d->advice;
	const struct pa_user *user = d->c->window->user;
	size_t users = user ? user->resource_count * PA_USER_LIMIT : 0, first = 0;

	a->hypotheses = pa_arena_alloc(&a->arena, (count + users) * sizeof(*a->hypotheses));
	for (size_t i = 1; i <= count; i++) {
		if (i < count && list[i].rule == list[first].rule)
			continue;
		explain_rule(d, list + first, i - first);
		first = i;
	}
	a->hypothesis_count += pa_user_hypotheses(d->c, &a->arena,
						  a->hypotheses + a->hypothesis_count);
}

struct pa_advice *pa_advise(const struct pa_window *window, const struct pa_scope *scope,
			    const uint8_t *programs, size_t program_count)
{
	struct pa_advice *advice = pa_advice_new();
	struct pa_judgement *list = NULL;
	struct pa_case c;
	struct desk d = { .c = &c,
			  .scope = scope,
			  .programs = programs,
			  .program_count = program_count,
			  .advice = advice };
	size_t count;

	pa_case_init(&c, window);
	count = pa_judge(&c, &list);
	d.drafts = pa_alloc_array(count + (window->user ? window->user->resource_count : 0),
				  sizeof(*d.drafts));
	for (size_t i = 0; i < count; i++) {
		if (!list[i].survived)
			continue;
		draft_one(&d, &list[i]);
		if (!in_scope(&d, &d.drafts[d.draft_count - 1].finding))
			d.draft_count--;
	}
	draft_users(&d);
	explain(&d);
	publish(&d);
	advice->machine = *window->machine;
	advice->start_ns = window->first_real_ns;
	advice->end_ns = window->last_real_ns;
	advice->watched_ns = window->last_mono_ns - window->first_mono_ns;
	advice->suspended_s = pa_window_suspended_s(window);
	advice->clock_step_s = pa_window_clock_step_s(window);
	advice->rules_hash = pa_rules_hash;
	pa_coverage(&c, &advice->arena, &advice->coverage);
	pa_limits(&c, d.left_out, &advice->arena, &advice->coverage);
	decide(&d);
	pa_remarks(&c, scope, list, count, advice);
	pa_tuning(&c, advice, program_exists, &d);
	explain_all(&d, list, count);
	free(d.drafts);
	free(list);
	pa_case_done(&c);
	return advice;
}
