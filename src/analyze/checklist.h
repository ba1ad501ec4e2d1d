/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the catalog and what a machine said to the checklist that is shown.
 * A list is embedded by the caller: pa_checklist_init() … pa_checklist_done().
 */
#ifndef PA_ANALYZE_CHECKLIST_H
#define PA_ANALYZE_CHECKLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/checklist.h"

struct pa_err;
struct pa_facts;
struct pa_window;

/*
 * The rows of one system in the order of reports.
 * ids: id_count texts that outlive the list, each an id ("net.tcp.listen") or the beginning of some
 * ("net.tcp"), with or without a dot behind; none means every row. A row is there once however
 * often it is named. Returns 0, or -ENOENT with a line for a person in err when one of them names
 * no row; *list is then empty and needs no pa_checklist_done().
 */
int pa_checklist_init(struct pa_checklist *list, enum pa_os os, const char *const *ids,
		      size_t id_count, struct pa_err *err);

/* Does the list ask for this id? */
bool pa_checklist_wants(const struct pa_checklist *list, const char *id);

/*
 * Names of resources that users declare ("user", "user.orders") are taken by pa_checklist_init()
 * untested: which there are is known when a machine was asked. Returns 0 when all of them name a
 * row now, else -ENOENT with a line in err.
 */
int pa_checklist_check_users(const struct pa_checklist *list, struct pa_err *err);

/* A list that is empty or zeroed is fine. */
void pa_checklist_done(struct pa_checklist *list);

/*
 * Fill the readings from what was sampled (window) and computed from it (facts, may be NULL).
 * Of the values that fill a cell the first one that is known is shown: for the machine as a
 * whole if it is told so, else the largest instance. A gauge is shown as it was last, a counter
 * as its rate over the window, and without a value when it was read only once. A cell of which
 * nothing could be read has the state that says most: BROKEN, DENIED, ABSENT.
 * Every value that was told, also those beside the three cells, is in values of its row.
 * The names of window must outlive the list. Set list->recorded before, where it is so: what
 * answers in a recording was replayed and is not live.
 */
void pa_checklist_read(struct pa_checklist *list, const struct pa_window *window,
		       const struct pa_facts *facts);

/*
 * What reading one source cost and how it ended. error is 0 or a negative errno: it becomes the
 * state of cells that have none. cost_ns is CPU time, 0 when it was not measured.
 * Call after pa_checklist_read(), once for each source.
 */
void pa_checklist_source(struct pa_checklist *list, const char *source, int error,
			 uint64_t cost_ns);

#endif
