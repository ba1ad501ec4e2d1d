/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/interrupts: hard interrupts by line.
 */
#ifndef PA_PLATFORM_LINUX_INTERRUPTS_H
#define PA_PLATFORM_LINUX_INTERRUPTS_H

#include <stddef.h>
#include <stdint.h>

#include "platform/linux/cell_names.h"
#include "platform/linux/line_names.h"

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_interrupts;

/* All zero is a new one. */
struct pa_interrupts {
	struct pa_line_names lines;
	struct pa_cell_names cells;
	uint64_t *count; /* of the line that is read, by CPU */
	uint32_t room;
};

/*
 * Parse text_bytes bytes. Lines are summed over their CPUs: RES, CAL and TLB are values of
 * their own, MCE THR DFR TRM make cpu.mce.events_count, ERR and MIS irq.hard.errors_count;
 * any other line that ever fired is irq.hard.line_count with instance "36:virtio1-req.0"
 * (number and last word of the device) or "LOC". What a line counted on each CPU, where it ever
 * fired, is irq.hard.cpu_count with instance "cpu0/LOC", as far as there is room for names
 * (cell_names.h). Counts since boot; a CPU's own counter has 32
 * bits and wraps, so may the sum.
 * Returns 0, or -EBADMSG with nothing appended when the heading is missing.
 * Source: kernel/irq/proc.c, show_interrupts(); arch/x86/kernel/irq.c,
 * arch_show_interrupts() (other architectures name other lines: those values are ABSENT).
 */
int pa_interrupts_parse(struct pa_interrupts *self, const char *text, size_t text_bytes,
			struct pa_names *names, struct pa_moment *moment);

void pa_interrupts_done(struct pa_interrupts *self);

#endif
