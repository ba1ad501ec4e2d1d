/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of CPUs as the kernel prints bitmaps: "0-3,8,10-11".
 */
#ifndef PA_PLATFORM_LINUX_CPU_LIST_H
#define PA_PLATFORM_LINUX_CPU_LIST_H

#include <stddef.h>
#include <stdint.h>

struct pa_cpu_list {
	uint32_t count; /* CPUs in the list */
	uint32_t first, last;
};

/*
 * text: text_bytes bytes, need not end in NUL; blanks only is the empty list.
 * Returns 0 and *out, or -EBADMSG when it is no such list or names a CPU of
 * PA_CPU_NAMES_MAX or above.
 * Source: lib/vsprintf.c, bitmap_list_string().
 */
int pa_cpu_list_parse(const char *text, size_t text_bytes, struct pa_cpu_list *out);

#endif
