/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/user.h"

#include <math.h>
#include <string.h>

#include "analyze/words.h"
#include "base/buf.h"
#include "base/names.h"
#include "model/user.h"

enum { READINGS_MIN = 2, WHO_MAX = 3, TEXT_MAX_BYTES = 4096 };

/* ---- figures ---- */

static void figure(const struct pa_user_series *series, bool counter, struct pa_user_cell *out)
{
	*out = (struct pa_user_cell){ .state = series->state,
				      .per_s = counter,
				      .readings = series->count,
				      .value = NAN,
				      .last = NAN,
				      .low = NAN,
				      .high = NAN };
	if (!series->count)
		return;
	if (!counter) {
		out->value = series->sum / series->count;
		out->last = series->last;
		out->low = series->low;
		out->high = series->high;
	} else if (series->last_ns > series->first_ns) {
		out->value = series->delta * 1e9 / (double)(series->last_ns - series->first_ns);
		out->last = out->low = out->high = out->value;
	}
}

/* What utilization is a share of; NAN when it is not known, 1 when it is a share already. */
static double limit_of(const struct pa_window *window, uint16_t resource)
{
	const struct pa_user_figure *limit = &window->user->resources[resource].part[PA_USER_LIMIT];
	const struct pa_user_series *series = pa_window_user(window, resource, PA_USER_LIMIT);
	struct pa_user_cell cell;

	if (!limit->given)
		return 1;
	if (!limit->where)
		return limit->constant;
	if (!series)
		return NAN;
	figure(series, limit->counter, &cell);
	return cell.value > 0 ? cell.value : NAN;
}

bool pa_user_cell(const struct pa_window *window, uint16_t resource, enum pa_user_part part,
		  struct pa_user_cell *out)
{
	const struct pa_user_figure *declared = &window->user->resources[resource].part[part];
	const struct pa_user_series *series = pa_window_user(window, resource, part);
	double limit;

	if (!declared->given || !series)
		return false;
	figure(series, declared->counter, out);
	if (part != PA_USER_UTILIZATION)
		return true;
	limit = limit_of(window, resource);
	out->ratio = true;
	out->per_s = false;
	out->value /= limit;
	out->last /= limit;
	out->low /= limit;
	out->high /= limit;
	return true;
}

/* "812 jobs", "3.1 jobs/s", "90 %". */
static const char *words_of(struct pa_arena *arena, const struct pa_user_resource *r,
			    const struct pa_user_cell *cell, double value)
{
	if (!isfinite(value))
		return "-";
	if (cell->ratio)
		return pa_words_percent(arena, value);
	return pa_arena_printf(arena, "%s%s%s%s", pa_words_number(arena, value),
			       r->unit[0] ? " " : "", r->unit, cell->per_s ? "/s" : "");
}

/* What the cell says, as evidence. */
static const char *said(struct pa_arena *arena, const struct pa_user_resource *r,
			enum pa_user_part part, const struct pa_user_cell *cell)
{
	const char *name = pa_user_part_text(part), *kind = pa_user_kind_text(r->kind);

	if (cell->per_s || cell->high <= cell->low)
		return pa_arena_printf(arena, "%s %s (%s)", name,
				       words_of(arena, r, cell, cell->value), kind);
	return pa_arena_printf(arena, "%s %s to %s in %u readings (%s)", name,
			       words_of(arena, r, cell, cell->low),
			       words_of(arena, r, cell, cell->high), cell->readings, kind);
}

/* ---- judging ---- */

static bool is_above(const struct pa_user_cell *cell, double above)
{
	return cell->readings >= READINGS_MIN && cell->low > above;
}

/* Which cell a resource is guilty by: of those above their thresholds the one that ranks first,
 * PA_USER_LIMIT when there is none. */
static enum pa_user_part guilty(const struct pa_window *window, uint16_t resource,
				struct pa_user_cell *out)
{
	static const enum pa_user_part order[] = { PA_USER_ERRORS, PA_USER_SATURATION,
						   PA_USER_UTILIZATION };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		double above = window->user->resources[resource].above[order[i]];

		if (!isnan(above) && pa_user_cell(window, resource, order[i], out) &&
		    is_above(out, above))
			return order[i];
	}
	return PA_USER_LIMIT;
}

static uint8_t class_of(const struct pa_user_resource *r, enum pa_user_part part)
{
	static const uint8_t usual[] = { [PA_USER_UTILIZATION] = PA_CLASS_BOUND,
					 [PA_USER_SATURATION] = PA_CLASS_WAITING,
					 [PA_USER_ERRORS] = PA_CLASS_FAILING };

	return r->class == UINT8_MAX ? usual[part] : r->class;
}

/* ---- words ---- */

/* The processes of this name, the one that uses most CPU first. */
static size_t find_who(const struct pa_case *c, const char *name, struct pa_arena *arena,
		       struct pa_culprit *out)
{
	const struct pa_proc *taken[WHO_MAX];
	size_t count = 0;

	while (name && count < WHO_MAX) {
		const struct pa_proc *best = NULL;

		for (uint32_t i = 0; i < c->procs.count; i++) {
			const struct pa_proc *p = &c->procs.procs[i];
			bool again = false;

			for (size_t k = 0; k < count; k++)
				again = again || taken[k] == p;
			if (!again && !strcmp(pa_names_text(c->names, p->comm), name) &&
			    (!best || p->cpu_ratio > best->cpu_ratio))
				best = p;
		}
		if (!best)
			break;
		taken[count] = best;
		out[count++] = (struct pa_culprit){ .kind = "process",
						    .id = pa_arena_printf(arena, "%d", best->pid),
						    .name = pa_arena_strdup(arena, name),
						    .share = NAN };
	}
	return count;
}

/* What a word of a sentence stands for. */
static const char *word(const struct pa_case *c, uint16_t resource, const char *name,
			const struct pa_finding *f, struct pa_arena *arena)
{
	const struct pa_user_resource *r = &c->window->user->resources[resource];
	struct pa_user_cell cell;

	if (!strcmp(name, "title"))
		return r->title;
	if (!strcmp(name, "who"))
		return f->culprit_count ? pa_arena_printf(arena, "%s (pid %s)", f->culprits[0].name,
							  f->culprits[0].id)
					: (r->culprit ? r->culprit : "nobody who was named");
	if (!strcmp(name, "limit")) {
		cell = (struct pa_user_cell){ 0 };
		return words_of(arena, r, &cell, limit_of(c->window, resource));
	}
	for (enum pa_user_part part = 0; part < PA_USER_LIMIT; part++)
		if (!strcmp(name, pa_user_part_text(part)))
			return pa_user_cell(c->window, resource, part, &cell)
				       ? words_of(arena, r, &cell, cell.value)
				       : "-";
	return "-";
}

static const char *fill(const struct pa_case *c, uint16_t resource, const char *text,
			const struct pa_finding *f, struct pa_arena *arena)
{
	const char *filled;
	struct pa_buf out;

	pa_buf_init(&out, TEXT_MAX_BYTES);
	while (*text) {
		size_t bytes = *text == '{' ? strcspn(text + 1, "}") : 0;
		char name[32];

		if (*text != '{' || bytes >= sizeof(name)) {
			pa_buf_putc(&out, *text++);
			continue;
		}
		memcpy(name, text + 1, bytes);
		name[bytes] = '\0';
		pa_buf_puts(&out, word(c, resource, name, f, arena));
		text += 1 + bytes + (text[1 + bytes] == '}');
	}
	filled = pa_arena_strdup(arena, out.bytes ? out.bytes : "");
	pa_buf_done(&out);
	return filled;
}

static const char *sentence_of(const struct pa_user_resource *r, enum pa_user_part part)
{
	static const char *const usual[] = {
		[PA_USER_UTILIZATION] = "{title} is used up: {utilization} of what it has.",
		[PA_USER_SATURATION] = "{title} is saturated: {saturation} wait.",
		[PA_USER_ERRORS] = "{title} fails: {errors}.",
	};

	return r->sentence ? r->sentence : usual[part];
}

/* ---- findings ---- */

static void add_evidence(const struct pa_case *c, uint16_t resource, struct pa_finding *f,
			 struct pa_arena *arena)
{
	const struct pa_user_resource *r = &c->window->user->resources[resource];
	struct pa_user_cell cell;

	f->evidence = pa_arena_alloc(arena, PA_USER_LIMIT * sizeof(*f->evidence));
	for (enum pa_user_part part = 0; part < PA_USER_LIMIT; part++) {
		if (!pa_user_cell(c->window, resource, part, &cell) || !isfinite(cell.value))
			continue;
		f->evidence[f->evidence_count++] = (struct pa_evidence){
			.metric = pa_arena_printf(arena, "%s.%s", r->id, pa_user_part_text(part)),
			.unit = cell.ratio ? "ratio"
					   : pa_arena_printf(arena, "%s%s", r->unit,
							     cell.per_s ? "/s" : ""),
			.source = pa_user_kind_text(r->kind),
			.value = cell.value,
			.text = said(arena, r, part, &cell),
		};
	}
}

static void find(const struct pa_case *c, uint16_t resource, enum pa_user_part part,
		 const struct pa_user_cell *cell, struct pa_arena *arena, struct pa_finding *f)
{
	const struct pa_user_resource *r = &c->window->user->resources[resource];
	const char *name = pa_user_part_text(part);

	*f = (struct pa_finding){
		.resource = pa_arena_strdup(arena, r->id),
		.instance = "",
		.aspect = name,
		.hypothesis = pa_arena_strdup(arena, r->id),
		.class = class_of(r, part),
		.value = cell->value,
		.threshold = r->above[part],
		.unit = cell->ratio
				? "ratio"
				: pa_arena_printf(arena, "%s%s", r->unit, cell->per_s ? "/s" : ""),
		.lost_ms_per_s = NAN,
		.size = NAN,
		.confidence = 1,
	};
	f->cause = pa_arena_printf(arena, "%s: %s above %s, the limit that was set for it",
				   r->title, name, words_of(arena, r, cell, r->above[part]));
	f->culprits = pa_arena_alloc(arena, WHO_MAX * sizeof(*f->culprits));
	f->culprit_count = find_who(c, r->culprit, arena, f->culprits);
	f->sentence = fill(c, resource, sentence_of(r, part), f, arena);
	add_evidence(c, resource, f, arena);
	f->next = pa_arena_alloc(arena, sizeof(*f->next));
	f->next_count = 1;
	*f->next = (struct pa_next){
		.command = r->next ? pa_arena_strdup(arena, r->next)
				   : pa_arena_printf(arena, "perfadvisor checklist %s", r->id),
		.why = r->next ? pa_arena_strdup(arena, r->why)
			       : "its figures, and where they are read",
	};
}

size_t pa_user_findings(const struct pa_case *c, struct pa_arena *arena, struct pa_finding *out)
{
	const struct pa_user *user = c->window->user;
	size_t count = 0;

	for (uint16_t i = 0; user && i < user->resource_count; i++) {
		struct pa_user_cell cell;
		enum pa_user_part part = guilty(c->window, i, &cell);

		if (part != PA_USER_LIMIT)
			find(c, i, part, &cell, arena, &out[count++]);
	}
	return count;
}

static void judge(const struct pa_case *c, uint16_t resource, enum pa_user_part part,
		  struct pa_arena *arena, struct pa_hypothesis *h)
{
	const struct pa_user_resource *r = &c->window->user->resources[resource];
	struct pa_user_cell cell = { .value = NAN, .low = NAN };
	bool known = pa_user_cell(c->window, resource, part, &cell) && isfinite(cell.value);
	bool above = known && is_above(&cell, r->above[part]);

	*h = (struct pa_hypothesis){ .id = pa_arena_strdup(arena, r->id),
				     .resource = pa_arena_strdup(arena, r->id),
				     .instance = "",
				     .survived = above,
				     .confidence = above ? 1 : 0,
				     .judged = pa_arena_alloc(arena, sizeof(*h->judged)),
				     .judged_count = 1 };
	h->judged[0] = (struct pa_judged){
		.text = known ? said(arena, r, part, &cell)
			      : pa_arena_printf(arena, "%s could not be measured",
						pa_user_part_text(part)),
		.rule = pa_arena_printf(arena, "%s.%s > %s", r->id, pa_user_part_text(part),
					pa_words_number(arena, r->above[part])),
		.value = known ? cell.value : NAN,
		.holds = above,
		.required = 1,
	};
	h->outcome = above ? "survived" : pa_arena_printf(arena, "dropped: %s", h->judged[0].text);
}

size_t pa_user_hypotheses(const struct pa_case *c, struct pa_arena *arena,
			  struct pa_hypothesis *out)
{
	const struct pa_user *user = c->window->user;
	size_t count = 0;

	for (uint16_t i = 0; user && i < user->resource_count; i++)
		for (enum pa_user_part part = 0; part < PA_USER_LIMIT; part++)
			if (!isnan(user->resources[i].above[part]))
				judge(c, i, part, arena, &out[count++]);
	return count;
}

size_t pa_user_unread(const struct pa_case *c, struct pa_arena *arena, const char **out)
{
	const struct pa_user *user = c->window->user;
	size_t count = 0;

	for (uint16_t i = 0; user && i < user->resource_count; i++) {
		const struct pa_user_resource *r = &user->resources[i];
		struct pa_buf parts;
		uint8_t state = PA_OK;

		pa_buf_init(&parts, TEXT_MAX_BYTES);
		for (enum pa_user_part part = 0; part < PA_USER_PART_COUNT; part++) {
			const struct pa_user_series *series = pa_window_user(c->window, i, part);

			if (!series || series->count)
				continue;
			pa_buf_printf(&parts, "%s%s", parts.used_bytes ? ", " : "",
				      pa_user_part_text(part));
			state = series->state;
		}
		if (parts.used_bytes)
			out[count++] = pa_arena_printf(
				arena, "%s: %s could not be read (%s, %s)", r->id, parts.bytes,
				pa_user_kind_text(r->kind), pa_state_text(state));
		pa_buf_done(&parts);
	}
	return count;
}
