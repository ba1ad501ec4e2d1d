/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdbool.h>

#include "base/scan.h"
#include "catalog/values.h"
#include "platform/linux/cgroup_values.h"

/* The kernel's largest limit is none; nobody sets one near it. */
static const uint64_t no_limit = 1ULL << 62;

/* Directions of a transfer. */
enum { READ, WRITE, DIRECTIONS };

/* What one kind of number becomes: all devices, those with a limit, the limit. */
struct kind {
	uint16_t total[DIRECTIONS], limited[DIRECTIONS], limit[DIRECTIONS];
};

static const struct kind bytes_kind = {
	.total = { PA_V_CG_IO_READ_BYTES, PA_V_CG_IO_WRITE_BYTES },
	.limited = { PA_V_CG_IO_LIMITED_READ_BYTES, PA_V_CG_IO_LIMITED_WRITE_BYTES },
	.limit = { PA_V_CG_IO_LIMIT_READ_BYTES_PER_S, PA_V_CG_IO_LIMIT_WRITE_BYTES_PER_S },
};
static const struct kind calls_kind = {
	.total = { PA_V_CG_IO_READ_CALLS_COUNT, PA_V_CG_IO_WRITE_CALLS_COUNT },
	.limited = { PA_V_CG_IO_LIMITED_READ_CALLS_COUNT, PA_V_CG_IO_LIMITED_WRITE_CALLS_COUNT },
	.limit = { PA_V_CG_IO_LIMIT_READ_CALLS_PER_S, PA_V_CG_IO_LIMIT_WRITE_CALLS_PER_S },
};

static void add(struct pa_cgroup_values *out, uint16_t metric, uint64_t value)
{
	if (out->count == PA_CGROUP_VALUES_MAX)
		return;
	out->metric[out->count] = metric;
	out->value[out->count++] = value;
}

/* "254:0" */
static bool take_device(struct pa_scan *line, uint64_t *device)
{
	uint64_t major, minor;

	if (!pa_scan_u64(line, &major) || line->at == line->end || *line->at != ':')
		return false;
	line->at++;
	if (!pa_scan_u64(line, &minor) || major > UINT32_MAX || minor > UINT32_MAX)
		return false;
	*device = major << 32 | minor;
	return true;
}

static bool is_limited(const struct pa_cgroup_values *values, uint64_t device)
{
	for (uint32_t i = 0; i < values->device_count; i++)
		if (values->device[i] == device)
			return true;
	return false;
}

/* Of several devices the lowest limit counts. */
static void add_limit(struct pa_cgroup_values *out, uint64_t device, uint16_t metric,
		      uint64_t value)
{
	if (!value || value >= no_limit)
		return;
	if (!is_limited(out, device)) {
		if (out->device_count == PA_CGROUP_DEVICES_MAX)
			return;
		out->device[out->device_count++] = device;
	}
	for (uint32_t i = 0; i < out->count; i++) {
		if (out->metric[i] != metric)
			continue;
		out->value[i] = value < out->value[i] ? value : out->value[i];
		return;
	}
	add(out, metric, value);
}

/* Sums over devices. */
struct sums {
	uint64_t total[DIRECTIONS], limited[DIRECTIONS];
};

static void sum(struct sums *sums, int direction, uint64_t value, bool limited)
{
	sums->total[direction] += value;
	sums->limited[direction] += limited ? value : 0;
}

static void add_sums(struct pa_cgroup_values *out, const struct kind *kind, const struct sums *sums)
{
	for (int i = 0; i < DIRECTIONS; i++) {
		add(out, kind->total[i], sums->total[i]);
		if (out->device_count)
			add(out, kind->limited[i], sums->limited[i]);
	}
}

/* ---- version 1: "254:0 Read 4096" … "Total 8192"; limits "254:0 1048576" */

static int totals1(const struct kind *kind, const char *text, size_t text_bytes,
		   struct pa_cgroup_values *out)
{
	struct sums sums = { 0 };
	struct pa_scan scan, line;
	bool any = false;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		uint64_t device, value;
		struct pa_word word;

		any = true; /* "Total 0" is all that a group without I/O has */
		if (!take_device(&line, &device) || !pa_scan_word(&line, &word) ||
		    !pa_scan_u64(&line, &value))
			continue;
		if (pa_word_is(word, "Read"))
			sum(&sums, READ, value, is_limited(out, device));
		else if (pa_word_is(word, "Write"))
			sum(&sums, WRITE, value, is_limited(out, device));
	}
	if (!any)
		return -EBADMSG;
	add_sums(out, kind, &sums);
	return 0;
}

/* An empty file is no limit. */
static int limit1(uint16_t metric, const char *text, size_t text_bytes,
		  struct pa_cgroup_values *out)
{
	struct pa_scan scan, line;
	uint64_t device, value;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line))
		if (take_device(&line, &device) && pa_scan_u64(&line, &value))
			add_limit(out, device, metric, value);
	return 0;
}

int pa_cgroup1_io_bytes(struct pa_keyed *layout, const char *text, size_t text_bytes,
			struct pa_cgroup_values *out)
{
	(void)layout;
	return totals1(&bytes_kind, text, text_bytes, out);
}

int pa_cgroup1_io_calls(struct pa_keyed *layout, const char *text, size_t text_bytes,
			struct pa_cgroup_values *out)
{
	(void)layout;
	return totals1(&calls_kind, text, text_bytes, out);
}

int pa_cgroup1_io_read_bytes_limit(struct pa_keyed *layout, const char *text, size_t text_bytes,
				   struct pa_cgroup_values *out)
{
	(void)layout;
	return limit1(bytes_kind.limit[READ], text, text_bytes, out);
}

int pa_cgroup1_io_write_bytes_limit(struct pa_keyed *layout, const char *text, size_t text_bytes,
				    struct pa_cgroup_values *out)
{
	(void)layout;
	return limit1(bytes_kind.limit[WRITE], text, text_bytes, out);
}

int pa_cgroup1_io_read_calls_limit(struct pa_keyed *layout, const char *text, size_t text_bytes,
				   struct pa_cgroup_values *out)
{
	(void)layout;
	return limit1(calls_kind.limit[READ], text, text_bytes, out);
}

int pa_cgroup1_io_write_calls_limit(struct pa_keyed *layout, const char *text, size_t text_bytes,
				    struct pa_cgroup_values *out)
{
	(void)layout;
	return limit1(calls_kind.limit[WRITE], text, text_bytes, out);
}

/* ---- version 2: "254:0 rbytes=1 wbytes=2 rios=3 …", "254:0 rbps=max wbps=4096 …" */

/* The number of "key=N"; false for another key and for "key=max". */
static bool pair(struct pa_word word, const char *key, uint64_t *out)
{
	struct pa_scan scan = { word.at, word.at + word.bytes };

	return pa_scan_text(&scan, key) && pa_scan_text(&scan, "=") && pa_scan_u64(&scan, out);
}

/* What the words of io.stat add to. */
struct io_stat {
	struct sums bytes, calls;
	uint64_t cost_wait_us;
	bool has_cost;
};

static void take_stat(struct pa_word word, bool limited, struct io_stat *io)
{
	uint64_t value;

	if (pair(word, "rbytes", &value)) {
		sum(&io->bytes, READ, value, limited);
	} else if (pair(word, "wbytes", &value)) {
		sum(&io->bytes, WRITE, value, limited);
	} else if (pair(word, "rios", &value)) {
		sum(&io->calls, READ, value, limited);
	} else if (pair(word, "wios", &value)) {
		sum(&io->calls, WRITE, value, limited);
	} else if (pair(word, "cost.wait", &value)) {
		io->cost_wait_us += value;
		io->has_cost = true;
	}
}

int pa_cgroup2_io_stat(struct pa_keyed *layout, const char *text, size_t text_bytes,
		       struct pa_cgroup_values *out)
{
	struct io_stat io = { 0 };
	struct pa_scan scan, line;

	(void)layout;
	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		uint64_t device;
		struct pa_word word;
		bool limited = take_device(&line, &device) && is_limited(out, device);

		while (pa_scan_word(&line, &word))
			take_stat(word, limited, &io);
	}
	add_sums(out, &bytes_kind, &io.bytes); /* an empty file is a group without I/O */
	add_sums(out, &calls_kind, &io.calls);
	if (io.has_cost)
		add(out, PA_V_CG_IO_COST_WAIT_US, io.cost_wait_us);
	return 0;
}

int pa_cgroup2_io_max(struct pa_keyed *layout, const char *text, size_t text_bytes,
		      struct pa_cgroup_values *out)
{
	struct pa_scan scan, line;

	(void)layout;
	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		uint64_t device, value;
		struct pa_word word;

		if (!take_device(&line, &device))
			continue;
		while (pa_scan_word(&line, &word)) {
			if (pair(word, "rbps", &value))
				add_limit(out, device, bytes_kind.limit[READ], value);
			else if (pair(word, "wbps", &value))
				add_limit(out, device, bytes_kind.limit[WRITE], value);
			else if (pair(word, "riops", &value))
				add_limit(out, device, calls_kind.limit[READ], value);
			else if (pair(word, "wiops", &value))
				add_limit(out, device, calls_kind.limit[WRITE], value);
		}
	}
	return 0;
}
