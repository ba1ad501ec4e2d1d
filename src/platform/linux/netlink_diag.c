/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/netlink_diag.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/netlink_diag.h>
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

static void take_message(const struct pa_nl_msg *msg, struct pa_sock_sums *out)
{
	struct netlink_diag_msg head;
	struct pa_sk_meminfo memory;
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	bool has_memory = false;
	uint32_t flags = 0;

	if (msg->type != SOCK_DIAG_BY_FAMILY || !pa_nl_attrs_of(msg, sizeof(head), &walk))
		return;
	memcpy(&head, msg->body, sizeof(head));
	if (head.ndiag_family != AF_NETLINK || !head.ndiag_portid)
		return;
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == NETLINK_DIAG_MEMINFO)
			has_memory = pa_sk_meminfo_get(&attr, &memory);
		else if (attr.type == NETLINK_DIAG_FLAGS)
			(void)pa_nl_attr_u32(&attr, &flags);
	}
	if (!has_memory)
		return;
	/* A dump, as this one, fills the buffer of who asked for it and waits for him. */
	if (flags & NDIAG_FLAG_CB_RUNNING)
		memory.receive_bytes = 0;
	pa_sock_sums_add(out, &memory);
}

int pa_netlink_diag_parse(const char *bytes, size_t size_bytes, struct pa_sock_sums *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;
	int cut = 0;

	*out = (struct pa_sock_sums){ 0 };
	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg)) {
		cut |= msg.type == NLMSG_OVERRUN;
		take_message(&msg, out);
	}
	return walk.at == walk.end ? cut : -EBADMSG;
}

/* "sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode" */
static bool parse_line(struct pa_scan *line, struct pa_sk_meminfo *out)
{
	uint64_t port = 0, receive_bytes = 0, send_bytes = 0, drops_count = 0;
	struct pa_word skipped;

	if (!pa_scan_word(line, &skipped) || !pa_scan_word(line, &skipped) ||
	    !pa_scan_u64(line, &port) || !pa_scan_word(line, &skipped) ||
	    !pa_scan_u64(line, &receive_bytes) || !pa_scan_u64(line, &send_bytes) ||
	    !pa_scan_word(line, &skipped) || !pa_scan_word(line, &skipped) ||
	    !pa_scan_u64(line, &drops_count))
		return false;
	*out = (struct pa_sk_meminfo){ .receive_bytes = (uint32_t)receive_bytes,
				       .send_bytes = (uint32_t)send_bytes,
				       .drops_count = (uint32_t)drops_count };
	return port != 0;
}

int pa_netlink_text_parse(const char *text, size_t text_bytes, struct pa_sock_sums *out)
{
	struct pa_sk_meminfo memory;
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_line(&scan, &line) || !pa_scan_text(&line, "sk"))
		return -EBADMSG;
	*out = (struct pa_sock_sums){ 0 };
	while (pa_scan_line(&scan, &line))
		if (parse_line(&line, &memory))
			pa_sock_sums_add(out, &memory);
	return 0;
}

static int ask(struct pa_linux *sys, const struct pa_netns *ns, struct pa_sock_sums *out)
{
	struct {
		struct nlmsghdr head;
		struct netlink_diag_req diag;
	} request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.diag = { .sdiag_family = AF_NETLINK,
			  .sdiag_protocol = NDIAG_PROTO_ALL,
			  .ndiag_show = NDIAG_SHOW_MEMINFO | NDIAG_SHOW_FLAGS },
	};
	struct pa_buf reply;
	int error;

	pa_buf_init(&reply, REPLY_MAX_BYTES);
	error = pa_netns_dump(sys, ns, PA_NETNS_DIAG, "netlink_diag", NULL,
			      ns->netlink_diag_ready ? &request : NULL, &reply);
	if (!error)
		error = pa_netlink_diag_parse(reply.bytes, reply.used_bytes, out);
	pa_buf_done(&reply);
	return error < 0 ? error : 0;
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct pa_sock_sums sums;
	int error = ask(sys, ns, &sums);

	(void)self; /* there is none */
	if (error) {
		error = pa_netns_read(sys, ns, PA_NETNS_NETLINK, sys->text);
		if (!error)
			error = pa_netlink_text_parse(sys->text->bytes, sys->text->used_bytes,
						      &sums);
	}
	if (error)
		return error;
	pa_moment_put(moment, PA_V_NET_NETLINK_SOCKETS_COUNT, ns->id, sums.count);
	pa_moment_put(moment, PA_V_NET_NETLINK_QUEUED_BYTES, ns->id, sums.queued_bytes);
	pa_moment_put(moment, PA_V_NET_NETLINK_DROPS_COUNT, ns->id, sums.drops_count);
	if (!sums.fullest_limit_bytes)
		return 0;
	pa_moment_put(moment, PA_V_NET_NETLINK_FULLEST_BYTES, ns->id, sums.fullest_bytes);
	pa_moment_put(moment, PA_V_NET_NETLINK_FULLEST_LIMIT_BYTES, ns->id,
		      sums.fullest_limit_bytes);
	return 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "netlink_diag", read_one, self);
}

const struct pa_source pa_source_netlink_diag = {
	.name = "netlink_diag",
	.pass = PA_PASS_SLOW,
	.read = read_source,
};
