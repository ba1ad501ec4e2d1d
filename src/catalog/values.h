/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values of the catalog: everything that is sampled or computed, by id. The table is
 * generated from the files in catalog/values; ids are dense and sorted by name.
 */
#ifndef PA_CATALOG_VALUES_H
#define PA_CATALOG_VALUES_H

#include <stddef.h>
#include <stdint.h>

#include "catalog/value_ids.h"

enum pa_value_kind {
	PA_VALUE_COUNTER, /* monotonic since boot or since the instance began */
	PA_VALUE_GAUGE,	  /* a level */
	PA_VALUE_DERIVED, /* computed in analyze: a double */
};

struct pa_value_info {
	const char *id;	      /* "blk.dev.read_bytes" */
	const char *resource; /* "blk.dev" */
	const char *source;   /* "diskstats", "analyze" */
	const char *unit;     /* the id's last part: "bytes" */
	const char *help;     /* one line */
	/* Words of a value in the unit state, by number, ended by NULL; NULL when it has none. */
	const char *const *states;
	uint8_t kind; /* enum pa_value_kind */
	char cell;    /* U S E, or W (workload) or C (configuration) beside them */
};

/* By enum pa_value_id; entry PA_V_NONE has empty texts. */
extern const struct pa_value_info pa_values[PA_V_COUNT];

/* The id of a value by its text, PA_V_NONE when there is none. */
uint16_t pa_value_find(const char *id);

/*
 * The number of a word of a value with states; a word that is not among them is the last one.
 * word: word_bytes bytes, need not end in NUL.
 */
uint64_t pa_value_state(uint16_t metric, const char *word, size_t word_bytes);

/* The word of a number; NULL when the value has no states or the number is none of them. */
const char *pa_value_word(uint16_t metric, double number);

#endif
