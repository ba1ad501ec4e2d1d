/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was left out on a machine that is larger than what is read of it, or that shows only a
 * part of itself to us. Told beside the verdict, so that nobody takes a part for the whole.
 */
#ifndef PA_ANALYZE_LIMITS_H
#define PA_ANALYZE_LIMITS_H

#include "analyze/derive.h"
#include "model/advice.h"

/* Fill limits of out, one text for each; its arena owns them. findings_left_out: how many lesser
 * findings are not told. */
void pa_limits(const struct pa_case *c, size_t findings_left_out, struct pa_arena *arena,
	       struct pa_coverage *out);

/* The threads of the machine are mostly hidden from us, and some of them wait: why is unknown.
 * Returns a text for the verdict, NULL when it is not so. */
const char *pa_limits_hidden_waiting(const struct pa_case *c, struct pa_arena *arena);

#endif
