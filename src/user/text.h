/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One number in a text that somebody's own program writes: a status file, the output of a
 * command.
 */
#ifndef PA_USER_TEXT_H
#define PA_USER_TEXT_H

#include <stddef.h>

/*
 * Find the number that where names.
 * text: text_bytes bytes, need not end in NUL. where:
 *   ""                 the first number of the text, as a word of its own
 *   "key"              the number behind this key at the start of a line; between them may stand
 *                      blanks, quotes, ':' and '='
 *   "waiting: # jobs"  a pattern: the number that stands at '#' where the rest stands too, both
 *                      within one line; a blank stands for any run of blanks
 * The first place that fits wins. A number is digits with sign, point and exponent.
 * Returns 0 and *out, -ENOENT when nothing fits, -EBADMSG when the key is there without a number.
 */
int pa_user_text_figure(const char *text, size_t text_bytes, const char *where, double *out);

#endif
