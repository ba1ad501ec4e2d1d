/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Netlink as bytes: asking for a dump keeps the reply raw (so that a tape can record it), and
 * walking a reply trusts no length in it. Replies must start at an address that is a multiple
 * of four, as every pa_buf does. Sockets and attributes are libmnl's; the walk over messages
 * is ours, because mnl_nlmsg_ok() takes a length of 2 GiB and more for a good one.
 */
#ifndef PA_PLATFORM_LINUX_NL_H
#define PA_PLATFORM_LINUX_NL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_buf;

/* A place in a run of netlink messages. */
struct pa_nl_walk {
	const char *at;
	const char *end;
};

struct pa_nl_msg {
	uint16_t type, flags;
	uint32_t sequence;
	const char *body; /* behind the header */
	size_t body_bytes;
};

/* One attribute; type is without the flags of nesting and byte order. */
struct pa_nl_attr {
	uint16_t type;
	const char *at;
	size_t bytes;
};

void pa_nl_walk_init(struct pa_nl_walk *walk, const char *bytes, size_t size_bytes);

/* The next whole message; false at the end or at the first that lies about its length. */
bool pa_nl_msg_next(struct pa_nl_walk *walk, struct pa_nl_msg *msg);

/* Walk the attributes behind the first header_bytes of a message (rounded up to 4).
 * False when the message is shorter than that; the walk is then empty. */
bool pa_nl_attrs_of(const struct pa_nl_msg *msg, size_t header_bytes, struct pa_nl_walk *walk);

/* Walk the attributes nested in one. */
void pa_nl_attrs_in(const struct pa_nl_attr *attr, struct pa_nl_walk *walk);

/* The next whole attribute; false at the end or at the first that lies about its length. */
bool pa_nl_attr_next(struct pa_nl_walk *walk, struct pa_nl_attr *attr);

/* Up to out_bytes of an attribute, the rest of out zero. Returns the bytes that were there. */
size_t pa_nl_attr_get(const struct pa_nl_attr *attr, void *out, size_t out_bytes);

/* The value of an attribute of at least 4 (8) bytes; false when it is shorter. */
bool pa_nl_attr_u32(const struct pa_nl_attr *attr, uint32_t *out);
bool pa_nl_attr_u64(const struct pa_nl_attr *attr, uint64_t *out);

/* The negative errno of an NLMSG_ERROR message, 0 for an acknowledgement or another type. */
int pa_nl_msg_error(const struct pa_nl_msg *msg);

/* A socket of a netlink family (NETLINK_ROUTE …) in the namespace of the calling thread, whose
 * reads give up after PA_NL_TIMEOUT_MS. Returns a descriptor or a negative errno. */
int pa_nl_open(int family);

enum { PA_NL_TIMEOUT_MS = 200, PA_NL_CHUNK_BYTES = 32 << 10 };

/*
 * Send one dump request and append every message of the answer to out, the NLMSG_DONE left
 * out. When out is full the rest is drained and a message of type NLMSG_OVERRUN, without a
 * body, ends the bytes: they are whole messages, but not all. Its room is kept free.
 * request: a whole nlmsghdr with NLM_F_REQUEST | NLM_F_DUMP; its sequence is set here.
 * What is no dump is asked with NLM_F_REQUEST | NLM_F_ACK, and its answer ends likewise.
 * Returns 0 or a negative errno: the kernel's own, or -ETIMEDOUT.
 */
int pa_nl_dump(int fd, void *request, struct pa_buf *out);

#endif
