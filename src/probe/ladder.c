/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/ladder.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <unistd.h>

/* return 0 */
static const struct bpf_insn nothing[] = {
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
	{ .code = BPF_JMP | BPF_EXIT },
};

static int try_load(enum bpf_prog_type type, const struct bpf_prog_load_opts *opts)
{
	int fd = bpf_prog_load(type, "pa_ladder", "Dual BSD/GPL", nothing,
			       sizeof(nothing) / sizeof(nothing[0]), opts);

	if (fd < 0)
		return fd;
	(void)close(fd); /* it was only to be seen whether it loads */
	return 0;
}

/* Any typed tracepoint will do; that of the scheduler is in every kernel. */
static int try_tp_btf(void)
{
	struct bpf_prog_load_opts opts = { .sz = sizeof(opts),
					   .expected_attach_type = BPF_TRACE_RAW_TP };
	struct btf *btf = btf__load_vmlinux_btf();
	int id;

	if (!btf)
		return errno ? -errno : -ENOENT;
	id = btf__find_by_name_kind(btf, "btf_trace_sched_switch", BTF_KIND_TYPEDEF);
	btf__free(btf);
	if (id < 0)
		return id;
	opts.attach_btf_id = (__u32)id;
	return try_load(BPF_PROG_TYPE_TRACING, &opts);
}

static int be_silent(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

static void say_why(struct pa_ladder *out)
{
	int error = -out->error[PA_LADDER_TP_BTF];
	const char *reason = "this kernel refuses it";

	if (!error)
		return;
	if (error == EPERM || error == EACCES)
		reason = "denied: needs CAP_BPF and CAP_PERFMON, or a kernel that allows them";
	else if (error == ENOENT || error == ESRCH)
		reason = "the kernel has no type information (CONFIG_DEBUG_INFO_BTF)";
	(void)snprintf(out->why, sizeof(out->why), "eBPF on typed tracepoints: %s (errno %d)",
		       reason, error); /* cut when it is longer, which it is not */
}

void pa_ladder_probe(struct pa_ladder *out, int perf_counts)
{
	libbpf_print_fn_t before = libbpf_set_print(be_silent);

	*out = (struct pa_ladder){ .rung = perf_counts ? 'C' : 'D' };
	out->error[PA_LADDER_TP_BTF] = try_tp_btf();
	out->error[PA_LADDER_RAW_TP] = try_load(BPF_PROG_TYPE_RAW_TRACEPOINT, NULL);
	out->error[PA_LADDER_PERF_EVENT] = try_load(BPF_PROG_TYPE_PERF_EVENT, NULL);
	(void)libbpf_set_print(before);
	if (!out->error[PA_LADDER_RAW_TP])
		out->rung = 'B';
	if (!out->error[PA_LADDER_TP_BTF])
		out->rung = 'A';
	say_why(out);
}
