/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/forecast.h"

#include <math.h>

#include "analyze/derive.h"

/* How fast a gauge moved between the first and the last reading; false: not known. */
static bool slope(const struct pa_case *c, uint16_t metric, uint32_t instance, double *per_s,
		  double *last)
{
	const struct pa_series *s = pa_window_find(c->window, metric, instance);

	if (!s || s->count < 2 || s->last_ns <= s->first_ns)
		return false;
	*last = (double)s->last;
	*per_s = (*last - (double)s->first) * 1e9 / (double)(s->last_ns - s->first_ns);
	return true;
}

bool pa_forecast_full_in(struct pa_case *c, uint16_t metric, uint32_t instance, uint16_t used,
			 double limit)
{
	double per_s, last;

	if (!isfinite(limit) || limit <= 0 || !slope(c, used, instance, &per_s, &last) ||
	    per_s <= 0)
		return false;
	pa_facts_put(&c->facts, metric, instance, last < limit ? (limit - last) / per_s : 0);
	return true;
}

bool pa_forecast_done_in(struct pa_case *c, uint16_t metric, uint32_t instance, uint16_t left)
{
	double per_s, last;

	if (!slope(c, left, instance, &per_s, &last) || per_s >= 0)
		return false;
	pa_facts_put(&c->facts, metric, instance, last / -per_s);
	return true;
}
