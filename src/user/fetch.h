/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the source of a resource says now, and the figures in it.
 */
#ifndef PA_USER_FETCH_H
#define PA_USER_FETCH_H

#include "model/user.h"

struct pa_buf;
struct pa_moment;

/*
 * Ask the source of a resource and write one line for each figure that was declared: its part
 * and the number, or the state that stands for why there is none: "saturation 12", "errors
 * ABSENT". Nothing else of what the source says is kept.
 * Returns 0, or a negative errno when the source itself failed.
 */
int pa_user_fetch(const struct pa_user_resource *resource, struct pa_buf *out);

/*
 * Understand such lines and append their readings. text: text_bytes bytes, need not end in NUL.
 * Lines that cannot be understood become figures that are BROKEN or are left out.
 */
void pa_user_reply_parse(const char *text, size_t text_bytes, uint16_t resource,
			 struct pa_moment *moment);

#endif
