/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measuring what reading costs: every source and probe, and the ways of catalog/alternatives.
 */
#ifndef PA_CMD_COST_MEASURE_H
#define PA_CMD_COST_MEASURE_H

#include <stdint.h>

#include "model/cost.h"

struct pa_err;

enum { PA_COST_TIMES_MAX = 1000 };

/*
 * Read this machine times times in each of the passes and fill report; end with
 * pa_cost_measure_done(). Returns 0, or a negative errno with a line in err.
 */
int pa_cost_measure(uint32_t times, struct pa_cost_report *report, struct pa_err *err);

/*
 * Keep only the rows of names, a list parted by commas. Returns 0, or -EINVAL with a line in
 * err when one of them is no source.
 */
int pa_cost_keep(struct pa_cost_report *report, const char *names, struct pa_err *err);

/* A zeroed one is fine. */
void pa_cost_measure_done(struct pa_cost_report *report);

#endif
