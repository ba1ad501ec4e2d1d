/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine, this one or a recorded one, asked once for the checklist. Embedded by the caller:
 * pa_checklist_live_read() … pa_checklist_live_done().
 */
#ifndef PA_CMD_CHECKLIST_LIVE_H
#define PA_CMD_CHECKLIST_LIVE_H

#include <stdint.h>

struct pa_checklist;
struct pa_err;
struct pa_names;
struct pa_root;

struct pa_checklist_live {
	struct pa_names *names; /* of the instances that the list shows */
};

/*
 * Read the machine behind root twice, window_ns apart, or all ticks of a recorded one, and fill
 * the readings of list; a recorded one tells no cost. declared: what users declare, as
 * observe/observe.h says. What was read is kept in live until
 * pa_checklist_live_done(), which must come after the last use of list.
 * Returns 0, or a negative errno with a line in err when nothing at all could be read; live
 * then needs no pa_checklist_live_done().
 */
int pa_checklist_live_read(struct pa_checklist_live *live, struct pa_checklist *list,
			   struct pa_root *root, const char *declared, uint64_t window_ns,
			   struct pa_err *err);

/* A zeroed one is fine. */
void pa_checklist_live_done(struct pa_checklist_live *live);

#endif
