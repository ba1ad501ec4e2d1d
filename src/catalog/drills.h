/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The drill-down tools: the question each answers, where it hooks into the kernel, what an
 * event costs. Generated from catalog/drill; texts are never NULL.
 */
#ifndef PA_CATALOG_DRILLS_H
#define PA_CATALOG_DRILLS_H

#include <stddef.h>
#include <stdint.h>

/* The shape that a drill gives. */
enum pa_drill_chart {
	PA_DRILL_LATENCY, /* struct pa_latency */
};

struct pa_drill {
	const char *id;
	const char *question;
	const char *about;
	const char *resource; /* id of the catalog row it looks into */
	const char *hooks;
	const char *measured; /* where cost_ns was measured */
	const char *look;     /* what to look at */
	uint32_t cost_ns;     /* of one event */
	uint8_t chart;	      /* enum pa_drill_chart */
};

/* Sorted by id. */
extern const struct pa_drill pa_drills[];
extern const size_t pa_drill_count;

/* The drill of this name, or NULL. */
const struct pa_drill *pa_drill_find(const char *id);

#endif
