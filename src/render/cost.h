/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reading costs, as tables for people and as JSON for scripts. Pure: bytes into a buffer.
 */
#ifndef PA_RENDER_COST_H
#define PA_RENDER_COST_H

struct pa_buf;
struct pa_cost_report;

/* Tables no wider than columns where names allow it. */
void pa_cost_text(const struct pa_cost_report *report, unsigned columns, struct pa_buf *out);

/* The schema perfadvisor.cost/1: one object and a newline. What is not known is null. */
void pa_cost_json(const struct pa_cost_report *report, struct pa_buf *out);

#endif
