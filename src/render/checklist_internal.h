/* SPDX-License-Identifier: Apache-2.0 */
/* What the renderings of the checklist share. */
#ifndef PA_RENDER_CHECKLIST_INTERNAL_H
#define PA_RENDER_CHECKLIST_INTERNAL_H

#include <stdbool.h>

#include "model/checklist.h"

struct pa_buf;

/* The state of a cell: the one it has everywhere, else what this machine said. False when
 * neither is known; *out is then untouched. */
bool pa_checklist_state(const struct pa_checklist_row *row, enum pa_cell_letter cell,
			enum pa_state *out);

/* The state of a cell in a word for people: a state, else a status. Never NULL. */
const char *pa_checklist_word(const struct pa_checklist_row *row, enum pa_cell_letter cell,
			      bool live);

/*
 * Append why a cell of a machine that was asked has no value: what it needs, which privilege
 * brings it. Returns false, and appends nothing, when it has one, needs none, or the kernel has
 * no code point for it.
 */
bool pa_checklist_blocker(const struct pa_checklist_row *row, enum pa_cell_letter cell, bool live,
			  struct pa_buf *out);

/* A value for people, "12.3 %", "4.1 MiB/s". */
void pa_checklist_put_value(struct pa_buf *out, double value, const char *unit);

#endif
