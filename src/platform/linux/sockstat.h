/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket counts and protocol memory of each network namespace: /proc/net/sockstat and
 * sockstat6. Orphans and memory are those of the machine, whichever namespace is asked: they
 * are told once, with instance 0.
 */
#ifndef PA_PLATFORM_LINUX_SOCKSTAT_H
#define PA_PLATFORM_LINUX_SOCKSTAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

/* has_tcp, has_udp, has_fragments: the line was there and whole. */
struct pa_sockstat {
	bool has_tcp, has_udp, has_fragments;
	uint64_t tcp_in_use_count, tcp_orphan_count, tcp_time_wait_count, tcp_memory_pages;
	uint64_t udp_in_use_count, udp_memory_pages;
	uint64_t fragment_queues_count, fragment_memory_bytes;
};

struct pa_sockstat6 {
	uint64_t tcp_count, udp_count;
	bool has_fragments;
	uint64_t fragment_queues_count, fragment_memory_bytes;
};

extern const struct pa_source pa_source_sockstat;

/*
 * Parse the text of sockstat. text: text_bytes bytes, need not end in NUL.
 * Returns 0, or -EBADMSG (out untouched) when it has neither a TCP nor a UDP line.
 * Source: net/ipv4/proc.c, sockstat_seq_show().
 */
int pa_sockstat_parse(const char *text, size_t text_bytes, struct pa_sockstat *out);

/*
 * Parse the text of sockstat6. A line of TCP or UDP that is missing counts none.
 * Returns 0, or -EBADMSG (out untouched) when both are missing.
 * Source: net/ipv6/proc.c, sockstat6_seq_show().
 */
int pa_sockstat6_parse(const char *text, size_t text_bytes, struct pa_sockstat6 *out);

#endif
