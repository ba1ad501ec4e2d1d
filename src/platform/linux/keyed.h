/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of "key value" lines (meminfo, vmstat, memory.stat). The kernel prints the same keys
 * on the same lines for as long as it runs, so the lines on which wanted keys stood are
 * remembered: each is then checked by one comparison, and only a change searches again.
 */
#ifndef PA_PLATFORM_LINUX_KEYED_H
#define PA_PLATFORM_LINUX_KEYED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_moment;

enum { PA_KEYED_MAX = 192 };

/* A wanted line. Neighbours with the same metric are parts of one sum. */
struct pa_keyed_row {
	const char *key; /* without a colon */
	uint16_t metric;
};

/* At most PA_KEYED_MAX rows. */
struct pa_keyed_table {
	const struct pa_keyed_row *rows;
	size_t row_count;
};

/* Where the wanted lines stood the last time. All zero is "not known". */
struct pa_keyed {
	struct {
		uint16_t line;
		uint8_t row;
		uint8_t key_bytes;
	} hit[PA_KEYED_MAX];
	uint32_t hits;	/* by rising line */
	uint32_t lines; /* in the whole text, 0 when it is too long to be remembered */
};

/* What was found: value[row] counts where has[row] is true. */
struct pa_keyed_values {
	uint64_t value[PA_KEYED_MAX];
	bool has[PA_KEYED_MAX];
};

/*
 * Find the rows of table in text (text_bytes bytes, need not end in NUL): a line is
 * "key value…" or "key: value…", value in decimal. Of equal keys the first counts.
 * out: has[row] is written for each row of table, value[row] where that is true.
 * Returns how many rows were found.
 */
uint32_t pa_keyed_scan(struct pa_keyed *layout, const struct pa_keyed_table *table,
		       const char *text, size_t text_bytes, struct pa_keyed_values *out);

enum pa_keyed_flags {
	PA_KEYED_MISSING = 1 << 0, /* a metric of which no row was found becomes an ABSENT miss */
};

/* Append what pa_keyed_scan found, as values of instance. */
void pa_keyed_put(const struct pa_keyed_table *table, const struct pa_keyed_values *values,
		  uint32_t instance, uint32_t flags, struct pa_moment *moment);

#endif
