/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts: derived values of the catalog for one window, by value and instance. What is not in
 * the table is unknown. Order is the order of putting, so that equal input gives equal output.
 */
#ifndef PA_ANALYZE_FACTS_H
#define PA_ANALYZE_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"

struct pa_fact {
	double value;
	uint32_t instance;
	uint16_t metric; /* enum pa_value_id of a derived value */
};

struct pa_facts {
	struct pa_fact *facts;
	uint32_t count, room;
	struct pa_map at;
};

void pa_facts_init(struct pa_facts *facts);
void pa_facts_done(struct pa_facts *facts);

/* Set a fact (replacing it); a value that is not finite is not put. */
void pa_facts_put(struct pa_facts *facts, uint16_t metric, uint32_t instance, double value);

/* The fact of an instance, or of the machine (instance 0) when that one has none. */
bool pa_facts_get(const struct pa_facts *facts, uint16_t metric, uint32_t instance, double *value);

/* The fact of exactly this instance. */
bool pa_facts_exact(const struct pa_facts *facts, uint16_t metric, uint32_t instance,
		    double *value);

#endif
