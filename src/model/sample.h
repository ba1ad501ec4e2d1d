/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sample is one value of the catalog at one moment, with its state. Values are the kernel's
 * own integers in the unit that the value's name ends in; zero never stands for unknown.
 */
#ifndef PA_MODEL_SAMPLE_H
#define PA_MODEL_SAMPLE_H

#include <stdint.h>

/* Also the states of a cell of the checklist; the last three only occur there. */
enum pa_state {
	PA_OK,		 /* read */
	PA_ABSENT,	 /* this kernel or machine has no such point */
	PA_DENIED,	 /* we lack a privilege */
	PA_BROKEN,	 /* it is there, and what it says cannot be understood */
	PA_NONE,	 /* no kernel offers a code point */
	PA_NA,		 /* the question makes no sense for this resource */
	PA_UNCATALOGUED, /* not catalogued yet */
	PA_STATE_COUNT
};

/* "OK", "ABSENT" … ; never NULL. */
const char *pa_state_text(enum pa_state state);

/* The state that an errno of a failed read stands for: EPERM and EACCES are DENIED; ENOENT,
 * ENODEV, ENXIO, EOPNOTSUPP, ENOSYS, ENOTDIR, ESRCH and EINVAL are ABSENT; others BROKEN. */
enum pa_state pa_state_of_errno(int error);

struct pa_sample {
	uint64_t value;
	uint32_t instance; /* id in the names of the platform; 0 is the machine */
	uint16_t metric;   /* enum pa_value_id of the catalog */
	uint16_t state;	   /* enum pa_state; value is 0 unless PA_OK */
};

#endif
