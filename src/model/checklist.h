/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checklist of one operating system as it is shown: rows of the catalog in the order of
 * reports, each with what a machine said, if one was asked. Plain data: texts are borrowed
 * from the tables and from the names that the samples belong to.
 */
#ifndef PA_MODEL_CHECKLIST_H
#define PA_MODEL_CHECKLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/resource.h"

/* What this machine said about one cell. */
struct pa_reading {
	bool has_state; /* false: not asked, or nothing of ours fills the cell */
	bool has_value; /* only with state PA_OK */
	bool has_cost;
	uint8_t state;	      /* enum pa_state */
	double value;	      /* in unit; a counter as its rate */
	double cost_us;	      /* CPU time of one read of the cell's sources */
	const char *unit;     /* of value; NULL without one */
	const char *metric;   /* id of the value; NULL without one */
	const char *instance; /* "vda"; "" is the machine; NULL without a value */
};

/* One value of a resource: of the machine as a whole, else of the instance with the largest. */
struct pa_shown_value {
	const char *metric; /* id */
	const char *unit;   /* of value */
	const char *help;
	const char *instance; /* "" is the machine */
	double value;
	char cell; /* U S E W */
};

struct pa_checklist_row {
	const struct pa_resource *resource;
	const struct pa_resource_os *os; /* the column of the list's system; never NULL */
	struct pa_reading reading[PA_CELL_COUNT];
	/* All its values that were told: the workload beside the three cells; by id. */
	const struct pa_shown_value *values;
	size_t value_count;
	uint8_t level; /* enum pa_level, "live" included */
};

struct pa_checklist {
	enum pa_os os;
	bool live;     /* a machine was asked */
	bool recorded; /* it was a recording of one */
	struct pa_checklist_row *rows;
	size_t row_count;
	struct pa_shown_value *values; /* of all rows */
	const char *const *ids;	       /* what was asked for; borrowed */
	size_t id_count;
	struct pa_arena arena; /* of rows that are no catalog's */
};

#endif
