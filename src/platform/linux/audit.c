/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/audit.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/nl.h"
#include "platform/platform.h"
#include "platform/root.h"

enum {
	REPLY_BYTES = 4096,
	ANSWERS_MAX = 8, /* datagrams read in search of ours */
	/* Members of struct audit_status, each 32 bits wide, by place. */
	AT_ENABLED = 1,
	AT_BACKLOG_LIMIT = 5,
	AT_LOST = 6,
	AT_BACKLOG = 7,
	AT_WAITED = 10,
};

static uint32_t member(const struct pa_nl_msg *msg, int at)
{
	uint32_t value;

	memcpy(&value, msg->body + (size_t)at * sizeof(value), sizeof(value));
	return value;
}

int pa_audit_parse(const char *bytes, size_t size_bytes, struct pa_audit *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg)) {
		if (pa_nl_msg_error(&msg))
			return pa_nl_msg_error(&msg);
		if (msg.type != AUDIT_GET || msg.body_bytes < (AT_BACKLOG + 1) * sizeof(uint32_t))
			continue;
		*out = (struct pa_audit){ .enabled = member(&msg, AT_ENABLED),
					  .backlog_limit = member(&msg, AT_BACKLOG_LIMIT),
					  .lost = member(&msg, AT_LOST),
					  .backlog = member(&msg, AT_BACKLOG) };
		out->has_waited = msg.body_bytes >= (AT_WAITED + 1) * sizeof(uint32_t);
		if (out->has_waited)
			out->waited_ticks = member(&msg, AT_WAITED);
		return 0;
	}
	return -EBADMSG;
}

/* The kernel acknowledges nothing that we did not ask it to, and answers from a thread. */
static int ask_status(void *arg, struct pa_buf *out)
{
	struct nlmsghdr request = { .nlmsg_len = sizeof(request),
				    .nlmsg_type = AUDIT_GET,
				    .nlmsg_flags = NLM_F_REQUEST,
				    .nlmsg_seq = 1 };
	PA_CLEANUP(pa_fd_closep) int fd = pa_nl_open(NETLINK_AUDIT);
	struct pa_audit got;

	(void)arg;
	if (fd < 0)
		return fd == -EPROTONOSUPPORT ? -EOPNOTSUPP : fd;
	if (send(fd, &request, sizeof(request), 0) < 0)
		return errno == ECONNREFUSED ? -EOPNOTSUPP : -errno;
	for (int i = 0; i < ANSWERS_MAX; i++) {
		char reply[REPLY_BYTES] __attribute__((aligned(8)));
		ssize_t n = recv(fd, reply, sizeof(reply), 0);
		int error;

		if (n < 0)
			return errno == EAGAIN ? -ETIMEDOUT : -errno;
		error = pa_audit_parse(reply, (size_t)n, &got);
		if (error == -EBADMSG)
			continue; /* an event sent to all */
		if (error)	  /* audit_netlink_ok(): outside the first user namespace */
			return error == -ECONNREFUSED ? -EPERM : error;
		pa_buf_put(out, reply, (size_t)n);
		return 0;
	}
	return -EBADMSG;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_audit got;
	int error = pa_root_ask(sys->root, "src/audit/status", ask_status, NULL, sys->text);

	(void)self;
	if (!error)
		error = pa_audit_parse(sys->text->bytes, sys->text->used_bytes, &got);
	if (error)
		return pa_source_fail(moment, pa_source_audit.name, error);
	pa_moment_put(moment, PA_V_AUDIT_Q_ENABLED_FLAG, 0, got.enabled != 0);
	pa_moment_put(moment, PA_V_AUDIT_Q_BACKLOG_COUNT, 0, got.backlog);
	pa_moment_put(moment, PA_V_AUDIT_Q_LIMIT_COUNT, 0, got.backlog_limit);
	pa_moment_put(moment, PA_V_AUDIT_Q_LOST_COUNT, 0, got.lost);
	if (got.has_waited)
		pa_moment_put(moment, PA_V_AUDIT_Q_WAITED_TICKS, 0, got.waited_ticks);
	else
		pa_moment_miss(moment, PA_V_AUDIT_Q_WAITED_TICKS, 0, PA_ABSENT);
	return 0;
}

const struct pa_source pa_source_audit = {
	.name = "audit",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
