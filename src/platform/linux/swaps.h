/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/swaps: size and use of each swap area.
 */
#ifndef PA_PLATFORM_LINUX_SWAPS_H
#define PA_PLATFORM_LINUX_SWAPS_H

#include <stddef.h>
#include <stdint.h>

#include "platform/linux/line_names.h"

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_swaps;

/* All zero is a new one. */
struct pa_swaps {
	struct pa_line_names areas;
};

/*
 * Parse text_bytes bytes and append size and use of each area; instance is the path with the
 * kernel's escapes undone ("/dev/vda2", "/swap file"). Malformed lines are skipped; no area
 * at all is an ABSENT miss for both values.
 * Returns 0, or -EBADMSG with nothing appended when the heading is missing.
 * Source: mm/swapfile.c, swap_show().
 */
int pa_swaps_parse(struct pa_swaps *self, const char *text, size_t text_bytes,
		   struct pa_names *names, struct pa_moment *moment);

void pa_swaps_done(struct pa_swaps *self);

#endif
