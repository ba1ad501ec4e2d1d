/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/words.h"

#include <math.h>
#include <string.h>

#include "analyze/container.h"
#include "analyze/netns.h"
#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"

enum { TEXT_MAX_BYTES = 8192, WORD_MAX_BYTES = 128, SHORT_ID_BYTES = 12 };

const char *pa_words_number(struct pa_arena *arena, double v)
{
	unsigned long long whole;

	if (v < 0)
		return pa_arena_printf(arena, "-%s", pa_words_number(arena, -v));
	if (v < 0.095 && v > 0)
		return v < 0.0005 ? "0.000" : pa_arena_printf(arena, "%.3f", v);
	if (v < 9.95)
		return fabs(v - round(v)) < 0.005 ? pa_arena_printf(arena, "%.0f", v)
		       : v < 0.995		  ? pa_arena_printf(arena, "%.2f", v)
						  : pa_arena_printf(arena, "%.1f", v);
	if (v >= 1e15)
		return pa_arena_printf(arena, "%.2e", v);
	whole = (unsigned long long)(v + 0.5);
	if (whole >= 1000000000ULL)
		return pa_arena_printf(arena, "%llu,%03llu,%03llu,%03llu", whole / 1000000000ULL,
				       whole / 1000000 % 1000, whole / 1000 % 1000, whole % 1000);
	if (whole >= 1000000)
		return pa_arena_printf(arena, "%llu,%03llu,%03llu", whole / 1000000,
				       whole / 1000 % 1000, whole % 1000);
	if (whole >= 1000)
		return pa_arena_printf(arena, "%llu,%03llu", whole / 1000, whole % 1000);
	return pa_arena_printf(arena, "%llu", whole);
}

static const char *bytes(struct pa_arena *arena, double v, const char *behind)
{
	static const char *const units[] = { "bytes", "kB", "MB", "GB", "TB" };
	size_t unit = 0;

	/* Powers of 1024 under the names that every tool of the field uses for them. */
	while (v >= 1024 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		v /= 1024;
		unit++;
	}
	return pa_arena_printf(arena, "%s %s%s", pa_words_number(arena, v), units[unit], behind);
}

static const char *clock_rate(struct pa_arena *arena, double hz)
{
	static const char *const units[] = { "Hz", "kHz", "MHz", "GHz" };
	size_t unit = 0;

	while (hz >= 1000 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		hz /= 1000;
		unit++;
	}
	return pa_arena_printf(arena, "%s %s", pa_words_number(arena, hz), units[unit]);
}

const char *pa_words_percent(struct pa_arena *arena, double ratio)
{
	double v = ratio * 100;

	if (v > 0 && v < 0.995)
		return pa_arena_printf(arena, "%.2f %%", v);
	/* Not quite all must not read as all. */
	if (v > 99 && v < 100)
		return pa_arena_printf(arena, "%.1f %%", floor(v * 10) / 10);
	return pa_arena_printf(arena, "%.0f %%", v);
}

struct unit_words {
	const char *unit, *brief, *full;
};

static const struct unit_words unit_words[] = {
	{ "ms_per_s", " ms/s", " ms of every second" },
	{ "per_s", "/s", " per second" },
	{ "ms", " ms", " ms" },
	{ "us", " us", " microseconds" },
	{ "ns", " ns", " ns" },
	{ "s", " s", " s" },
	{ "pages", " pages", " pages" },
	{ "celsius", " C", " degrees Celsius" },
	{ "percent", " %", " %" },
	{ "watts", " W", " W" },
	{ "joules", " J", " J" },
	{ "rpm", " rpm", " rpm" },
};

const char *pa_words_value(struct pa_arena *arena, uint16_t metric, double value,
			   enum pa_words_style style)
{
	const char *unit = metric < PA_V_COUNT ? pa_values[metric].unit : "";

	const char *word;

	if (!isfinite(value))
		return "-";
	word = pa_value_word(metric, value);
	if (word)
		return word;
	if (!strcmp(unit, "ratio"))
		return pa_words_percent(arena, value);
	if (!strcmp(unit, "hz"))
		return clock_rate(arena, value);
	if (!strcmp(unit, "bytes"))
		return bytes(arena, value, "");
	if (!strcmp(unit, "kib"))
		return bytes(arena, value * 1024, "");
	if (!strcmp(unit, "bytes_per_s"))
		return bytes(arena, value, style == PA_WORDS_LONG ? " per second" : "/s");
	for (size_t i = 0; i < sizeof(unit_words) / sizeof(unit_words[0]); i++)
		if (!strcmp(unit, unit_words[i].unit))
			return pa_arena_printf(arena, "%s%s", pa_words_number(arena, value),
					       style == PA_WORDS_LONG ? unit_words[i].full
								      : unit_words[i].brief);
	return pa_words_number(arena, value);
}

static const struct pa_culprit *first_of(const struct pa_words *w, const char *kind)
{
	for (size_t i = 0; i < w->culprit_count; i++)
		if (!strcmp(w->culprits[i].kind, kind))
			return &w->culprits[i];
	return NULL;
}

static const char *who(const struct pa_words *w)
{
	const struct pa_culprit *p = first_of(w, "process");

	if (p)
		return pa_arena_printf(w->arena, "%s (pid %s)", p->name, p->id);
	p = first_of(w, "socket");
	if (!p)
		p = first_of(w, "peer");
	return p ? pa_arena_printf(w->arena, "a process that could not be named (%s)", p->name)
		 : "a process that could not be named";
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

/* The path of a cgroup inside its hierarchy, from "cg1:cpu:/a/b" or "cg2:/a/b". */
static const char *cgroup_path(const char *instance)
{
	const char *slash = strchr(instance, '/');

	return slash ? slash : "/";
}

/* The statistics file of a cgroup below the usual mount point. */
static const char *cgroup_file(const struct pa_words *w, const char *instance)
{
	const char *path = cgroup_path(instance), *colon;

	if (!strncmp(instance, "cg1:", 4) && (colon = strchr(instance + 4, ':'))) {
		int n = (int)(colon - instance - 4);

		return pa_arena_printf(w->arena, "/%.*s%s/%.*s.stat", n, instance + 4, path, n,
				       instance + 4);
	}
	return pa_arena_printf(w->arena, "%s/%s.stat", path,
			       strstr(instance, "mem") ? "memory" : "cpu");
}

/* A container's name as its runtime gave it, else the start of its id. */
static const char *container_name(const struct pa_words *w, const char *id)
{
	for (uint32_t i = 0; i < w->c->window->container_count; i++) {
		const struct pa_container_name *known = &w->c->window->containers[i];

		if (known->name && !strcmp(pa_names_text(w->c->names, known->id), id))
			return pa_names_text(w->c->names, known->name);
	}
	return pa_arena_printf(w->arena, "%.*s", SHORT_ID_BYTES, id);
}

static const char *pod_name(const struct pa_words *w, const struct pa_container *container)
{
	for (uint32_t i = 0; i < w->c->window->container_count; i++) {
		const struct pa_container_name *known = &w->c->window->containers[i];

		if (known->pod && !strcmp(pa_names_text(w->c->names, known->id), container->id))
			return pa_arena_printf(w->arena, "%s/%s",
					       pa_names_text(w->c->names, known->space),
					       pa_names_text(w->c->names, known->pod));
	}
	return pa_arena_strdup(w->arena, container->pod);
}

const char *pa_words_group(const struct pa_words *w, const char *path)
{
	const char *leaf = last_part(path), *name;
	struct pa_container container;

	if (!strcmp(path, "/"))
		return w->c->machine->in_cgroup_ns ? "this container" : "/";
	if (!pa_container_of_path(path, &container) || !container.runtime)
		return leaf;
	name = container_name(w, container.id);
	if (!strstr(leaf, container.id))
		name = pa_arena_printf(w->arena, "%s in %s", leaf, name);
	if (container.pod[0])
		return pa_arena_printf(w->arena, "%s (container of pod %s)", name,
				       pod_name(w, &container));
	return pa_arena_printf(w->arena, "%s (%s container)", name, container.runtime);
}

static const char *netns_words(const struct pa_words *w, const char *instance)
{
	size_t n;
	const char *name = pa_netns_of(instance, &n);

	return n ? pa_arena_printf(w->arena, " in network namespace %.*s", (int)n, name) : "";
}

static const char *plain_word(const struct pa_words *w, const char *word)
{
	const char *instance = pa_names_text(w->c->names, w->instance);
	const struct pa_culprit *p;

	if (!strcmp(word, "instance"))
		return instance[0] ? instance : "the machine";
	if (!strcmp(word, "leaf"))
		return pa_words_group(w, cgroup_path(instance));
	if (!strcmp(word, "cgroup"))
		return cgroup_path(instance);
	if (!strcmp(word, "netns"))
		return netns_words(w, instance);
	if (!strcmp(word, "who"))
		return who(w);
	if (!strcmp(word, "file") && !strncmp(instance, "cg", 2))
		return cgroup_file(w, instance);
	p = first_of(w, !strcmp(word, "pid") ? "process" : word);
	if (p)
		return p->id;
	return !strcmp(word, "file") ? "a file" : !strcmp(word, "pid") ? "PID" : "-";
}

/* Of this instance, of the device that it is mounted from, or of the machine. */
static bool value_of(const struct pa_words *w, uint16_t metric, double *value)
{
	uint32_t device = pa_derive_device_of_mount(w->c, w->instance);

	return pa_facts_exact(&w->c->facts, metric, w->instance, value) ||
	       pa_window_last(w->c->window, metric, w->instance, value) ||
	       (device && pa_facts_exact(&w->c->facts, metric, device, value)) ||
	       pa_facts_get(&w->c->facts, metric, w->instance, value) ||
	       pa_window_last(w->c->window, metric, 0, value);
}

static const char *value_word(const struct pa_words *w, char *word, enum pa_words_style style)
{
	char *colon = strchr(word, ':');
	uint16_t metric;
	double value;

	if (colon)
		*colon = '\0';
	metric = pa_value_find(word);
	if (metric == PA_V_NONE)
		return "-";
	if (!value_of(w, metric, &value))
		return "-";
	return colon ? pa_words_number(w->arena, value)
		     : pa_words_value(w->arena, metric, value, style);
}

const char *pa_words_quote(struct pa_arena *arena, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_./:@%+,=-";
	struct pa_buf out;
	const char *quoted;

	if (text[0] && !text[strspn(text, plain)])
		return text;
	pa_buf_init(&out, TEXT_MAX_BYTES);
	pa_buf_putc(&out, '\'');
	for (const char *c = text; *c; c++) {
		if (*c == '\'')
			pa_buf_puts(&out, "'\\''");
		else
			pa_buf_putc(&out, *c);
	}
	pa_buf_putc(&out, '\'');
	quoted = pa_arena_strdup(arena, out.bytes);
	pa_buf_done(&out);
	return quoted;
}

const char *pa_words_fact(const struct pa_words *words, const struct pa_fact_rule *fact, int holds)
{
	if (holds < 0)
		return pa_arena_printf(words->arena, "%s could not be measured",
				       pa_values[fact->value].id);
	return pa_words_fill(words, !holds && fact->fails ? fact->fails : fact->says,
			     PA_WORDS_SHORT);
}

const char *pa_words_fill(const struct pa_words *words, const char *text, enum pa_words_style style)
{
	struct pa_buf out;
	const char *filled;

	pa_buf_init(&out, TEXT_MAX_BYTES);
	while (*text) {
		char word[WORD_MAX_BYTES];
		const char *close = *text == '{' ? strchr(text, '}') : NULL;
		size_t n = close ? (size_t)(close - text - 1) : 0;

		if (!close || n >= sizeof(word)) {
			pa_buf_putc(&out, *text++);
			continue;
		}
		memcpy(word, text + 1, n);
		word[n] = '\0';
		filled = strchr(word, '.') ? value_word(words, word, style)
					   : plain_word(words, word);
		pa_buf_puts(&out, style == PA_WORDS_SHELL ? pa_words_quote(words->arena, filled)
							  : filled);
		text = close + 1;
	}
	filled = pa_arena_strdup(words->arena, out.bytes ? out.bytes : "");
	pa_buf_done(&out);
	return filled;
}
