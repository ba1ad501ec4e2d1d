/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmocka and the headers that it needs before it. Doubles are compared with assert_near(),
 * because cmocka's assert_float_equal() compares as float.
 */
#ifndef PA_TESTS_UNIT_H
#define PA_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those above. */
#include <cmocka.h>

#define assert_near(a, b, tolerance)                                                               \
	assert_true((double)(a) - (double)(b) <= (double)(tolerance) &&                            \
		    (double)(b) - (double)(a) <= (double)(tolerance))

#endif
