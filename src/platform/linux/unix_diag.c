/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/unix_diag.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/netns.h"
#include "platform/linux/nl.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { REPLY_MAX_BYTES = 4 << 20 };

static void take(const struct unix_diag_rqlen *queue, struct pa_unix_listeners *out)
{
	out->full_count += queue->udiag_rqueue > queue->udiag_wqueue;
	/* waiting / limit, compared without dividing; a limit of 0 still takes one */
	if ((uint64_t)queue->udiag_rqueue * (out->fullest_limit_count + 1) >
		    out->fullest_count * ((uint64_t)queue->udiag_wqueue + 1) ||
	    !out->count) {
		out->fullest_count = queue->udiag_rqueue;
		out->fullest_limit_count = queue->udiag_wqueue;
	}
	out->count++;
}

static void take_message(const struct pa_nl_msg *msg, struct pa_unix_listeners *out)
{
	struct unix_diag_rqlen queue;
	struct unix_diag_msg head;
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;

	if (msg->type != SOCK_DIAG_BY_FAMILY || !pa_nl_attrs_of(msg, sizeof(head), &walk))
		return;
	memcpy(&head, msg->body, sizeof(head));
	if (head.udiag_family != AF_UNIX || head.udiag_state != TCP_LISTEN)
		return;
	while (pa_nl_attr_next(&walk, &attr))
		if (attr.type == UNIX_DIAG_RQLEN &&
		    pa_nl_attr_get(&attr, &queue, sizeof(queue)) == sizeof(queue))
			take(&queue, out);
}

int pa_unix_diag_parse(const char *bytes, size_t size_bytes, struct pa_unix_listeners *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;
	int cut = 0;

	*out = (struct pa_unix_listeners){ 0 };
	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg)) {
		cut |= msg.type == NLMSG_OVERRUN;
		take_message(&msg, out);
	}
	return walk.at == walk.end ? cut : -EBADMSG;
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct {
		struct nlmsghdr head;
		struct unix_diag_req diag;
	} request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.diag = { .sdiag_family = AF_UNIX,
			  .udiag_states = 1U << TCP_LISTEN,
			  .udiag_show = UDIAG_SHOW_RQLEN },
	};
	struct pa_unix_listeners listeners;
	struct pa_buf reply;
	int error;

	(void)self; /* there is none */
	pa_buf_init(&reply, REPLY_MAX_BYTES);
	error = pa_netns_dump(sys, ns, PA_NETNS_DIAG, "unix_diag", NULL,
			      ns->unix_diag_ready ? &request : NULL, &reply);
	if (!error) {
		error = pa_unix_diag_parse(reply.bytes, reply.used_bytes, &listeners);
		error = error < 0 ? error : 0;
	}
	pa_buf_done(&reply);
	if (error)
		return error;
	pa_moment_put(moment, PA_V_NET_UNIX_LISTENERS_COUNT, ns->id, listeners.count);
	pa_moment_put(moment, PA_V_NET_UNIX_QUEUE_FULL_COUNT, ns->id, listeners.full_count);
	pa_moment_put(moment, PA_V_NET_UNIX_FULLEST_COUNT, ns->id, listeners.fullest_count);
	pa_moment_put(moment, PA_V_NET_UNIX_FULLEST_LIMIT_COUNT, ns->id,
		      listeners.fullest_limit_count);
	return 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "unix_diag", read_one, self);
}

const struct pa_source pa_source_unix_diag = {
	.name = "unix_diag",
	.pass = PA_PASS_SLOW,
	.read = read_source,
};
