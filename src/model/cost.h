/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reading costs on this machine, as it was measured just now. Plain data between cmd,
 * which measures, and render, which shows it; texts and arrays are borrowed.
 */
#ifndef PA_MODEL_COST_H
#define PA_MODEL_COST_H

#include <stddef.h>
#include <stdint.h>

/* How often a source is read. */
enum pa_cost_pass { PA_COST_TICK, PA_COST_TASKS, PA_COST_SLOW, PA_COST_RARE };

/* One source. */
struct pa_cost_row {
	const char *name;
	uint8_t pass;	       /* enum pa_cost_pass */
	uint32_t every_ticks;  /* read in each so manieth tick */
	uint32_t readings;     /* that were measured */
	double min_us, mid_us; /* CPU time of a reading: least and median; NAN not measured */
	double most_us;	 /* median in the dearest of slow and rare passes, which may read more */
	double us_per_s; /* at one tick a second, all passes as often as they come */
	double calls;	 /* system calls of the last one, netlink and the like as one */
	double values;	 /* that it told */
	int error;	 /* of the last one: 0 or a negative errno */
};

/* One way of several to the same number. */
struct pa_cost_way {
	const char *id, *asks, *text, *why;
	uint8_t in_use;
	int error; /* 0, or why it cannot be gone here: a negative errno */
	double min_us, mid_us;
	double calls, bytes; /* of one reading; calls NAN where they are not known */
};

struct pa_cost_report {
	struct pa_cost_row *rows; /* dearest first */
	size_t row_count;
	struct pa_cost_way *ways; /* those of one question together */
	size_t way_count;
	uint32_t times;	  /* readings asked for */
	uint32_t threads; /* of the machine, when all threads were read */
	double us_per_s;  /* of all rows at one tick a second, as they are read */
};

#endif
