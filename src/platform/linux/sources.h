/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of everything that is read on Linux. A new source is one file and one line in
 * sources.c.
 */
#ifndef PA_PLATFORM_LINUX_SOURCES_H
#define PA_PLATFORM_LINUX_SOURCES_H

struct pa_source;

/* In the order in which they are read; ends with NULL. */
extern const struct pa_source *const pa_linux_sources[];

#endif
