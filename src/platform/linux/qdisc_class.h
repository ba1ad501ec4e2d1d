/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The classes of queueing disciplines that have some (htb, hfsc, drr, qfq, ets), in each network
 * namespace: what each sent, holds back and may send. Instance: "eth0/1:10", the handle as tc
 * writes it. Interfaces with another root are not asked.
 * Recorded as "src/qdisc_class/NAMESPACE/INTERFACE".
 */
#ifndef PA_PLATFORM_LINUX_QDISC_CLASS_H
#define PA_PLATFORM_LINUX_QDISC_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_qdisc_class;

enum { PA_QDISC_CLASSES_MAX = 256 }; /* of one interface that are told */

struct pa_qdisc_class {
	uint32_t handle; /* major << 16 | minor */
	bool has_stats, has_rate, has_overlimits;
	uint64_t sent_bytes;
	uint64_t rate_bytes_per_s; /* most it may send: ceil of htb */
	uint32_t backlog_bytes, drops_count, overlimits_count;
};

/*
 * Parse the answer to RTM_GETTCLASS; each() is called for every class.
 * bytes: size_bytes bytes of whole netlink messages at a multiple of 4.
 * Returns 0, or -EBADMSG when bytes are left that are no message.
 * Source: net/sched/sch_api.c, tc_fill_tclass(); net/sched/sch_htb.c, htb_dump_class(),
 * htb_dump_class_stats().
 */
int pa_qdisc_class_parse(const char *bytes, size_t size_bytes,
			 void (*each)(void *arg, const struct pa_qdisc_class *class), void *arg);

#endif
