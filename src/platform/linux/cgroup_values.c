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

/* Of several limits the lowest counts; 0 is no limit. */
static void add_lowest(struct pa_cgroup_values *out, uint16_t metric, uint64_t value)
{
	if (!value || value >= no_limit)
		return;
	for (uint32_t i = 0; i < out->count; i++) {
		if (out->metric[i] != metric)
			continue;
		out->value[i] = value < out->value[i] ? value : out->value[i];
		return;
	}
	add(out, metric, value);
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

/* "254:0 Read 4096" … "Total 8192": reads and writes of all devices, summed. */
static int io_totals(const char *text, size_t text_bytes, uint16_t reads, uint16_t writes,
		     struct pa_cgroup_values *out)
{
	uint64_t read = 0, written = 0, value;
	struct pa_scan scan, line;
	struct pa_word device, kind;
	bool any = false;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		any = true; /* "Total 0" is all that a group without I/O has */
		if (!pa_scan_word(&line, &device) || !pa_scan_word(&line, &kind) ||
		    !pa_scan_u64(&line, &value))
			continue;
		if (pa_word_is(kind, "Read"))
			read += value;
		else if (pa_word_is(kind, "Write"))
			written += value;
	}
	if (!any)
		return -EBADMSG;
	add(out, reads, read);
	add(out, writes, written);
	return 0;
}

int pa_cgroup1_io_bytes(struct pa_keyed *layout, const char *text, size_t text_bytes,
			struct pa_cgroup_values *out)
{
	(void)layout;
	return io_totals(text, text_bytes, PA_V_CG_IO_READ_BYTES, PA_V_CG_IO_WRITE_BYTES, out);
}

int pa_cgroup1_io_calls(struct pa_keyed *layout, const char *text, size_t text_bytes,
			struct pa_cgroup_values *out)
{
	(void)layout;
	return io_totals(text, text_bytes, PA_V_CG_IO_READ_CALLS_COUNT,
			 PA_V_CG_IO_WRITE_CALLS_COUNT, out);
}

/* "254:0 1048576"; an empty file is no limit. */
static int io_limit(const char *text, size_t text_bytes, uint16_t metric,
		    struct pa_cgroup_values *out)
{
	struct pa_scan scan, line;
	struct pa_word device;
	uint64_t value;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line))
		if (pa_scan_word(&line, &device) && pa_scan_u64(&line, &value))
			add_lowest(out, metric, value);
	return 0;
}

int pa_cgroup1_io_bytes_limit(struct pa_keyed *layout, const char *text, size_t text_bytes,
			      struct pa_cgroup_values *out)
{
	(void)layout;
	return io_limit(text, text_bytes, PA_V_CG_IO_LIMIT_BYTES_PER_S, out);
}

int pa_cgroup1_io_calls_limit(struct pa_keyed *layout, const char *text, size_t text_bytes,
			      struct pa_cgroup_values *out)
{
	(void)layout;
	return io_limit(text, text_bytes, PA_V_CG_IO_LIMIT_CALLS_PER_S, out);
}

/* The number of "key=N"; false for another key and for "key=max". */
static bool pair(struct pa_word word, const char *key, uint64_t *out)
{
	struct pa_scan scan = { word.at, word.at + word.bytes };

	return pa_scan_text(&scan, key) && pa_scan_text(&scan, "=") && pa_scan_u64(&scan, out);
}

int pa_cgroup2_io_stat(struct pa_keyed *layout, const char *text, size_t text_bytes,
		       struct pa_cgroup_values *out)
{
	uint64_t rbytes = 0, wbytes = 0, rios = 0, wios = 0, value;
	struct pa_scan scan, line;
	struct pa_word word;

	(void)layout;
	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		while (pa_scan_word(&line, &word)) {
			if (pair(word, "rbytes", &value))
				rbytes += value;
			else if (pair(word, "wbytes", &value))
				wbytes += value;
			else if (pair(word, "rios", &value))
				rios += value;
			else if (pair(word, "wios", &value))
				wios += value;
		}
	}
	add(out, PA_V_CG_IO_READ_BYTES, rbytes); /* an empty file is a group without I/O */
	add(out, PA_V_CG_IO_WRITE_BYTES, wbytes);
	add(out, PA_V_CG_IO_READ_CALLS_COUNT, rios);
	add(out, PA_V_CG_IO_WRITE_CALLS_COUNT, wios);
	return 0;
}

int pa_cgroup2_io_max(struct pa_keyed *layout, const char *text, size_t text_bytes,
		      struct pa_cgroup_values *out)
{
	struct pa_scan scan, line;
	struct pa_word word;
	uint64_t value;

	(void)layout;
	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		while (pa_scan_word(&line, &word)) {
			if (pair(word, "rbps", &value) || pair(word, "wbps", &value))
				add_lowest(out, PA_V_CG_IO_LIMIT_BYTES_PER_S, value);
			else if (pair(word, "riops", &value) || pair(word, "wiops", &value))
				add_lowest(out, PA_V_CG_IO_LIMIT_CALLS_PER_S, value);
		}
	}
	return 0;
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
