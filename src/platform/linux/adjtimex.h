/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's clock discipline, adjtimex(2) asked without changing anything, and the clock
 * source in use.
 */
#ifndef PA_PLATFORM_LINUX_ADJTIMEX_H
#define PA_PLATFORM_LINUX_ADJTIMEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/linux/source.h"

/* Replies "src/adjtimex" and "sys/devices/system/clocksource/clocksource0/current_clocksource". */
extern const struct pa_source pa_source_adjtimex;

struct pa_adjtimex {
	uint64_t frequency_ns_per_s, frequency_limit_ns_per_s; /* correction, sign left out */
	uint64_t offset_ns;				       /* sign left out */
	uint64_t max_error_us;
	bool unsynchronized;
};

/*
 * The reply: "RETURNED STATUS OFFSET FREQ TOLERANCE MAXERROR\n", the numbers of struct timex in
 * its own units: OFFSET in microseconds, or nanoseconds with STA_NANO in STATUS; FREQ and
 * TOLERANCE in 1/65536 of a part in a million; MAXERROR in microseconds.
 * Returns 0 and *out, or -EBADMSG. Source: include/uapi/linux/timex.h, kernel/time/ntp.c.
 */
int pa_adjtimex_parse(const char *text, size_t text_bytes, struct pa_adjtimex *out);

#endif
