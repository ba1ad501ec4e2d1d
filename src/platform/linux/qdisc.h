/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The root queueing discipline of each interface of each network namespace (RTM_GETQDISC).
 * Instance: "eth0/fq_codel", "netns:NAME/eth0/tbf". A noqueue that carried nothing is left
 * out. Its drop, requeue and overlimit counters are 32 bits wide in the kernel.
 */
#ifndef PA_PLATFORM_LINUX_QDISC_H
#define PA_PLATFORM_LINUX_QDISC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_qdisc;

struct pa_qdisc {
	uint32_t ifindex;
	char kind[16]; /* "tbf"; NUL-terminated */
	uint64_t sent_bytes, packets_count;
	uint32_t backlog_bytes, backlog_packets_count;
	uint32_t drops_count, requeues_count, overlimits_count;
	bool has_stats; /* the numbers above were there */
	bool has_rate;
	uint64_t rate_bytes_per_s; /* of a token bucket */
};

/*
 * Parse the answer to RTM_GETQDISC; each() is called for every root qdisc.
 * bytes: size_bytes bytes of whole netlink messages at a multiple of 4.
 * Returns 0, or -EBADMSG when bytes are left that are no message.
 * Source: net/sched/sch_api.c, tc_fill_qdisc(); net/sched/sch_tbf.c, tbf_dump();
 * net/core/gen_stats.c.
 */
int pa_qdisc_parse(const char *bytes, size_t size_bytes,
		   void (*each)(void *arg, const struct pa_qdisc *qdisc), void *arg);

#endif
