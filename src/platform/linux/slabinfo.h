/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/slabinfo: the caches of kernel objects. Needs root. The kernel walks lists of every
 * cache to print it, so it is read only in rare passes.
 */
#ifndef PA_PLATFORM_LINUX_SLABINFO_H
#define PA_PLATFORM_LINUX_SLABINFO_H

#include <stddef.h>
#include <stdint.h>

#include "base/map.h"

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_slabinfo;

enum { PA_SLABINFO_TOLD = 16, PA_SLABINFO_CACHES_MAX = 4096 };

/* Which caches were told before; all zero is a new one. */
struct pa_slabinfo {
	struct pa_map told; /* by name id */
};

/*
 * Parse text_bytes bytes of version 2.x and append size and used size in bytes of the
 * PA_SLABINFO_TOLD largest caches, of every cache that was told before (so that growth can be
 * seen), and of all together (instance 0). page_bytes is the machine's page size.
 * Returns 0, or -EBADMSG with nothing appended when it is no such table.
 * Source: mm/slab_common.c, print_slabinfo_header() and cache_show().
 */
int pa_slabinfo_parse(struct pa_slabinfo *self, const char *text, size_t text_bytes,
		      uint32_t page_bytes, struct pa_names *names, struct pa_moment *moment);

void pa_slabinfo_done(struct pa_slabinfo *self);

#endif
