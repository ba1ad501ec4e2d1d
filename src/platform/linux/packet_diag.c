/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/packet_diag.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/packet_diag.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/netns.h"
#include "platform/linux/nl.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { REPLY_MAX_BYTES = 4 << 20 };

static void take_message(const struct pa_nl_msg *msg, struct pa_packet_sums *out)
{
	struct packet_diag_ring ring;
	struct packet_diag_msg head;
	struct pa_sk_meminfo memory;
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;

	if (msg->type != SOCK_DIAG_BY_FAMILY || !pa_nl_attrs_of(msg, sizeof(head), &walk))
		return;
	memcpy(&head, msg->body, sizeof(head));
	if (head.pdiag_family != AF_PACKET)
		return;
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == PACKET_DIAG_MEMINFO && pa_sk_meminfo_get(&attr, &memory))
			pa_sock_sums_add(&out->sockets, &memory);
		else if (attr.type == PACKET_DIAG_RX_RING &&
			 pa_nl_attr_get(&attr, &ring, sizeof(ring)) == sizeof(ring))
			out->ring_count += ring.pdr_frame_nr > 0 || ring.pdr_block_nr > 0;
	}
}

int pa_packet_diag_parse(const char *bytes, size_t size_bytes, struct pa_packet_sums *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;
	int cut = 0;

	*out = (struct pa_packet_sums){ .has_drops = true };
	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg)) {
		cut |= msg.type == NLMSG_OVERRUN;
		take_message(&msg, out);
	}
	return walk.at == walk.end ? cut : -EBADMSG;
}

/* "sk RefCnt Type Proto Iface R Rmem User Inode" */
static bool parse_line(struct pa_scan *line, struct pa_sk_meminfo *out)
{
	struct pa_word skipped;
	uint64_t receive_bytes;

	for (int i = 0; i < 6; i++)
		if (!pa_scan_word(line, &skipped))
			return false;
	if (!pa_scan_u64(line, &receive_bytes))
		return false;
	*out = (struct pa_sk_meminfo){ .receive_bytes = (uint32_t)receive_bytes };
	return true;
}

int pa_packet_text_parse(const char *text, size_t text_bytes, struct pa_packet_sums *out)
{
	struct pa_sk_meminfo memory;
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_line(&scan, &line) || !pa_scan_text(&line, "sk"))
		return -EBADMSG;
	*out = (struct pa_packet_sums){ 0 };
	while (pa_scan_line(&scan, &line))
		if (parse_line(&line, &memory))
			pa_sock_sums_add(&out->sockets, &memory);
	return 0;
}

static int ask(struct pa_linux *sys, const struct pa_netns *ns, struct pa_packet_sums *out)
{
	struct {
		struct nlmsghdr head;
		struct packet_diag_req diag;
	} request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.diag = { .sdiag_family = AF_PACKET,
			  .pdiag_show = PACKET_SHOW_MEMINFO | PACKET_SHOW_RING_CFG },
	};
	struct pa_buf reply;
	int error;

	pa_buf_init(&reply, REPLY_MAX_BYTES);
	error = pa_netns_dump(sys, ns, PA_NETNS_DIAG, "packet_diag", NULL,
			      ns->packet_diag_ready ? &request : NULL, &reply);
	if (!error)
		error = pa_packet_diag_parse(reply.bytes, reply.used_bytes, out);
	pa_buf_done(&reply);
	return error < 0 ? error : 0;
}

static void put(const struct pa_packet_sums *sums, uint32_t id, struct pa_moment *moment)
{
	const struct pa_sock_sums *sockets = &sums->sockets;

	pa_moment_put(moment, PA_V_NET_PACKET_SOCKETS_COUNT, id, sockets->count);
	pa_moment_put(moment, PA_V_NET_PACKET_QUEUED_BYTES, id, sockets->queued_bytes);
	if (!sums->has_drops)
		return;
	pa_moment_put(moment, PA_V_NET_PACKET_DROPS_COUNT, id, sockets->drops_count);
	pa_moment_put(moment, PA_V_NET_PACKET_RING_SOCKETS_COUNT, id, sums->ring_count);
	if (!sockets->fullest_limit_bytes && sockets->count)
		return;
	pa_moment_put(moment, PA_V_NET_PACKET_FULLEST_BYTES, id, sockets->fullest_bytes);
	pa_moment_put(moment, PA_V_NET_PACKET_FULLEST_LIMIT_BYTES, id,
		      sockets->fullest_limit_bytes);
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct pa_packet_sums sums;
	int error = ask(sys, ns, &sums);

	(void)self; /* there is none */
	if (error) {
		error = pa_netns_read(sys, ns, PA_NETNS_PACKET, sys->text);
		if (!error)
			error = pa_packet_text_parse(sys->text->bytes, sys->text->used_bytes,
						     &sums);
	}
	if (error)
		return error;
	put(&sums, ns->id, moment);
	return 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "packet_diag", read_one, self);
}

const struct pa_source pa_source_packet_diag = {
	.name = "packet_diag",
	.pass = PA_PASS_SLOW,
	.read = read_source,
};
