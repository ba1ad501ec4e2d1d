/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "model/advice.h"
#include "render/advice.h"
#include "render/utf8.h"
#include "render/wrap.h"

enum { LABEL_COLUMNS = 10, INDENT = 2, LINE_MAX_BYTES = 16384, REMARKS_MAX = 5 };

struct page {
	const struct pa_advice *a;
	struct pa_buf *out;
	unsigned columns;
	uint32_t flags;
};

static const char *const verdict_color[] = {
	[PA_VERDICT_HEALTHY] = "\033[1;32m",
	[PA_VERDICT_BOTTLENECK] = "\033[1;31m",
	[PA_VERDICT_INCONCLUSIVE] = "\033[1;33m",
};

/* Everything that is shown comes by here: names of the machine may hold any bytes. */
static void wrap(struct page *p, size_t indent, const char *label, size_t label_columns,
		 const char *text)
{
	struct pa_buf clean;

	pa_buf_init(&clean, LINE_MAX_BYTES);
	pa_utf8_clean(&clean, text);
	pa_wrap_put(p->out, indent, label, label_columns, clean.bytes ? clean.bytes : "",
		    p->columns);
	pa_buf_done(&clean);
}

static void put(struct page *p, const char *label, const char *text)
{
	wrap(p, INDENT, label, LABEL_COLUMNS, text);
}

static void verdict(struct page *p)
{
	const struct pa_verdict *v = &p->a->verdict;
	struct pa_buf line;

	pa_buf_init(&line, LINE_MAX_BYTES);
	if (v->state == PA_VERDICT_BOTTLENECK)
		pa_buf_puts(&line, "Bottleneck: ");
	else if (v->state == PA_VERDICT_INCONCLUSIVE && v->resource)
		pa_buf_puts(&line, "Inconclusive: ");
	pa_buf_puts(&line, v->sentence);
	if (p->flags & PA_ADVICE_COLOR)
		pa_buf_puts(p->out, verdict_color[v->state]);
	if (p->flags & PA_ADVICE_QUIET)
		p->columns = LINE_MAX_BYTES; /* for scripts: one line */
	wrap(p, 0, "", 0, line.bytes);
	if (p->flags & PA_ADVICE_COLOR)
		pa_buf_puts(p->out, "\033[0m");
	pa_buf_done(&line);
}

/* A list as one paragraph, its items parted by middle dots. */
static void list(struct page *p, const char *label, const char *const *items, size_t count)
{
	struct pa_buf line;

	if (!count)
		return;
	pa_buf_init(&line, LINE_MAX_BYTES);
	for (size_t i = 0; i < count; i++) {
		pa_buf_puts(&line, i ? " · " : "");
		pa_buf_puts(&line, items[i]);
	}
	put(p, label, line.bytes);
	pa_buf_done(&line);
}

static void culprits(struct page *p, const struct pa_finding *f)
{
	struct pa_buf line;

	if (!f->culprit_count)
		return;
	pa_buf_init(&line, LINE_MAX_BYTES);
	for (size_t i = 0; i < f->culprit_count; i++) {
		const struct pa_culprit *c = &f->culprits[i];

		pa_buf_puts(&line, i ? " · " : "");
		pa_buf_printf(&line, "%s %s", c->kind, strcmp(c->name, c->id) ? c->name : c->id);
		if (strcmp(c->name, c->id) != 0)
			pa_buf_printf(&line, " (%s)", c->id);
		if (isfinite(c->share) && c->share < 0.995)
			pa_buf_printf(&line, " %.0f %%", c->share * 100);
	}
	put(p, "who", line.bytes);
	pa_buf_done(&line);
}

static void evidence(struct page *p, const struct pa_finding *f)
{
	struct pa_buf line;

	if (!f->evidence_count)
		return;
	pa_buf_init(&line, LINE_MAX_BYTES);
	for (size_t i = 0; i < f->evidence_count; i++) {
		pa_buf_puts(&line, i ? " · " : "");
		pa_buf_puts(&line, f->evidence[i].text);
	}
	put(p, "evidence", line.bytes);
	pa_buf_done(&line);
}

/* One command and, as a comment of the shell behind it, why. A command is copied: it is never
 * broken, so its line may be long; the comment stands below it when it does not fit. */
static void next_step(struct page *p, const char *label, const struct pa_next *n, size_t widest)
{
	size_t left = INDENT + LABEL_COLUMNS, width;
	struct pa_buf line, why;

	pa_buf_init(&line, LINE_MAX_BYTES);
	pa_buf_init(&why, LINE_MAX_BYTES);
	pa_buf_printf(&line, "%*s%-*s", INDENT, "", LABEL_COLUMNS, label);
	pa_utf8_clean(&line, n->command);
	pa_buf_puts(&why, "# ");
	pa_utf8_clean(&why, n->why);
	width = pa_wrap_columns(line.bytes, line.used_bytes);
	widest = left + widest > width ? left + widest : width;
	pa_buf_puts(p->out, line.bytes);
	if (widest + 2 + pa_wrap_columns(why.bytes, why.used_bytes) <= p->columns) {
		pa_buf_printf(p->out, "%*s%s\n", (int)(widest + 2 - width), "", why.bytes);
	} else {
		pa_buf_putc(p->out, '\n');
		pa_wrap_put(p->out, left + 2, "", 0, why.bytes, p->columns);
	}
	pa_buf_done(&line);
	pa_buf_done(&why);
}

static void next_steps(struct page *p, const struct pa_finding *f)
{
	size_t widest = 0;

	for (size_t i = 0; i < f->next_count; i++) {
		size_t n = pa_wrap_columns(f->next[i].command, strlen(f->next[i].command));

		widest = n > widest && n <= p->columns / 2 ? n : widest;
	}
	for (size_t i = 0; i < f->next_count; i++)
		next_step(p, i ? "" : "next", &f->next[i], widest);
}

static void runners_up(struct page *p)
{
	for (size_t i = 1; i < p->a->finding_count; i++) {
		const struct pa_finding *f = &p->a->findings[i];
		struct pa_buf line;

		if (f->class == PA_CLASS_NOTICE)
			continue;
		pa_buf_init(&line, LINE_MAX_BYTES);
		pa_buf_printf(&line, "%s (not first: %s)", f->sentence,
			      f->why_not_first ? f->why_not_first : "-");
		put(p, i == 1 ? "then" : "", line.bytes);
		pa_buf_done(&line);
	}
}

/* Settings that cost something in this window; the first of them are the dearest. */
static void tuning(struct page *p)
{
	size_t count = 0;

	for (size_t i = 0; i < p->a->tuning_count && count < REMARKS_MAX; i++) {
		const struct pa_tuned *t = &p->a->tuning[i];

		if (t->state == PA_TUNED_HOLDS && !t->told_already)
			wrap(p, 0, count++ ? "" : "Tuning", LABEL_COLUMNS + INDENT, t->sentence);
	}
}

static void setting(struct page *p, const struct pa_tuned *t)
{
	struct pa_buf line;

	pa_buf_init(&line, LINE_MAX_BYTES);
	pa_buf_printf(&line, "%s = %s%s%s (%s)", t->setting, t->text, t->instance[0] ? " of " : "",
		      t->instance, t->id);
	pa_buf_putc(p->out, '\n');
	wrap(p, 0, "", 0, line.bytes);
	pa_buf_done(&line);
	if (t->state == PA_TUNED_HOLDS)
		put(p, "now", t->sentence);
	put(p, "why", t->reason);
	pa_buf_init(&line, LINE_MAX_BYTES);
	pa_buf_printf(&line, "matters when %s%s", t->matters_when,
		      t->state == PA_TUNED_UNKNOWN ? "; that could not be measured" : "");
	put(p, t->state == PA_TUNED_HOLDS ? "" : "not now", line.bytes);
	pa_buf_done(&line);
	for (size_t i = 0; i < t->next_count; i++)
		next_step(p, i ? "" : "next", &t->next[i], strlen(t->next[i].command));
}

/* Every setting that was read, with the condition under which it costs. */
static void settings(struct page *p)
{
	if (!p->a->tuning_count)
		return;
	pa_buf_printf(p->out, "\nSettings, %zu audited\n", p->a->tuning_count);
	for (size_t i = 0; i < p->a->tuning_count; i++)
		setting(p, &p->a->tuning[i]);
}

static void coverage(struct page *p)
{
	const struct pa_coverage *c = &p->a->coverage;
	struct pa_buf line;

	pa_buf_init(&line, LINE_MAX_BYTES);
	pa_buf_printf(
		&line,
		"%u resources: %u measured, %u not on this machine, %u without a code point in "
		"this kernel, %u denied",
		c->resources, c->measured, c->absent, c->no_code_point, c->denied);
	if (c->broken)
		pa_buf_printf(&line, ", %u broken", c->broken);
	if (c->needs_ebpf)
		pa_buf_printf(&line, ", %u that only eBPF tells", c->needs_ebpf);
	pa_buf_printf(&line, ". Rung %c.", p->a->machine.rung ? p->a->machine.rung : '?');
	wrap(p, 0, "Coverage", LABEL_COLUMNS + INDENT, line.bytes);
	pa_buf_done(&line);
}

/* Which privilege would bring what was denied; root may lack it in a container, or have it and
 * be refused by a security module. */
static void denied(struct page *p)
{
	const struct pa_coverage *c = &p->a->coverage;
	struct pa_buf line;

	pa_buf_init(&line, LINE_MAX_BYTES);
	for (size_t i = 0; i < c->denied_by_count; i++) {
		const struct pa_denied *by = &c->denied_by[i];

		pa_buf_printf(&line, "%s%s%s would bring ", i ? "; " : "", by->capability,
			      p->a->machine.privileged
				      ? ", where no security policy refuses it to root,"
				      : "");
		for (size_t k = 0; k < by->row_count; k++)
			pa_buf_printf(&line, "%s%s", k ? ", " : "", by->rows[k]);
	}
	pa_buf_putc(&line, '.');
	if (c->denied_by_count)
		wrap(p, 0, "Denied", LABEL_COLUMNS + INDENT, line.bytes);
	pa_buf_done(&line);
}

static void limits(struct page *p)
{
	const struct pa_coverage *c = &p->a->coverage;
	struct pa_buf line;

	pa_buf_init(&line, LINE_MAX_BYTES);
	for (size_t i = 0; i < c->limit_count; i++)
		pa_buf_printf(&line, "%s%s", i ? " · " : "", c->limits[i]);
	pa_buf_putc(&line, '.');
	if (c->limit_count)
		wrap(p, 0, "Limits", LABEL_COLUMNS + INDENT, line.bytes);
	pa_buf_done(&line);
}

static void cost(struct page *p)
{
	const struct pa_advice *a = p->a;
	double seconds = (double)a->watched_ns / 1e9;
	struct pa_buf line;

	pa_buf_init(&line, LINE_MAX_BYTES);
	pa_buf_printf(&line, "watched %.1f s", seconds);
	if (isfinite(a->cost.cpu_s) && seconds > 0)
		pa_buf_printf(&line, ", own cost %.2f %% of one CPU",
			      a->cost.cpu_s / seconds * 100);
	if (isfinite(a->cost.cpu_s) && seconds > 0 && a->cost.rss_bytes)
		pa_buf_printf(&line, " and %.1f MB", (double)a->cost.rss_bytes / 1048576.0);
	if (a->missed_ticks)
		pa_buf_printf(&line, "; %u ticks came too late and were left out", a->missed_ticks);
	pa_buf_puts(&line, ".");
	wrap(p, 0, "Window", LABEL_COLUMNS + INDENT, line.bytes);
	pa_buf_done(&line);
}

static void explain_one(struct page *p, const struct pa_hypothesis *h)
{
	struct pa_buf head;

	pa_buf_init(&head, LINE_MAX_BYTES);
	pa_buf_printf(&head, "%s (%s%s%s): %s", h->id, h->resource, h->instance[0] ? " " : "",
		      h->instance, h->outcome);
	pa_buf_putc(p->out, '\n');
	wrap(p, 0, "", 0, head.bytes);
	pa_buf_done(&head);
	for (size_t i = 0; i < h->judged_count; i++) {
		const struct pa_judged *j = &h->judged[i];
		struct pa_buf line;

		pa_buf_init(&line, LINE_MAX_BYTES);
		pa_buf_printf(&line, "%s  [%s%s]", j->text, j->rule,
			      j->required ? ", required" : "");
		put(p,
		    isnan(j->value) ? "unknown"
		    : j->against    ? (j->holds ? "ACQUITS" : "no")
				    : (j->holds ? "for" : "fails"),
		    line.bytes);
		pa_buf_done(&line);
	}
}

static void explain(struct page *p)
{
	pa_buf_printf(p->out, "\nHypotheses, rules %s\n", p->a->rules_hash);
	for (size_t i = 0; i < p->a->hypothesis_count; i++)
		explain_one(p, &p->a->hypotheses[i]);
}

void pa_advice_text(const struct pa_advice *advice, unsigned columns, uint32_t flags,
		    struct pa_buf *out)
{
	struct page p = { .a = advice, .out = out, .columns = columns, .flags = flags };
	const struct pa_finding *first = advice->finding_count ? &advice->findings[0] : NULL;

	verdict(&p);
	if (flags & PA_ADVICE_QUIET)
		return;
	if (first && first->class != PA_CLASS_NOTICE) {
		culprits(&p, first);
		evidence(&p, first);
		list(&p, "not", advice->rejected, advice->rejected_count);
		next_steps(&p, first);
		runners_up(&p);
	}
	if (advice->also_count || advice->history_count) {
		struct pa_buf line;

		pa_buf_init(&line, LINE_MAX_BYTES);
		for (size_t i = 0; i < advice->also_count; i++) {
			pa_buf_puts(&line, line.used_bytes ? " · " : "");
			pa_buf_puts(&line, advice->also[i]);
		}
		for (size_t i = 0; i < advice->history_count; i++) {
			pa_buf_puts(&line, line.used_bytes ? " · earlier: " : "earlier: ");
			pa_buf_puts(&line, advice->history[i]);
		}
		wrap(&p, 0, "Also seen", LABEL_COLUMNS + INDENT, line.bytes);
		pa_buf_done(&line);
	}
	if (!(flags & PA_ADVICE_NO_TUNING))
		tuning(&p);
	coverage(&p);
	denied(&p);
	limits(&p);
	cost(&p);
	if (flags & PA_ADVICE_SETTINGS)
		settings(&p);
	if (flags & PA_ADVICE_EXPLAIN)
		explain(&p);
}
