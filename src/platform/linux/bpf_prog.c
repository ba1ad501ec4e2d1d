/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/bpf_prog.h"

#include <errno.h>
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/numbers.h"
#include "platform/platform.h"
#include "platform/root.h"

void pa_bpf_progs_parse(const char *text, size_t text_bytes, struct pa_bpf_progs *out)
{
	struct pa_bpf_progs got = { 0 };
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		uint64_t id, jited, run_ns, runs, misses;

		if (pa_scan_text(&line, "more")) {
			got.left_out = 1;
			continue;
		}
		if (!pa_scan_u64(&line, &id) || !pa_scan_u64(&line, &jited) ||
		    !pa_scan_u64(&line, &run_ns) || !pa_scan_u64(&line, &runs) ||
		    !pa_scan_u64(&line, &misses))
			continue;
		got.count++;
		got.jited_bytes += jited;
		got.run_ns += run_ns;
		got.runs += runs;
		got.misses += misses;
	}
	*out = got;
}

/* bpf(2) has no wrapper in the C library. */
static int call(int command, union bpf_attr *attr)
{
	long value = syscall(SYS_bpf, command, attr, sizeof(*attr));

	return value < 0 ? -errno : (int)value;
}

static void tell_one(uint32_t id, struct pa_buf *out)
{
	PA_CLEANUP(pa_fd_closep) int fd = -1;
	struct bpf_prog_info info = { 0 };
	union bpf_attr by_id = { .prog_id = id };
	union bpf_attr ask = { .info = { .info_len = sizeof(info),
					 .info = (uint64_t)(uintptr_t)&info } };

	fd = call(BPF_PROG_GET_FD_BY_ID, &by_id);
	if (fd < 0)
		return; /* unloaded meanwhile */
	ask.info.bpf_fd = (uint32_t)fd;
	if (call(BPF_OBJ_GET_INFO_BY_FD, &ask))
		return;
	pa_buf_printf(out, "%u %u %llu %llu %llu\n", id, info.jited_prog_len,
		      (unsigned long long)info.run_time_ns, (unsigned long long)info.run_cnt,
		      (unsigned long long)info.recursion_misses);
}

static int ask_programs(void *arg, struct pa_buf *out)
{
	union bpf_attr attr = { .start_id = 0 };

	(void)arg;
	for (int i = 0; i < PA_BPF_PROGS_MAX; i++) {
		int error = call(BPF_PROG_GET_NEXT_ID, &attr);

		if (error == -ENOENT)
			return 0; /* that was the last one */
		if (error)
			return error;
		attr.start_id = attr.next_id;
		tell_one(attr.start_id, out);
	}
	pa_buf_puts(out, "more\n");
	return 0;
}

/* Are run times kept? */
static bool stats_on(struct pa_linux *sys)
{
	uint64_t on;

	return !pa_root_read_path(sys->root, "proc/sys/kernel/bpf_stats_enabled", sys->text) &&
	       !pa_numbers_column(sys->text->bytes, sys->text->used_bytes, 0, &on) && on;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	bool timed = stats_on(sys);
	struct pa_bpf_progs got;
	int error = pa_root_ask(sys->root, "src/bpf/programs", ask_programs, NULL, sys->text);

	(void)self;
	if (error)
		return pa_source_fail(moment, pa_source_bpf_prog.name, error);
	pa_bpf_progs_parse(sys->text->bytes, sys->text->used_bytes, &got);
	pa_moment_put(moment, PA_V_BPF_PROG_PROGRAMS_COUNT, 0, got.count);
	pa_moment_put(moment, PA_V_BPF_PROG_JITED_BYTES, 0, got.jited_bytes);
	pa_moment_put(moment, PA_V_BPF_PROG_UNASKED_FLAG, 0, got.left_out);
	pa_moment_put(moment, PA_V_BPF_PROG_MISSES_COUNT, 0, got.misses);
	if (timed) {
		pa_moment_put(moment, PA_V_BPF_PROG_RUN_NS, 0, got.run_ns);
		pa_moment_put(moment, PA_V_BPF_PROG_RUNS_COUNT, 0, got.runs);
	} else {
		pa_moment_miss(moment, PA_V_BPF_PROG_RUN_NS, 0, PA_ABSENT);
		pa_moment_miss(moment, PA_V_BPF_PROG_RUNS_COUNT, 0, PA_ABSENT);
	}
	return 0;
}

const struct pa_source pa_source_bpf_prog = {
	.name = "bpf_prog",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
