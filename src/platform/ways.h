/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ways of catalog/alternatives, gone and measured: several sources of the same number side
 * by side. It talks to the live machine and is no source: nothing is recorded or parsed.
 */
#ifndef PA_PLATFORM_WAYS_H
#define PA_PLATFORM_WAYS_H

#include <stdbool.h>
#include <stdint.h>

struct pa_root;

enum { PA_WAY_READINGS_MAX = 1000 };

struct pa_way_cost {
	uint64_t min_ns, mid_ns; /* CPU time of one reading: least and median */
	uint64_t bytes;		 /* of one reading */
	uint64_t calls;		 /* system calls of one reading; 0 not known */
	uint32_t readings;
};

/*
 * Go one way times times (1 to PA_WAY_READINGS_MAX). id: as in catalog/alternatives.h.
 * root: a live one. Returns 0 and *out; -EINVAL for a way that nobody wrote or a replay; else
 * the negative errno of the first reading, when this machine lacks it or refuses.
 */
int pa_way_measure(struct pa_root *root, const char *id, uint32_t times, struct pa_way_cost *out);

/* Is there such a way? */
bool pa_way_is_known(const char *id);

#endif
