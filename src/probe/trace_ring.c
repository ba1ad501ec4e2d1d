/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/trace_ring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/root.h"
#include "probe/tracefs.h"

enum { TEXT_MAX_BYTES = 256 << 10, FILE_BYTES = 1024, PATH_BYTES = 64 };

void pa_trace_rings_init(struct pa_trace_rings *rings)
{
	pa_buf_init(&rings->text, TEXT_MAX_BYTES);
}

void pa_trace_rings_done(struct pa_trace_rings *rings)
{
	pa_buf_done(&rings->text);
}

static void add(uint64_t *sum, struct pa_scan *line)
{
	uint64_t value;

	if (pa_scan_u64(line, &value))
		*sum += value;
}

int pa_trace_rings_parse(const char *text, size_t text_bytes, struct pa_trace_ring_sums *out)
{
	struct pa_trace_ring_sums sums = { 0 };
	struct pa_scan scan, line;
	bool any = false;
	uint64_t kib;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (pa_scan_text(&line, "entries:")) {
			any = true;
			add(&sums.entries, &line);
		} else if (pa_scan_text(&line, "overrun:")) {
			add(&sums.overruns, &line);
		} else if (pa_scan_text(&line, "commit overrun:")) {
			add(&sums.commit_overruns, &line);
		} else if (pa_scan_text(&line, "bytes:")) {
			add(&sums.bytes, &line);
		} else if (pa_scan_text(&line, "dropped events:")) {
			add(&sums.dropped, &line);
		} else if (pa_scan_u64(&line, &kib) && kib <= UINT32_MAX) {
			sums.size_bytes += kib * 1024;
		}
	}
	if (!any)
		return -EBADMSG;
	*out = sums;
	return 0;
}

static int put_file(const struct pa_tracefs *tracefs, int cpu, const char *name, struct pa_buf *out)
{
	PA_CLEANUP(pa_fd_closep) int fd = -1;
	char path[PATH_BYTES], text[FILE_BYTES];
	ssize_t n;

	(void)snprintf(path, sizeof(path), "per_cpu/cpu%d/%s", cpu, name);
	fd = openat(tracefs->fd, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof(text));
	if (n < 0)
		return -errno;
	pa_buf_put(out, text, (size_t)n);
	return 0;
}

/* Numbers of CPUs may have gaps; behind the last one nothing is told any more. */
static int ask_rings(void *arg, struct pa_buf *out)
{
	const struct pa_tracefs *tracefs = arg;
	long cpus = sysconf(_SC_NPROCESSORS_CONF);
	int error = -ENOENT;

	if (tracefs->fd < 0)
		return tracefs->error;
	for (int cpu = 0; cpu < cpus && cpu < PA_TRACE_RINGS_MAX; cpu++) {
		int failed = put_file(tracefs, cpu, "buffer_size_kb", out);

		if (!failed)
			failed = put_file(tracefs, cpu, "stats", out);
		error = !failed || !error ? 0 : failed;
	}
	return error;
}

void pa_trace_rings_read(struct pa_trace_rings *rings, struct pa_root *root,
			 const struct pa_tracefs *tracefs, struct pa_moment *moment)
{
	struct pa_trace_ring_sums sums = { 0 };
	struct pa_tracefs where = *tracefs;
	int error = pa_root_ask(root, "src/trace_ring", ask_rings, &where, &rings->text);
	const struct {
		uint16_t metric;
		const uint64_t *value;
	} told[] = {
		{ PA_V_TRACE_RING_ENTRIES_COUNT, &sums.entries },
		{ PA_V_TRACE_RING_USED_BYTES, &sums.bytes },
		{ PA_V_TRACE_RING_SIZE_BYTES, &sums.size_bytes },
		{ PA_V_TRACE_RING_OVERRUNS_COUNT, &sums.overruns },
		{ PA_V_TRACE_RING_COMMIT_OVERRUNS_COUNT, &sums.commit_overruns },
		{ PA_V_TRACE_RING_DROPPED_COUNT, &sums.dropped },
	};

	if (!error)
		error = pa_trace_rings_parse(rings->text.bytes, rings->text.used_bytes, &sums);
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		if (error)
			pa_moment_miss(moment, told[i].metric, 0, pa_state_of_errno(error));
		else
			pa_moment_put(moment, told[i].metric, 0, *told[i].value);
	}
}
