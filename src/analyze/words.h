/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers and templates as people read them. No locale: the same number is the same text
 * everywhere.
 */
#ifndef PA_ANALYZE_WORDS_H
#define PA_ANALYZE_WORDS_H

#include "analyze/derive.h"
#include "base/arena.h"
#include "catalog/rules.h"
#include "model/advice.h"

enum pa_words_style {
	PA_WORDS_SHORT, /* "791 ms/s", "93/s": evidence */
	PA_WORDS_LONG,	/* "791 ms of every second", "93 per second": sentences */
	PA_WORDS_SHELL, /* words are quoted, so that a command means what it says */
};

/* Three significant digits or so, thousands parted: 0.034  1.7  23  4,120. */
const char *pa_words_number(struct pa_arena *arena, double v);

/* A ratio: "98 %". Not quite all never reads as all. */
const char *pa_words_percent(struct pa_arena *arena, double ratio);

/* A value of the catalog with its unit: "98 %", "3.4 ms", "17.2 MB/s". */
const char *pa_words_value(struct pa_arena *arena, uint16_t metric, double value,
			   enum pa_words_style style);

/* What the words of a template stand for; texts may be "" and are never NULL. */
struct pa_words {
	const struct pa_case *c;
	struct pa_arena *arena;
	uint32_t instance;
	const struct pa_culprit *culprits;
	size_t culprit_count;
};

/*
 * Fill a template of the rules: {instance} {leaf} {who} {pid} {file} {device} {cgroup}
 * {netns} {port} and {VALUE}, {VALUE:n}. A value that is not known becomes "-".
 */
const char *pa_words_fill(const struct pa_words *words, const char *text,
			  enum pa_words_style style);

/* What a fact says when it holds (1), does not (0), or could not be measured (-1). */
const char *pa_words_fact(const struct pa_words *words, const struct pa_fact_rule *fact, int holds);

/*
 * How people call a cgroup, by its path in its hierarchy: the last part of the path, or the
 * container by name ("web (docker container)", "web (container of pod shop/front-1)").
 */
const char *pa_words_group(const struct pa_words *words, const char *path);

/* A text as one word of a shell; unchanged when nothing in it is special. */
const char *pa_words_quote(struct pa_arena *arena, const char *text);

#endif
