/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Run-queue latency: how long threads that could run stood without a CPU, from waking (or from
 * being preempted) to running. One histogram for each CPU, of the CPU where the wait ended.
 */
#include "bpf/pa_kernel.h"

#include "bpf/histogram.h"

/* Set before loading. 0: every process. */
const volatile __s32 pa_runqlat_tgid = 0;

struct waiting {
	__u64 since_ns; /* 0: it does not wait */
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct waiting);
} pa_runqlat_waiting SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct pa_histogram);
} pa_runqlat_histogram SEC(".maps");

/* Wakings and preemptions for which there was no memory: their waits are not in the histogram. */
__u64 pa_runqlat_lost = 0;

static __always_inline void begins_to_wait(struct task_struct *task, __u64 now_ns)
{
	struct waiting *waiting;

	if (!task->pid || (pa_runqlat_tgid && task->tgid != pa_runqlat_tgid))
		return;
	waiting = bpf_task_storage_get(&pa_runqlat_waiting, task, NULL,
				       BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (waiting)
		waiting->since_ns = now_ns;
	else
		__sync_fetch_and_add(&pa_runqlat_lost, 1);
}

static __always_inline void begins_to_run(struct task_struct *task, __u64 now_ns)
{
	struct pa_histogram *histogram;
	struct waiting *waiting;
	__u32 first = 0, slot;
	__u64 ns;

	if (!task->pid || (pa_runqlat_tgid && task->tgid != pa_runqlat_tgid))
		return;
	waiting = bpf_task_storage_get(&pa_runqlat_waiting, task, NULL, 0);
	if (!waiting || !waiting->since_ns)
		return;
	ns = now_ns - waiting->since_ns;
	waiting->since_ns = 0;
	if ((__s64)ns < 0) /* the clocks of two CPUs */
		ns = 0;
	histogram = bpf_map_lookup_elem(&pa_runqlat_histogram, &first);
	if (!histogram)
		return;
	slot = pa_histogram_slot(ns);
	if (slot >= PA_HISTOGRAM_SLOTS) /* never; the verifier wants to know */
		return;
	histogram->slot[slot]++;
	histogram->count++;
	histogram->sum_ns += ns;
	if (ns > histogram->max_ns)
		histogram->max_ns = ns;
}

static __always_inline int is_runnable(struct task_struct *task)
{
	if (bpf_core_field_exists(task->__state))
		return task->__state == PA_TASK_RUNNING;
	return BPF_CORE_READ((struct task_struct___before_5_14 *)task, state) == PA_TASK_RUNNING;
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(pa_runqlat_wakeup, struct task_struct *task)
{
	begins_to_wait(task, bpf_ktime_get_ns());
	return 0;
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(pa_runqlat_wakeup_new, struct task_struct *task)
{
	begins_to_wait(task, bpf_ktime_get_ns());
	return 0;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(pa_runqlat_switch, _Bool preempt, struct task_struct *prev, struct task_struct *next)
{
	__u64 now_ns = bpf_ktime_get_ns();

	if (preempt || is_runnable(prev))
		begins_to_wait(prev, now_ns);
	begins_to_run(next, now_ns);
	return 0;
}

char pa_license[] SEC("license") = "Dual BSD/GPL";
