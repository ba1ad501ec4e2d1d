/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables in which one line names the columns and another holds their numbers, as in
 * /proc/net/snmp, /proc/net/netstat and /proc/net/stat. Columns come and go between kernels,
 * so they are found by name; where a name stands is remembered while the line of names stays
 * the same, byte for byte.
 */
#ifndef PA_PLATFORM_LINUX_COLUMNS_H
#define PA_PLATFORM_LINUX_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_moment;

/* A column that is wanted and the value it becomes. */
struct pa_column {
	const char *group; /* "Tcp:" of snmp and netstat; NULL in a table without groups */
	const char *name;  /* "RetransSegs" */
	uint16_t metric;   /* enum pa_value_id */
};

enum { PA_COLUMNS_MAX = 160, PA_COLUMNS_GROUPS_MAX = 8, PA_COLUMNS_IN_LINE = 256 };

/* One line of names as it was last seen. Entry i of place says which wanted column the i-th
 * number is, PA_COLUMNS_MAX for none. */
struct pa_columns_line {
	char *text;
	size_t text_bytes;
	uint8_t place[PA_COLUMNS_IN_LINE];
	uint32_t places; /* up to the last wanted one */
};

struct pa_columns {
	const struct pa_column *wanted; /* borrowed */
	uint32_t wanted_count;		/* at most PA_COLUMNS_MAX */
	struct pa_columns_line line[PA_COLUMNS_GROUPS_MAX];
};

/* What was found: value[i] of wanted[i] counts where has[i] is true. */
struct pa_columns_values {
	uint64_t value[PA_COLUMNS_MAX];
	bool has[PA_COLUMNS_MAX];
	uint32_t found; /* how many */
};

/* wanted: at most PA_COLUMNS_MAX of them, ended by one without a name; borrowed. */
void pa_columns_init(struct pa_columns *columns, const struct pa_column *wanted);
void pa_columns_done(struct pa_columns *columns);

/*
 * Pairs of lines "Group: name name …" and "Group: number number …".
 * text: text_bytes bytes, need not end in NUL. Groups without a wanted column are skipped.
 * Returns 0 and *out, or -EBADMSG when no wanted column was found; *out is then untouched.
 * Source: net/ipv4/proc.c, snmp_seq_show(), netstat_seq_show().
 */
int pa_columns_parse_pairs(struct pa_columns *columns, const char *text, size_t text_bytes,
			   struct pa_columns_values *out);

/* How the lines of a table become one number. */
enum pa_columns_fold { PA_COLUMNS_SUM, PA_COLUMNS_FIRST };

/*
 * A line of names, then a line of hexadecimal numbers for each CPU. fold[i] says what becomes
 * of wanted[i]: the sum over the CPUs, or the first line's when all repeat one number.
 * The numbers are 32 bits wide in the kernel. Returns as above.
 * Source: net/netfilter/nf_conntrack_standalone.c, ct_cpu_seq_show(); net/core/neighbour.c,
 * neigh_stat_seq_show().
 */
int pa_columns_parse_cpus(struct pa_columns *columns, const enum pa_columns_fold *fold,
			  const char *text, size_t text_bytes, struct pa_columns_values *out);

/* Append each value to the moment, a miss (ABSENT) for each wanted column not found. */
void pa_columns_put(const struct pa_columns *columns, const struct pa_columns_values *values,
		    struct pa_moment *moment, uint32_t instance);

#endif
