/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/buf.h"
#include "model/advice.h"
#include "render/advice.h"
#include "render/json.h"

static const char *const states[] = { "healthy", "bottleneck", "inconclusive" };
static const char *const classes[] = { "failing", "waiting", "bound", "notice" };

/* "name":TEXT with a comma before it unless it is the first of its object. */
static void text(struct pa_buf *out, const char *name, const char *value)
{
	pa_buf_printf(out, "%s\"%s\":", out->bytes[out->used_bytes - 1] == '{' ? "" : ",", name);
	pa_json_puts(out, value);
}

static void number(struct pa_buf *out, const char *name, double value)
{
	pa_buf_printf(out, "%s\"%s\":", out->bytes[out->used_bytes - 1] == '{' ? "" : ",", name);
	pa_json_number(out, value);
}

static void whole(struct pa_buf *out, const char *name, uint64_t value)
{
	pa_buf_printf(out, "%s\"%s\":%llu", out->bytes[out->used_bytes - 1] == '{' ? "" : ",", name,
		      (unsigned long long)value);
}

/* A whole number of which 0 says that it was not measured. */
static void known(struct pa_buf *out, const char *name, uint64_t value)
{
	if (value)
		whole(out, name, value);
	else
		number(out, name, NAN);
}

static void begin(struct pa_buf *out, const char *name, char bracket)
{
	char last = out->bytes[out->used_bytes - 1];

	pa_buf_puts(out, last == '{' || last == '[' ? "" : ",");
	if (name)
		pa_buf_printf(out, "\"%s\":", name);
	pa_buf_putc(out, bracket);
}

static void texts(struct pa_buf *out, const char *name, const char *const *items, size_t count)
{
	begin(out, name, '[');
	for (size_t i = 0; i < count; i++) {
		pa_buf_puts(out, i ? "," : "");
		pa_json_puts(out, items[i]);
	}
	pa_buf_putc(out, ']');
}

static void machine(struct pa_buf *out, const struct pa_machine *m)
{
	begin(out, "machine", '{');
	text(out, "hostname", m->hostname);
	text(out, "kernel", m->kernel);
	text(out, "architecture", m->architecture);
	text(out, "cpu_model", m->cpu_model);
	whole(out, "cpus", m->cpu_count);
	known(out, "memory_bytes", m->memory_bytes);
	whole(out, "hz", m->hz);
	whole(out, "page_bytes", m->page_bytes);
	pa_buf_printf(out, ",\"privileged\":%s", m->privileged ? "true" : "false");
	pa_buf_putc(out, '}');
}

static void verdict(struct pa_buf *out, const struct pa_verdict *v)
{
	begin(out, "verdict", '{');
	text(out, "state", states[v->state]);
	text(out, "sentence", v->sentence);
	text(out, "resource", v->resource);
	text(out, "instance", v->instance);
	text(out, "aspect", v->aspect);
	text(out, "cause", v->cause);
	number(out, "confidence", v->confidence);
	pa_buf_putc(out, '}');
}

static void next_steps(struct pa_buf *out, const struct pa_next *next, size_t count)
{
	begin(out, "next", '[');
	for (size_t i = 0; i < count; i++) {
		begin(out, NULL, '{');
		text(out, "command", next[i].command);
		text(out, "why", next[i].why);
		pa_buf_putc(out, '}');
	}
	pa_buf_putc(out, ']');
}

static void lists_of(struct pa_buf *out, const struct pa_finding *f)
{
	begin(out, "evidence", '[');
	for (size_t i = 0; i < f->evidence_count; i++) {
		const struct pa_evidence *e = &f->evidence[i];

		begin(out, NULL, '{');
		text(out, "metric", e->metric);
		number(out, "value", e->value);
		text(out, "unit", e->unit);
		text(out, "source", e->source);
		text(out, "text", e->text);
		pa_buf_putc(out, '}');
	}
	pa_buf_putc(out, ']');
	begin(out, "culprits", '[');
	for (size_t i = 0; i < f->culprit_count; i++) {
		const struct pa_culprit *c = &f->culprits[i];

		begin(out, NULL, '{');
		text(out, "kind", c->kind);
		text(out, "id", c->id);
		text(out, "name", c->name);
		number(out, "share", c->share);
		pa_buf_putc(out, '}');
	}
	pa_buf_putc(out, ']');
	next_steps(out, f->next, f->next_count);
}

static void finding(struct pa_buf *out, const struct pa_finding *f, size_t rank)
{
	begin(out, NULL, '{');
	whole(out, "rank", rank);
	text(out, "resource", f->resource);
	text(out, "instance", f->instance);
	text(out, "aspect", f->aspect);
	text(out, "class", classes[f->class]);
	number(out, "value", f->value);
	text(out, "unit", f->unit);
	number(out, "threshold", f->threshold);
	if (f->since_ns)
		whole(out, "since", f->since_ns);
	else
		pa_buf_puts(out, ",\"since\":null");
	number(out, "lost_ms_per_s", f->lost_ms_per_s);
	text(out, "hypothesis", f->hypothesis);
	text(out, "cause", f->cause);
	text(out, "sentence", f->sentence);
	text(out, "why_not_first", f->why_not_first);
	number(out, "confidence", f->confidence);
	lists_of(out, f);
	pa_buf_putc(out, '}');
}

static void tuning(struct pa_buf *out, const struct pa_advice *a)
{
	static const char *const holds[] = {
		[PA_TUNED_HOLDS] = "true", [PA_TUNED_QUIET] = "false", [PA_TUNED_UNKNOWN] = "null"
	};

	begin(out, "tuning", '[');
	for (size_t i = 0; i < a->tuning_count; i++) {
		const struct pa_tuned *t = &a->tuning[i];

		begin(out, NULL, '{');
		text(out, "id", t->id);
		text(out, "resource", t->resource);
		text(out, "setting", t->setting);
		text(out, "instance", t->instance);
		if (t->word)
			text(out, "value", t->word);
		else
			number(out, "value", t->value);
		text(out, "unit", t->unit);
		text(out, "source", t->source);
		text(out, "sentence", t->sentence);
		text(out, "reason", t->reason);
		text(out, "matters_when", t->matters_when);
		pa_buf_printf(out, ",\"holds\":%s", holds[t->state]);
		next_steps(out, t->next, t->next_count);
		pa_buf_putc(out, '}');
	}
	pa_buf_putc(out, ']');
}

static void coverage(struct pa_buf *out, const struct pa_coverage *c)
{
	begin(out, "coverage", '{');
	whole(out, "resources", c->resources);
	whole(out, "measured", c->measured);
	whole(out, "absent", c->absent);
	whole(out, "denied", c->denied);
	whole(out, "broken", c->broken);
	whole(out, "no_code_point", c->no_code_point);
	whole(out, "needs_ebpf", c->needs_ebpf);
	texts(out, "lost", c->lost, c->lost_count);
	begin(out, "denied_by", '[');
	for (size_t i = 0; i < c->denied_by_count; i++) {
		begin(out, NULL, '{');
		text(out, "capability", c->denied_by[i].capability);
		texts(out, "resources", c->denied_by[i].rows, c->denied_by[i].row_count);
		pa_buf_putc(out, '}');
	}
	pa_buf_putc(out, ']');
	texts(out, "limits", c->limits, c->limit_count);
	pa_buf_putc(out, '}');
}

static void hypotheses(struct pa_buf *out, const struct pa_advice *a)
{
	begin(out, "hypotheses", '[');
	for (size_t i = 0; i < a->hypothesis_count; i++) {
		const struct pa_hypothesis *h = &a->hypotheses[i];

		begin(out, NULL, '{');
		text(out, "id", h->id);
		text(out, "resource", h->resource);
		text(out, "instance", h->instance);
		text(out, "outcome", h->outcome);
		pa_buf_printf(out, ",\"survived\":%s", h->survived ? "true" : "false");
		begin(out, "facts", '[');
		for (size_t k = 0; k < h->judged_count; k++) {
			const struct pa_judged *j = &h->judged[k];

			begin(out, NULL, '{');
			text(out, "rule", j->rule);
			number(out, "value", j->value);
			pa_buf_printf(out, ",\"holds\":%s,\"against\":%s,\"required\":%s",
				      j->holds ? "true" : "false", j->against ? "true" : "false",
				      j->required ? "true" : "false");
			text(out, "text", j->text);
			pa_buf_putc(out, '}');
		}
		pa_buf_puts(out, "]}");
	}
	pa_buf_putc(out, ']');
}

void pa_advice_json(const struct pa_advice *a, uint32_t flags, struct pa_buf *out)
{
	char rung[2] = { a->machine.rung ? a->machine.rung : '?', '\0' };

	pa_buf_putc(out, '{');
	text(out, "schema", "perfadvisor.advice/1");
	text(out, "version", PA_VERSION);
	text(out, "rules", a->rules_hash);
	machine(out, &a->machine);
	begin(out, "window", '{');
	whole(out, "start", a->start_ns);
	whole(out, "end", a->end_ns);
	number(out, "watched_ms", (double)a->watched_ns / 1e6);
	number(out, "suspended_ms", a->suspended_s * 1e3);
	number(out, "clock_step_ms", a->clock_step_s * 1e3);
	number(out, "tick_ms", a->tick_ns ? (double)a->tick_ns / 1e6 : NAN);
	whole(out, "missed_ticks", a->missed_ticks);
	pa_buf_putc(out, '}');
	text(out, "rung", rung);
	text(out, "scope", a->scope);
	verdict(out, &a->verdict);
	begin(out, "findings", '[');
	for (size_t i = 0; i < a->finding_count; i++)
		finding(out, &a->findings[i], i + 1);
	pa_buf_putc(out, ']');
	texts(out, "rejected", a->rejected, a->rejected_count);
	texts(out, "also", a->also, a->also_count);
	texts(out, "history", a->history, a->history_count);
	if (flags & PA_ADVICE_EXPLAIN)
		hypotheses(out, a);
	tuning(out, a);
	coverage(out, &a->coverage);
	begin(out, "cost", '{');
	number(out, "cpu_s", a->cost.cpu_s);
	known(out, "rss_bytes", a->cost.rss_bytes);
	pa_buf_puts(out, "}}\n");
}
