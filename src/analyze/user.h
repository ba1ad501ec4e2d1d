/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resources that users declared, over the window: what their figures say, the findings that
 * follow from the thresholds that stand beside them, and their rows in the checklist. The
 * thresholds are the users' own, so there is no rule for them in the catalog.
 */
#ifndef PA_ANALYZE_USER_H
#define PA_ANALYZE_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyze/derive.h"
#include "model/advice.h"

struct pa_checklist;
struct pa_err;

/* One cell of a resource. value is the mean of a level or the rate of a counter per second; last
 * is the newest level, or the rate too. NAN where it is not known. */
struct pa_user_cell {
	uint8_t state;	   /* enum pa_state: OK as soon as one reading was */
	bool ratio;	   /* it is a share: 1 is all of it */
	bool per_s;	   /* it is a rate */
	uint32_t readings; /* that were OK */
	double value, last, low, high;
};

/* False when the cell was not declared, or nothing was told of it yet. */
bool pa_user_cell(const struct pa_window *window, uint16_t resource, enum pa_user_part part,
		  struct pa_user_cell *out);

/*
 * What each resource is found guilty of: at most one finding for each. A level must have been
 * above its threshold in every reading, two at least; a counter by its rate over the window.
 * No time is claimed to be lost: nobody measured any.
 * out: room for as many as are declared; texts are in arena. Returns how many.
 */
size_t pa_user_findings(const struct pa_case *c, struct pa_arena *arena, struct pa_finding *out);

/* Every threshold as a hypothesis, for --explain. out: room for three for each resource. */
size_t pa_user_hypotheses(const struct pa_case *c, struct pa_arena *arena,
			  struct pa_hypothesis *out);

/* A line for each resource that could not be read. out: room for as many as are declared. */
size_t pa_user_unread(const struct pa_case *c, struct pa_arena *arena, const char **out);

/* Append a row for each declared resource that the list asks for. */
void pa_user_rows(const struct pa_window *window, struct pa_checklist *list);

#endif
