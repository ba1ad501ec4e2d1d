/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What KVM counts over all virtual machines that run here, where debugfs is mounted. The
 * binary statistics (KVM_GET_STATS_FD) belong to a descriptor of the virtual machine's own
 * process, which is not ours to take.
 */
#ifndef PA_PLATFORM_LINUX_KVM_DEBUGFS_H
#define PA_PLATFORM_LINUX_KVM_DEBUGFS_H

#include "platform/linux/source.h"

/* Replies "sys/kernel/debug/kvm/…"; which files there are depends on architecture and kernel.
 * Source: virt/kvm/kvm_main.c, kvm_init_debug(); arch/x86/kvm/x86.c, kvm_vcpu_stats_desc[]. */
extern const struct pa_source pa_source_kvm_debugfs;

#endif
