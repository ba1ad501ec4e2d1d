/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What does not change while we look: kernel, CPUs, memory, boot time. Everything is asked of
 * the root handle, system constants too, so that a recorded machine keeps its own.
 */
#ifndef PA_PLATFORM_LINUX_MACHINE_H
#define PA_PLATFORM_LINUX_MACHINE_H

#include <stddef.h>
#include <stdint.h>

struct pa_linux;
struct pa_machine;

/* Fill out; what cannot be read stays 0 or empty, hz 100 and page_bytes 4096. rung is 'D'.
 * Sets hz, page_bytes and kernel_version of sys, too. */
void pa_machine_read(struct pa_linux *sys, struct pa_machine *out);

/* "6.18.44-x" to 6 << 16 | 18 << 8; 0 when the text begins otherwise. */
uint32_t pa_machine_version(const char *release, size_t release_bytes);

/* "48K", "2M" of sysfs cache/index*\/size to bytes; 0 when it is no such text.
 * Source: drivers/base/cacheinfo.c, size_show(). */
uint64_t pa_machine_cache_bytes(const char *text, size_t text_bytes);

/* Value of the first line "model name : X" (or its other spellings) of /proc/cpuinfo,
 * NUL-terminated and cut to out_bytes; "" when there is none. Source: arch/x86/kernel/cpu/proc.c,
 * show_cpuinfo(); other architectures alike. */
void pa_machine_cpu_model(const char *text, size_t text_bytes, char *out, size_t out_bytes);

#endif
