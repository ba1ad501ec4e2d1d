/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Since when something is so: the counter behind a finding stood still for at least one tick
 * of the window and then began to grow. What grew from the first tick on was there before we
 * looked, and nobody can say since when.
 */
#ifndef PA_ANALYZE_SINCE_H
#define PA_ANALYZE_SINCE_H

#include <stdint.h>

#include "analyze/derive.h"

/*
 * measure: the value a rule measures, for this instance. Returns nanoseconds of the epoch at
 * which its counter began to grow, 0 when that is not known.
 */
uint64_t pa_since(const struct pa_case *c, uint16_t measure, uint32_t instance);

#endif
