/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel as our programs see it: only the fields that they use. Their places are written
 * into a program when it is loaded (CO-RE), from the running kernel's own type information, so
 * order and offsets here mean nothing. A field that was renamed stands in a second structure,
 * "name___what": the loader takes the part behind ___ for a comment, and the program asks
 * bpf_core_field_exists() which one this kernel has.
 */
#ifndef PA_BPF_PA_KERNEL_H
#define PA_BPF_PA_KERNEL_H

#include <linux/bpf.h>
#include <linux/types.h>

#include <bpf/bpf_helpers.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct kernfs_node {
	__u64 id;
};

struct cgroup {
	struct kernfs_node *kn;
};

struct css_set {
	struct cgroup *dfl_cgrp;
};

struct task_struct {
	int pid;  /* of the thread */
	int tgid; /* of the process */
	unsigned int flags;
	unsigned int __state; /* since 5.14 */
	char comm[16];
	struct css_set *cgroups;
};

struct task_struct___before_5_14 {
	long state;
};

#pragma clang attribute pop

enum { PA_TASK_RUNNING = 0 }; /* include/linux/sched.h, TASK_RUNNING */

#endif
