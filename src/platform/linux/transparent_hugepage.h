/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/kernel/mm/transparent_hugepage: what khugepaged did, and what was got and refused of each
 * size ("64kB", kernel >= 6.10). Source: mm/khugepaged.c; mm/huge_memory.c;
 * Documentation/admin-guide/mm/transhuge.rst.
 */
#ifndef PA_PLATFORM_LINUX_TRANSPARENT_HUGEPAGE_H
#define PA_PLATFORM_LINUX_TRANSPARENT_HUGEPAGE_H

struct pa_source;

extern const struct pa_source pa_source_transparent_hugepage;

#endif
