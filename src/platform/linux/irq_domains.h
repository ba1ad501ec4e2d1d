/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /sys/kernel/debug/irq/domains/VECTOR: the interrupt vectors of x86 CPUs
 * (CONFIG_GENERIC_IRQ_DEBUGFS, debugfs mounted).
 */
#ifndef PA_PLATFORM_LINUX_IRQ_DOMAINS_H
#define PA_PLATFORM_LINUX_IRQ_DOMAINS_H

#include <stddef.h>

struct pa_moment;
struct pa_source;

extern const struct pa_source pa_source_irq_domains;

/*
 * Parse text_bytes bytes: allocated and still available vectors of all CPUs, and those
 * promised to interrupts that are not in use yet.
 * Returns 0, or -EBADMSG with nothing appended when either of the first two is missing.
 * Source: kernel/irq/matrix.c, irq_matrix_debug_show().
 */
int pa_irq_domains_parse(const char *text, size_t text_bytes, struct pa_moment *moment);

#endif
