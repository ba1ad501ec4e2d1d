/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Name ids by line. A table of the kernel names the same thing on the same line tick after
 * tick: the id given last time is right when its text still equals what is read.
 */
#ifndef PA_PLATFORM_LINUX_LINE_NAMES_H
#define PA_PLATFORM_LINUX_LINE_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct pa_names;

enum { PA_LINE_NAMES_MAX = 65536 };

/* All zero is an empty one. Belongs to one pa_names for its whole life. */
struct pa_line_names {
	uint32_t *id; /* by line */
	uint32_t count;
};

/* The id of name_bytes bytes of name, which stand on this line. Beyond PA_LINE_NAMES_MAX
 * lines it is right too, only slower. */
uint32_t pa_line_names_id(struct pa_line_names *lines, struct pa_names *names, uint32_t line,
			  const char *name, size_t name_bytes);

void pa_line_names_done(struct pa_line_names *lines);

#endif
