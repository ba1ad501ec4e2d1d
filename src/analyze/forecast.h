/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When will it be full, when will it be done: straight lines through what a window saw of a
 * level. A level that does not move that way has no forecast, which is not the same as never.
 */
#ifndef PA_ANALYZE_FORECAST_H
#define PA_ANALYZE_FORECAST_H

#include <stdbool.h>
#include <stdint.h>

struct pa_case;

/*
 * Put as metric (…full_in_s) the seconds until the gauge used, of this instance, reaches limit
 * at the rate of the window. limit is in the unit of the gauge. Nothing is put, and false
 * returned, when the gauge was read less than twice or did not grow, or when limit is not
 * finite or not above 0. A level at or over its limit that still grows has 0 seconds left.
 */
bool pa_forecast_full_in(struct pa_case *c, uint16_t metric, uint32_t instance, uint16_t used,
			 double limit);

/*
 * Put as metric (…done_in_s) the seconds until the gauge left, of this instance, is 0 at the
 * rate of the window: what is to be written back, resynchronised, swapped in. Nothing is put,
 * and false returned, when the gauge was read less than twice or did not shrink.
 * A level that is free space shrinks likewise: then metric is its …full_in_s.
 */
bool pa_forecast_done_in(struct pa_case *c, uint16_t metric, uint32_t instance, uint16_t left);

#endif
