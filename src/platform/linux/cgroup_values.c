/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/cgroup_values.h"

#include <errno.h>
#include <stdbool.h>

#include "base/scan.h"
#include "catalog/values.h"
#include "platform/linux/keyed.h"
#include "platform/linux/pressure.h"

/* PAGE_COUNTER_MAX in bytes is LONG_MAX rounded to a page: nobody sets a limit near it. */
static const uint64_t no_limit = 1ULL << 62;

static void add(struct pa_cgroup_values *out, uint16_t metric, uint64_t value)
{
	if (out->count == PA_CGROUP_VALUES_MAX)
		return;
	out->metric[out->count] = metric;
	out->value[out->count++] = value;
}

/* The whole text is one number in units of divisor. */
static int number(const char *text, size_t text_bytes, uint16_t metric, uint64_t divisor,
		  struct pa_cgroup_values *out)
{
	struct pa_scan scan;
	uint64_t value;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_u64(&scan, &value))
		return -EBADMSG;
	add(out, metric, value / divisor);
	return 0;
}

/* A number, or "max", or -1: the last two add nothing. */
static int limit(const char *text, size_t text_bytes, uint16_t metric, struct pa_cgroup_values *out)
{
	struct pa_scan scan;
	uint64_t value;

	pa_scan_init(&scan, text, text_bytes);
	if (pa_scan_text(&scan, "max") || pa_scan_text(&scan, "-1"))
		return 0;
	if (!pa_scan_u64(&scan, &value))
		return -EBADMSG;
	if (value < no_limit)
		add(out, metric, value);
	return 0;
}

/* Rows of equal metric are alternatives: the one that was found counts. */
static int keyed(struct pa_keyed *layout, const struct pa_keyed_table *table, const char *text,
		 size_t text_bytes, struct pa_cgroup_values *out)
{
	struct pa_keyed fresh = { 0 };
	struct pa_keyed_values values;

	if (!pa_keyed_scan(layout ? layout : &fresh, table, text, text_bytes, &values))
		return -EBADMSG;
	for (size_t i = 0; i < table->row_count; i++)
		if (values.has[i])
			add(out, table->rows[i].metric, values.value[i]);
	return 0;
}

#define TABLE(rows)                                                                                \
	{                                                                                          \
		rows, sizeof(rows) / sizeof((rows)[0])                                             \
	}

int pa_cgroup1_cpu_stat(struct pa_keyed *layout, const char *text, size_t text_bytes,
			struct pa_cgroup_values *out)
{
	static const struct pa_keyed_row rows[] = {
		{ "nr_periods", PA_V_CG_CPU_PERIODS_COUNT },
		{ "nr_throttled", PA_V_CG_CPU_THROTTLED_COUNT },
		{ "throttled_time", PA_V_CG_CPU_THROTTLED_US },
	};
	static const struct pa_keyed_table table = TABLE(rows);
	uint32_t first = out->count;
	int error = keyed(layout, &table, text, text_bytes, out);

	for (uint32_t i = first; i < out->count; i++)
		if (out->metric[i] == PA_V_CG_CPU_THROTTLED_US)
			out->value[i] /= 1000;
	return error;
}

int pa_cgroup1_cpu_quota(struct pa_keyed *layout, const char *text, size_t text_bytes,
			 struct pa_cgroup_values *out)
{
	(void)layout;
	return limit(text, text_bytes, PA_V_CG_CPU_QUOTA_US, out);
}

int pa_cgroup1_cpu_period(struct pa_keyed *layout, const char *text, size_t text_bytes,
			  struct pa_cgroup_values *out)
{
	(void)layout;
	if (!out->count || out->metric[out->count - 1] != PA_V_CG_CPU_QUOTA_US)
		return 0;
	return number(text, text_bytes, PA_V_CG_CPU_PERIOD_US, 1, out);
}

int pa_cgroup1_cpuacct_usage(struct pa_keyed *layout, const char *text, size_t text_bytes,
			     struct pa_cgroup_values *out)
{
	(void)layout;
	return number(text, text_bytes, PA_V_CG_CPU_USAGE_US, 1000, out);
}

int pa_cgroup2_cpu_stat(struct pa_keyed *layout, const char *text, size_t text_bytes,
			struct pa_cgroup_values *out)
{
	static const struct pa_keyed_row rows[] = {
		{ "usage_usec", PA_V_CG_CPU_USAGE_US },
		{ "nr_periods", PA_V_CG_CPU_PERIODS_COUNT },
		{ "nr_throttled", PA_V_CG_CPU_THROTTLED_COUNT },
		{ "throttled_usec", PA_V_CG_CPU_THROTTLED_US },
	};
	static const struct pa_keyed_table table = TABLE(rows);

	return keyed(layout, &table, text, text_bytes, out);
}

int pa_cgroup2_cpu_max(struct pa_keyed *layout, const char *text, size_t text_bytes,
		       struct pa_cgroup_values *out)
{
	uint64_t quota, period;
	struct pa_scan scan;

	(void)layout;
	pa_scan_init(&scan, text, text_bytes);
	if (pa_scan_text(&scan, "max"))
		return 0;
	if (!pa_scan_u64(&scan, &quota) || !pa_scan_u64(&scan, &period))
		return -EBADMSG;
	add(out, PA_V_CG_CPU_QUOTA_US, quota);
	add(out, PA_V_CG_CPU_PERIOD_US, period);
	return 0;
}

/* A file that is one number, and one that is a limit. */
#define NUMBER(name, metric)                                                                       \
	int name(struct pa_keyed *layout, const char *text, size_t text_bytes,                     \
		 struct pa_cgroup_values *out)                                                     \
	{                                                                                          \
		(void)layout;                                                                      \
		return number(text, text_bytes, metric, 1, out);                                   \
	}
#define ONE_LIMIT(name, metric)                                                                    \
	int name(struct pa_keyed *layout, const char *text, size_t text_bytes,                     \
		 struct pa_cgroup_values *out)                                                     \
	{                                                                                          \
		(void)layout;                                                                      \
		return limit(text, text_bytes, metric, out);                                       \
	}

NUMBER(pa_cgroup1_memory_peak, PA_V_CG_MEM_PEAK_BYTES)
NUMBER(pa_cgroup1_memsw_usage, PA_V_CG_SWAP_BOTH_BYTES)
NUMBER(pa_cgroup1_memsw_failcnt, PA_V_CG_SWAP_LIMIT_HITS_COUNT)
NUMBER(pa_cgroup2_memory_peak, PA_V_CG_MEM_PEAK_BYTES)
NUMBER(pa_cgroup2_zswap_current, PA_V_CG_SWAP_ZSWAP_BYTES)
NUMBER(pa_cgroup_pids_peak, PA_V_CG_PIDS_PEAK_COUNT)
ONE_LIMIT(pa_cgroup2_memory_high, PA_V_CG_MEM_HIGH_BYTES)

int pa_cgroup2_swap_events(struct pa_keyed *layout, const char *text, size_t text_bytes,
			   struct pa_cgroup_values *out)
{
	static const struct pa_keyed_row rows[] = {
		{ "high", PA_V_CG_SWAP_HIGH_HITS_COUNT },
		{ "max", PA_V_CG_SWAP_LIMIT_HITS_COUNT },
		{ "fail", PA_V_CG_SWAP_FAILS_COUNT },
	};
	static const struct pa_keyed_table table = TABLE(rows);

	return keyed(layout, &table, text, text_bytes, out);
}

int pa_cgroup1_memory_usage(struct pa_keyed *layout, const char *text, size_t text_bytes,
			    struct pa_cgroup_values *out)
{
	(void)layout;
	return number(text, text_bytes, PA_V_CG_MEM_USAGE_BYTES, 1, out);
}

int pa_cgroup1_memory_limit(struct pa_keyed *layout, const char *text, size_t text_bytes,
			    struct pa_cgroup_values *out)
{
	(void)layout;
	return limit(text, text_bytes, PA_V_CG_MEM_LIMIT_BYTES, out);
}

int pa_cgroup1_memory_failcnt(struct pa_keyed *layout, const char *text, size_t text_bytes,
			      struct pa_cgroup_values *out)
{
	(void)layout;
	return number(text, text_bytes, PA_V_CG_MEM_LIMIT_HITS_COUNT, 1, out);
}

int pa_cgroup1_memory_oom_control(struct pa_keyed *layout, const char *text, size_t text_bytes,
				  struct pa_cgroup_values *out)
{
	static const struct pa_keyed_row rows[] = { { "oom_kill", PA_V_CG_MEM_OOM_KILLS_COUNT } };
	static const struct pa_keyed_table table = TABLE(rows);

	return keyed(layout, &table, text, text_bytes, out);
}

int pa_cgroup1_memory_stat(struct pa_keyed *layout, const char *text, size_t text_bytes,
			   struct pa_cgroup_values *out)
{
	static const struct pa_keyed_row rows[] = {
		{ "total_workingset_refault_file", PA_V_CG_MEM_REFAULT_FILE_PAGES },
		{ "total_workingset_refault", PA_V_CG_MEM_REFAULT_FILE_PAGES },
		{ "total_workingset_refault_anon", PA_V_CG_MEM_REFAULT_ANON_PAGES },
		{ "total_pgmajfault", PA_V_CG_MEM_MAJOR_FAULTS_COUNT },
		{ "total_cache", PA_V_CG_MEM_FILE_BYTES },
		{ "total_rss", PA_V_CG_MEM_ANON_BYTES },
		{ "total_swap", PA_V_CG_SWAP_USED_BYTES },
	};
	static const struct pa_keyed_table table = TABLE(rows);

	return keyed(layout, &table, text, text_bytes, out);
}

int pa_cgroup1_memsw_limit(struct pa_keyed *layout, const char *text, size_t text_bytes,
			   struct pa_cgroup_values *out)
{
	(void)layout;
	return limit(text, text_bytes, PA_V_CG_SWAP_LIMIT_BYTES, out);
}

int pa_cgroup2_memory_current(struct pa_keyed *layout, const char *text, size_t text_bytes,
			      struct pa_cgroup_values *out)
{
	(void)layout;
	return number(text, text_bytes, PA_V_CG_MEM_USAGE_BYTES, 1, out);
}

int pa_cgroup2_memory_max(struct pa_keyed *layout, const char *text, size_t text_bytes,
			  struct pa_cgroup_values *out)
{
	(void)layout;
	return limit(text, text_bytes, PA_V_CG_MEM_LIMIT_BYTES, out);
}

int pa_cgroup2_memory_events(struct pa_keyed *layout, const char *text, size_t text_bytes,
			     struct pa_cgroup_values *out)
{
	static const struct pa_keyed_row rows[] = {
		{ "high", PA_V_CG_MEM_HIGH_HITS_COUNT },
		{ "max", PA_V_CG_MEM_LIMIT_HITS_COUNT },
		{ "oom", PA_V_CG_MEM_OOM_COUNT },
		{ "oom_kill", PA_V_CG_MEM_OOM_KILLS_COUNT },
	};
	static const struct pa_keyed_table table = TABLE(rows);

	return keyed(layout, &table, text, text_bytes, out);
}

int pa_cgroup2_memory_stat(struct pa_keyed *layout, const char *text, size_t text_bytes,
			   struct pa_cgroup_values *out)
{
	static const struct pa_keyed_row rows[] = {
		{ "anon", PA_V_CG_MEM_ANON_BYTES },
		{ "file", PA_V_CG_MEM_FILE_BYTES },
		{ "workingset_refault_anon", PA_V_CG_MEM_REFAULT_ANON_PAGES },
		{ "workingset_refault_file", PA_V_CG_MEM_REFAULT_FILE_PAGES },
		{ "workingset_refault", PA_V_CG_MEM_REFAULT_FILE_PAGES },
		{ "pgscan", PA_V_CG_MEM_SCAN_PAGES },
		{ "pgmajfault", PA_V_CG_MEM_MAJOR_FAULTS_COUNT },
	};
	static const struct pa_keyed_table table = TABLE(rows);

	return keyed(layout, &table, text, text_bytes, out);
}

int pa_cgroup2_swap_current(struct pa_keyed *layout, const char *text, size_t text_bytes,
			    struct pa_cgroup_values *out)
{
	(void)layout;
	return number(text, text_bytes, PA_V_CG_SWAP_USED_BYTES, 1, out);
}

int pa_cgroup2_swap_max(struct pa_keyed *layout, const char *text, size_t text_bytes,
			struct pa_cgroup_values *out)
{
	(void)layout;
	return limit(text, text_bytes, PA_V_CG_SWAP_LIMIT_BYTES, out);
}

static int pressure(const char *text, size_t text_bytes, uint16_t some, uint16_t full,
		    struct pa_cgroup_values *out)
{
	struct pa_pressure read;
	int error = pa_pressure_parse(text, text_bytes, &read);

	if (error)
		return error;
	if (read.has_some)
		add(out, some, read.some_us);
	if (read.has_full && full != PA_V_NONE)
		add(out, full, read.full_us);
	return 0;
}

int pa_cgroup2_cpu_pressure(struct pa_keyed *layout, const char *text, size_t text_bytes,
			    struct pa_cgroup_values *out)
{
	(void)layout;
	return pressure(text, text_bytes, PA_V_CG_CPU_PRESSURE_SOME_US, PA_V_NONE, out);
}

int pa_cgroup2_memory_pressure(struct pa_keyed *layout, const char *text, size_t text_bytes,
			       struct pa_cgroup_values *out)
{
	(void)layout;
	return pressure(text, text_bytes, PA_V_CG_MEM_PRESSURE_SOME_US,
			PA_V_CG_MEM_PRESSURE_FULL_US, out);
}

int pa_cgroup2_io_pressure(struct pa_keyed *layout, const char *text, size_t text_bytes,
			   struct pa_cgroup_values *out)
{
	(void)layout;
	return pressure(text, text_bytes, PA_V_CG_IO_PRESSURE_SOME_US, PA_V_CG_IO_PRESSURE_FULL_US,
			out);
}

int pa_cgroup_pids_current(struct pa_keyed *layout, const char *text, size_t text_bytes,
			   struct pa_cgroup_values *out)
{
	(void)layout;
	return number(text, text_bytes, PA_V_CG_PIDS_USED_COUNT, 1, out);
}

int pa_cgroup_pids_max(struct pa_keyed *layout, const char *text, size_t text_bytes,
		       struct pa_cgroup_values *out)
{
	(void)layout;
	return limit(text, text_bytes, PA_V_CG_PIDS_LIMIT_COUNT, out);
}

int pa_cgroup_pids_events(struct pa_keyed *layout, const char *text, size_t text_bytes,
			  struct pa_cgroup_values *out)
{
	static const struct pa_keyed_row rows[] = { { "max", PA_V_CG_PIDS_REFUSED_COUNT } };
	static const struct pa_keyed_table table = TABLE(rows);

	return keyed(layout, &table, text, text_bytes, out);
}
