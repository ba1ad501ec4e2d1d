/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/coverage.h"

#include <string.h>

#include "analyze/window.h"
#include "base/buf.h"
#include "catalog/resources.h"
#include "catalog/values.h"

/* The resource that a value measures, PA_RESOURCE_COUNT when it stands beside its cells: a
 * setting that was read says nothing about use, waiting or errors. */
static uint16_t measures(uint16_t metric)
{
	return pa_values[metric].cell == 'C' ? (uint16_t)PA_RESOURCE_COUNT
					     : pa_value_resource[metric];
}

/* Best state that any sampled value of each resource had; PA_STATE_COUNT: never told. */
static void collect(const struct pa_case *c, uint8_t *best)
{
	memset(best, PA_STATE_COUNT, PA_RESOURCE_COUNT);
	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];
		uint16_t at = measures(s->metric);

		if (at < PA_RESOURCE_COUNT && s->state < best[at])
			best[at] = (uint8_t)s->state;
	}
	for (uint32_t i = 0; i < c->facts.count; i++) {
		uint16_t at = measures(c->facts.facts[i].metric);

		if (at < PA_RESOURCE_COUNT)
			best[at] = PA_OK;
	}
}

/* ---- what a privilege would bring ---- */

/* By row and cell: was any of its values read, was any denied? */
struct cell {
	bool read, denied;
};

static void look_at_cells(const struct pa_case *c, struct cell cells[][PA_CELL_COUNT])
{
	static const char letters[] = "USE";

	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];
		const char *letter = strchr(letters, pa_values[s->metric].cell);
		uint16_t at = pa_value_resource[s->metric];

		if (!letter || !*letter || at >= PA_RESOURCE_COUNT)
			continue;
		cells[at][letter - letters].read |= s->state == PA_OK;
		cells[at][letter - letters].denied |= s->state == PA_DENIED;
	}
}

static struct pa_denied *denied_by(struct pa_coverage *out, struct pa_arena *arena,
				   const char *capability)
{
	struct pa_denied *entry;

	for (size_t i = 0; i < out->denied_by_count; i++)
		if (!strcmp(out->denied_by[i].capability, capability))
			return &out->denied_by[i];
	entry = &out->denied_by[out->denied_by_count++];
	entry->capability = capability;
	entry->rows = pa_arena_alloc(arena, PA_RESOURCE_COUNT * sizeof(*entry->rows));
	return entry;
}

static void name_denied(const struct pa_case *c, struct pa_arena *arena, struct pa_coverage *out)
{
	struct cell cells[PA_RESOURCE_COUNT][PA_CELL_COUNT] = { 0 };

	look_at_cells(c, cells);
	out->denied_by = pa_arena_alloc(arena, PA_RESOURCE_COUNT * PA_CELL_COUNT *
						       sizeof(*out->denied_by));
	for (size_t i = 0; i < PA_RESOURCE_COUNT; i++) {
		for (int cell = 0; cell < PA_CELL_COUNT; cell++) {
			const struct pa_resource *r = &pa_resources[i];
			struct pa_denied *by;
			const char *capability;

			if (!r->os[PA_OS_LINUX] || !cells[i][cell].denied || cells[i][cell].read)
				continue;
			capability = r->os[PA_OS_LINUX]->cells[cell].capability;
			by = denied_by(out, arena, *capability ? capability : "root");
			/* The cells of a row stand together. */
			if (!by->row_count || by->rows[by->row_count - 1] != r->id)
				by->rows[by->row_count++] = r->id;
		}
	}
}

static bool has_status(const struct pa_resource *r, enum pa_cell_status status)
{
	for (int cell = 0; cell < PA_CELL_COUNT; cell++)
		if (r->os[PA_OS_LINUX]->cells[cell].status == status)
			return true;
	return false;
}

/* A resource of which no reader told anything. */
static void count_untold(const struct pa_resource *r, struct pa_coverage *out)
{
	bool needs_ebpf = has_status(r, PA_STATUS_NEEDS_EBPF);

	/* A reader of ours that found nothing to tell: this machine has none of it. */
	if (has_status(r, PA_STATUS_MEASURED) ||
	    (!needs_ebpf && has_status(r, PA_STATUS_NEEDS_HARDWARE)))
		out->absent++;
	else if (needs_ebpf)
		out->needs_ebpf++;
	else
		out->no_code_point++;
}

void pa_coverage(const struct pa_case *c, struct pa_arena *arena, struct pa_coverage *out)
{
	uint8_t best[PA_RESOURCE_COUNT];

	collect(c, best);
	*out = (struct pa_coverage){ .lost = pa_arena_alloc(arena, PA_RESOURCE_COUNT *
									   sizeof(*out->lost)) };
	for (size_t i = 0; i < PA_RESOURCE_COUNT; i++) {
		const struct pa_resource *r = &pa_resources[i];
		bool lost = true;

		if (!r->os[PA_OS_LINUX])
			continue;
		out->resources++;
		switch (best[i]) {
		case PA_OK:
			out->measured++;
			lost = false;
			break;
		case PA_ABSENT:
			out->absent++;
			break;
		case PA_DENIED:
			out->denied++;
			break;
		case PA_BROKEN:
			out->broken++;
			break;
		default:
			lost = false;
			count_untold(r, out);
		}
		if (lost)
			out->lost[out->lost_count++] = r->id;
	}
	name_denied(c, arena, out);
}

/* One of the five saturations, and the facts or values any of which measures it. */
struct need {
	const char *name;
	uint16_t facts[3];
	uint16_t values[3];
};

static const struct need needs[] = {
	{ "the CPUs", { PA_V_CPU_ALL_PRESSURE_RATIO, PA_V_CPU_RUNQ_DELAY_MS_PER_S }, { 0 } },
	{ "memory", { PA_V_MEM_CAP_PRESSURE_SOME_RATIO, PA_V_MEM_THRASH_REFAULTS_PER_S }, { 0 } },
	{ "storage", { PA_V_BLK_DEV_PRESSURE_RATIO, PA_V_BLK_DEV_QUEUE_COUNT }, { 0 } },
	{ "the network", { PA_V_NET_TCP_RETX_RETRANSMITS_PER_S, PA_V_NET_IF_DROPS_PER_S }, { 0 } },
	{ "the cgroups",
	  { PA_V_CG_CPU_THROTTLED_RATIO, PA_V_CG_CPU_PRESSURE_RATIO },
	  { PA_V_CG_COUNT_GROUPS_COUNT } },
};

static bool measured(const struct pa_case *c, const struct need *need)
{
	for (size_t k = 0; k < sizeof(need->facts) / sizeof(need->facts[0]); k++)
		for (uint32_t i = 0; need->facts[k] && i < c->facts.count; i++)
			if (c->facts.facts[i].metric == need->facts[k])
				return true;
	/* Counted and found none: a machine without groups has none that is held back. */
	for (size_t k = 0; k < sizeof(need->values) / sizeof(need->values[0]); k++) {
		const struct pa_series *s = need->values[k]
						    ? pa_window_find(c->window, need->values[k], 0)
						    : NULL;

		if (s && s->count)
			return true;
	}
	return false;
}

const char *pa_coverage_missing(const struct pa_case *c, struct pa_arena *arena)
{
	struct pa_buf text;
	const char *out = NULL;

	pa_buf_init(&text, 256);
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (!measured(c, &needs[i])) {
			pa_buf_puts(&text, text.used_bytes ? ", " : "");
			pa_buf_puts(&text, needs[i].name);
		}
	if (text.used_bytes)
		out = pa_arena_strdup(arena, text.bytes);
	pa_buf_done(&text);
	return out;
}
