/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/irq/N: how many CPUs may take each interrupt line (smp_affinity_list). Instance "36"; lines
 * that may go to one CPU only are counted for the machine. How many lines one CPU takes now
 * (effective_affinity_list) is an instance "cpu0": on x86 each needs a vector there, of some 200.
 * At most 512 lines.
 * Source: kernel/irq/proc.c.
 */
#ifndef PA_PLATFORM_LINUX_PROC_IRQ_H
#define PA_PLATFORM_LINUX_PROC_IRQ_H

struct pa_source;

extern const struct pa_source pa_source_proc_irq;

#endif
