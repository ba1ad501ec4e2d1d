/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests of what is derived: one synthetic machine for each test, set up before it and thrown
 * away after it, and questions about its facts.
 */
#ifndef PA_TESTS_ANALYZE_DERIVED_H
#define PA_TESTS_ANALYZE_DERIVED_H

#include "unit.h"

#include "scene.h"

static struct scene s;
static struct pa_case c;

static inline int setup(void **state)
{
	(void)state;
	scene_init(&s);
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	pa_case_done(&c);
	scene_done(&s);
	return 0;
}

/* Make the window and derive; every test calls it once. */
static inline void derive(void)
{
	pa_case_init(&c, scene_window(&s));
}

/* The fact of exactly this instance; -1 when it is not known. */
static inline double fact(uint16_t metric, const char *instance)
{
	double v;

	return pa_facts_exact(&c.facts, metric, scene_name(&s, instance), &v) ? v : -1;
}

/* It is known, and within a hundredth. */
static inline void fact_is(uint16_t metric, const char *instance, double wanted)
{
	double v;

	if (!pa_facts_exact(&c.facts, metric, scene_name(&s, instance), &v))
		fail_msg("%s of '%s' is not known", pa_values[metric].id, instance);
	if (v < wanted - 0.01 * wanted || v > wanted + 0.01 * wanted)
		print_message("%s %s: %g, wanted %g\n", pa_values[metric].id, instance, v, wanted);
	assert_near(v, wanted, 0.01 * (wanted < 0 ? -wanted : wanted) + 1e-9);
}

static inline void unknown(uint16_t metric, const char *instance)
{
	double v;

	assert_false(pa_facts_exact(&c.facts, metric, scene_name(&s, instance), &v));
}

#endif
