/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings of the whole machine in sysfs: huge pages, clock source, SMT, turbo, tracer, isolated
 * CPUs, mitigations. Read in the rare pass.
 * Source: Documentation/ABI/testing/sysfs-devices-system-cpu, Documentation/admin-guide/mm.
 */
#ifndef PA_PLATFORM_LINUX_SYSFS_TUNING_H
#define PA_PLATFORM_LINUX_SYSFS_TUNING_H

#include <stdbool.h>
#include <stddef.h>

struct pa_source;

extern const struct pa_source pa_source_sysfs_tuning;

/* Is this the text of a file in cpu/vulnerabilities that says that the kernel works around a
 * flaw? Source: drivers/base/cpu.c, arch/x86/kernel/cpu/bugs.c, cpu_show_common(). */
bool pa_sysfs_tuning_is_mitigated(const char *text, size_t text_bytes);

#endif
