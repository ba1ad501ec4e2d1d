/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Durations and sizes as people write them.
 */
#ifndef PA_BASE_UNITS_H
#define PA_BASE_UNITS_H

#include <stdint.h>

/*
 * "10s", "500ms", "2m", "1h", "1d", "250us", "7ns"; a bare number is seconds.
 * Returns 0 and *out_ns, or -EINVAL (not such a text) or -ERANGE (does not fit).
 */
int pa_units_parse_ns(const char *text, uint64_t *out_ns);

/*
 * "64", "64k", "64M", "2G", "1T" in powers of 1024, with an optional B or iB behind.
 * Returns 0 and *out_bytes, or -EINVAL or -ERANGE.
 */
int pa_units_parse_bytes(const char *text, uint64_t *out_bytes);

#endif
