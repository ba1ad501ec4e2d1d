/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/nl.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

void pa_nl_walk_init(struct pa_nl_walk *walk, const char *bytes, size_t size_bytes)
{
	walk->at = bytes;
	walk->end = bytes + size_bytes;
}

static size_t left(const struct pa_nl_walk *walk)
{
	return (size_t)(walk->end - walk->at);
}

/* Step over size_bytes and the padding to 4; the last item may come without its padding. */
static void step(struct pa_nl_walk *walk, size_t size_bytes)
{
	size_t padded = (size_bytes + 3) & ~(size_t)3;

	walk->at += padded < left(walk) ? padded : left(walk);
}

bool pa_nl_msg_next(struct pa_nl_walk *walk, struct pa_nl_msg *msg)
{
	struct nlmsghdr head;

	if (left(walk) < sizeof(head))
		return false;
	memcpy(&head, walk->at, sizeof(head));
	if (head.nlmsg_len < sizeof(head) || head.nlmsg_len > left(walk))
		return false;
	*msg = (struct pa_nl_msg){
		.type = head.nlmsg_type,
		.flags = head.nlmsg_flags,
		.sequence = head.nlmsg_seq,
		.body = walk->at + sizeof(head),
		.body_bytes = head.nlmsg_len - sizeof(head),
	};
	step(walk, head.nlmsg_len);
	return true;
}

bool pa_nl_attrs_of(const struct pa_nl_msg *msg, size_t header_bytes, struct pa_nl_walk *walk)
{
	pa_nl_walk_init(walk, msg->body, msg->body_bytes);
	if (msg->body_bytes < header_bytes) {
		walk->at = walk->end;
		return false;
	}
	step(walk, header_bytes);
	return true;
}

void pa_nl_attrs_in(const struct pa_nl_attr *attr, struct pa_nl_walk *walk)
{
	pa_nl_walk_init(walk, attr->at, attr->bytes);
}

bool pa_nl_attr_next(struct pa_nl_walk *walk, struct pa_nl_attr *attr)
{
	const struct nlattr *head = (const void *)walk->at;

	if (left(walk) > INT32_MAX || !mnl_attr_ok(head, (int)left(walk)))
		return false;
	attr->type = mnl_attr_get_type(head);
	attr->at = mnl_attr_get_payload(head);
	attr->bytes = mnl_attr_get_payload_len(head);
	step(walk, mnl_attr_get_len(head));
	return true;
}

size_t pa_nl_attr_get(const struct pa_nl_attr *attr, void *out, size_t out_bytes)
{
	size_t n = attr->bytes < out_bytes ? attr->bytes : out_bytes;

	memset(out, 0, out_bytes);
	memcpy(out, attr->at, n);
	return n;
}

bool pa_nl_attr_u32(const struct pa_nl_attr *attr, uint32_t *out)
{
	if (attr->bytes < sizeof(*out))
		return false;
	memcpy(out, attr->at, sizeof(*out));
	return true;
}

bool pa_nl_attr_u64(const struct pa_nl_attr *attr, uint64_t *out)
{
	if (attr->bytes < sizeof(*out))
		return false;
	memcpy(out, attr->at, sizeof(*out));
	return true;
}

int pa_nl_msg_error(const struct pa_nl_msg *msg)
{
	int32_t error;

	if (msg->type != NLMSG_ERROR)
		return 0;
	if (msg->body_bytes < sizeof(error))
		return -EBADMSG;
	memcpy(&error, msg->body, sizeof(error));
	return error > 0 || error < -4095 ? -EBADMSG : error;
}

int pa_nl_open(int family)
{
	const struct timeval patience = { .tv_usec = PA_NL_TIMEOUT_MS * 1000 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, family);

	if (fd < 0)
		return -errno;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) < 0) {
		int error = -errno;

		(void)close(fd); /* nothing was written */
		return error;
	}
	return fd;
}

/* What an earlier dump that timed out may have left; a new one would be refused as busy. */
static void drain(int fd)
{
	char scrap[4096];

	for (int i = 0; i < 64 && recv(fd, scrap, sizeof(scrap), MSG_DONTWAIT) > 0; i++)
		;
}

/* What one datagram of a dump says: 1 more follows, 0 it was the last, or a negative errno.
 * *used_bytes becomes the bytes before the end of the dump. */
static int verdict(const char *bytes, size_t size_bytes, uint32_t sequence, size_t *used_bytes)
{
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;
	const char *before;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	*used_bytes = 0;
	for (before = walk.at; pa_nl_msg_next(&walk, &msg); before = walk.at) {
		if (msg.sequence != sequence)
			return 1; /* the tail of an earlier answer: skip all of it */
		*used_bytes = (size_t)(before - bytes);
		if (msg.type == NLMSG_ERROR) /* or the acknowledgement that ends an answer */
			return pa_nl_msg_error(&msg);
		if (msg.type == NLMSG_DONE)
			return 0;
		*used_bytes = (size_t)(walk.at - bytes);
	}
	return 1;
}

static void mark_overrun(struct pa_buf *out)
{
	const struct nlmsghdr head = { .nlmsg_len = sizeof(head), .nlmsg_type = NLMSG_OVERRUN };

	pa_buf_put(out, &head, sizeof(head));
}

/* size_bytes were received behind the content; the next message starts at a multiple of 4. */
static void keep(struct pa_buf *out, size_t size_bytes)
{
	out->used_bytes += size_bytes;
	while (out->used_bytes % 4)
		out->bytes[out->used_bytes++] = '\0';
	out->bytes[out->used_bytes] = '\0';
}

/* Take datagrams until the dump ends. full: out has no room; read on, but keep nothing. */
static int collect(int fd, uint32_t sequence, struct pa_buf *out)
{
	const uint64_t deadline_ns = pa_clock_mono_ns() + PA_NL_TIMEOUT_MS * UINT64_C(1000000);
	char scrap[PA_NL_CHUNK_BYTES] __attribute__((aligned(8)));
	bool full = false;
	int more = 1;

	while (more > 0) {
		size_t used_bytes;
		char *at = scrap;
		ssize_t n;

		full = full || pa_buf_reserve(out, PA_NL_CHUNK_BYTES + NLMSG_HDRLEN) < 0;
		if (!full)
			at = out->bytes + out->used_bytes;
		n = recv(fd, at, PA_NL_CHUNK_BYTES, MSG_TRUNC);
		if (n < 0 && errno == EINTR && pa_clock_mono_ns() < deadline_ns)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EINTR ? -ETIMEDOUT : -errno;
		if (n > PA_NL_CHUNK_BYTES)
			return -EMSGSIZE;
		more = verdict(at, (size_t)n, sequence, &used_bytes);
		if (!full)
			keep(out, used_bytes);
		if (more > 0 && pa_clock_mono_ns() > deadline_ns)
			return -ETIMEDOUT;
	}
	if (full && !more)
		mark_overrun(out);
	return more;
}

int pa_nl_dump(int fd, void *request, struct pa_buf *out)
{
	struct nlmsghdr *head = request;
	int error = 0;

	head->nlmsg_seq = (uint32_t)pa_clock_mono_ns();
	for (int attempt = 0; attempt < 2; attempt++) {
		if (send(fd, request, head->nlmsg_len, 0) < 0) {
			error = -errno;
		} else {
			error = collect(fd, head->nlmsg_seq, out);
		}
		if (error != -EBUSY)
			break;
		drain(fd);
	}
	return error;
}
