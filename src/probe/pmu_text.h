/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which events of which PMUs are counted, how sysfs describes them, and the text in which their
 * counts are told and recorded:
 *	cas_read uncore_imc_0@0 VALUE ENABLED_NS RUNNING_NS
 *	aperf cpu3 VALUE ENABLED_NS RUNNING_NS
 *	error smi 2			could not be counted: positive errno
 */
#ifndef PA_PROBE_PMU_TEXT_H
#define PA_PROBE_PMU_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/scan.h"

enum pa_pmu_place {
	PA_PMU_EACH_CPU,
	PA_PMU_FIRST_CPU, /* the same number on every CPU */
	PA_PMU_SOME_CPUS, /* the first of every 16: more would make hardware counters share */
	PA_PMU_EACH_PMU,  /* on each CPU of its cpumask: instance "uncore_imc_0@0" */
};

struct pa_pmu_row {
	const char *name; /* in the text */
	const char *pmu;  /* beginning of the names of its PMUs; NULL: the kernel's generic event */
	const char *event;     /* file in its events folder; NULL: terms */
	const char *terms;     /* "event=0x0a,rdwrmask=0x1" */
	const char *only_with; /* an events file that tells which maker's PMU it is; or NULL */
	uint64_t generic;      /* config of a PERF_TYPE_HW_CACHE event */
	uint16_t metric;       /* enum pa_value_id */
	uint8_t place;	       /* enum pa_pmu_place */
	uint32_t bytes;	       /* of one count; 0: what the events folder says, else 1 */
	bool grouped;	       /* scheduled with the row before it */
};

/* Ended by a row without a name. Rows of one metric are other ways to the same value. */
extern const struct pa_pmu_row pa_pmu_rows[];

enum { PA_PMU_ROWS_MAX = 32, PA_PMU_NAME_BYTES = 48 };

/* Where a term stands in the bits of an event, as in sysfs: format/umask is "config:8-15". */
struct pa_pmu_format {
	uint8_t word; /* 0: config; others (config1 …) are not written */
	struct {
		uint8_t first, last; /* bits, 0..63 */
	} part[4];
	uint8_t parts;
};

/*
 * Parse the text of one file of format. Returns 0 and *out, or -EBADMSG.
 * Source: Documentation/ABI/testing/sysfs-bus-event_source-devices-format.
 */
int pa_pmu_format_parse(const char *text, size_t text_bytes, struct pa_pmu_format *out);

/* Write value into the bits of format, lowest bits first. 0, or -ERANGE when it does not fit. */
int pa_pmu_format_write(const struct pa_pmu_format *format, uint64_t value, uint64_t *config);

/*
 * The next term of "event=0x3c,umask=0x1,edge": its name, and its value, 1 without "=".
 * False at the end, or at a term whose value is no number.
 * Source: Documentation/ABI/testing/sysfs-bus-event_source-devices-events.
 */
bool pa_pmu_next_term(struct pa_scan *terms, struct pa_word *name, uint64_t *value);

/*
 * How many bytes one count is: scale is the text of NAME.scale ("6.103515625e-5"), unit that of
 * NAME.unit ("MiB"). Returns 0 and *out, or -EBADMSG when it is another unit, no number, or
 * less than a byte.
 */
int pa_pmu_scale_bytes(const char *scale, size_t scale_bytes, const char *unit, size_t unit_bytes,
		       uint32_t *out);

struct pa_pmu_line {
	uint32_t row;
	int32_t error; /* positive errno; then nothing else is set */
	char instance[PA_PMU_NAME_BYTES];
	uint64_t value, enabled_ns, running_ns;
};

/* The next line of counts; lines that are none are skipped. False at the end of the text. */
bool pa_pmu_next(struct pa_scan *text, struct pa_pmu_line *out);

#endif
