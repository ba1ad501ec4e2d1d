/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sockstat.h"

#include <errno.h>

#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

/* "key number", in this order, other keys between them skipped. */
static bool take(struct pa_scan *line, const char *key, uint64_t *out)
{
	struct pa_word word;

	while (pa_scan_word(line, &word))
		if (pa_word_is(word, key))
			return pa_scan_u64(line, out);
	return false;
}

static bool take_tcp(struct pa_scan *line, struct pa_sockstat *out)
{
	return take(line, "inuse", &out->tcp_in_use_count) &&
	       take(line, "orphan", &out->tcp_orphan_count) &&
	       take(line, "tw", &out->tcp_time_wait_count) &&
	       take(line, "mem", &out->tcp_memory_pages);
}

static bool take_udp(struct pa_scan *line, struct pa_sockstat *out)
{
	return take(line, "inuse", &out->udp_in_use_count) &&
	       take(line, "mem", &out->udp_memory_pages);
}

static bool take_fragments(struct pa_scan *line, uint64_t *queues_count, uint64_t *memory_bytes)
{
	return take(line, "inuse", queues_count) && take(line, "memory", memory_bytes);
}

int pa_sockstat_parse(const char *text, size_t text_bytes, struct pa_sockstat *out)
{
	struct pa_sockstat found = { 0 };
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (pa_scan_text(&line, "TCP:"))
			found.has_tcp = take_tcp(&line, &found);
		else if (pa_scan_text(&line, "UDP:"))
			found.has_udp = take_udp(&line, &found);
		else if (pa_scan_text(&line, "FRAG:"))
			found.has_fragments = take_fragments(&line, &found.fragment_queues_count,
							     &found.fragment_memory_bytes);
	}
	if (!found.has_tcp && !found.has_udp)
		return -EBADMSG;
	*out = found;
	return 0;
}

int pa_sockstat6_parse(const char *text, size_t text_bytes, struct pa_sockstat6 *out)
{
	struct pa_sockstat6 sums = { 0 };
	struct pa_scan scan, line;
	bool found = false;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (pa_scan_text(&line, "TCP6:"))
			found |= take(&line, "inuse", &sums.tcp_count);
		else if (pa_scan_text(&line, "UDP6:"))
			found |= take(&line, "inuse", &sums.udp_count);
		else if (pa_scan_text(&line, "FRAG6:"))
			sums.has_fragments = take_fragments(&line, &sums.fragment_queues_count,
							    &sums.fragment_memory_bytes);
	}
	if (!found)
		return -EBADMSG;
	*out = sums;
	return 0;
}

static void put(struct pa_moment *moment, const struct pa_netns *ns, const struct pa_sockstat *in)
{
	if (in->has_tcp)
		pa_moment_put(moment, PA_V_NET_TCP_TW_WAITING_COUNT, ns->id,
			      in->tcp_time_wait_count);
	if (in->has_fragments) {
		pa_moment_put(moment, PA_V_NET_IP_FRAGMENT_QUEUES_COUNT, ns->id,
			      in->fragment_queues_count);
		pa_moment_put(moment, PA_V_NET_IP_FRAGMENT_MEMORY_BYTES, ns->id,
			      in->fragment_memory_bytes);
	}
	if (!ns->is_first)
		return;
	if (in->has_tcp) {
		pa_moment_put(moment, PA_V_NET_TCP_CONN_ORPHANS_COUNT, 0, in->tcp_orphan_count);
		pa_moment_put(moment, PA_V_NET_TCP_MEM_USED_PAGES, 0, in->tcp_memory_pages);
	}
	if (in->has_udp)
		pa_moment_put(moment, PA_V_NET_UDP_MEM_PAGES, 0, in->udp_memory_pages);
}

/* A machine without IPv6 has no such file, and no such sockets. */
static void read_six(struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct pa_sockstat6 found = { 0 };

	if (!pa_netns_read(sys, ns, PA_NETNS_SOCKSTAT6, sys->text))
		(void)pa_sockstat6_parse(sys->text->bytes, sys->text->used_bytes, &found);
	ns->tcp6_sockets_count = found.tcp_count;
	ns->udp6_sockets_count = found.udp_count;
	if (!found.has_fragments)
		return;
	pa_moment_put(moment, PA_V_NET_IP6_FRAGMENT_QUEUES_COUNT, ns->id,
		      found.fragment_queues_count);
	pa_moment_put(moment, PA_V_NET_IP6_FRAGMENT_MEMORY_BYTES, ns->id,
		      found.fragment_memory_bytes);
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct pa_sockstat found;
	int error = pa_netns_read(sys, ns, PA_NETNS_SOCKSTAT, sys->text);

	(void)self; /* there is none */
	if (!error)
		error = pa_sockstat_parse(sys->text->bytes, sys->text->used_bytes, &found);
	if (error)
		return error;
	put(moment, ns, &found);
	ns->has_sockets = found.has_tcp && found.has_udp;
	ns->tcp4_sockets_count = found.tcp_in_use_count;
	ns->udp4_sockets_count = found.udp_in_use_count;
	ns->tcp_time_wait_count = found.tcp_time_wait_count;
	read_six(sys, ns, moment);
	return 0;
}

static int read_sockstat(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "sockstat", read_one, self);
}

const struct pa_source pa_source_sockstat = {
	.name = "sockstat",
	.pass = PA_PASS_SYSTEM,
	.read = read_sockstat,
};
