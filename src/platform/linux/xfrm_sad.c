/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/xfrm_sad.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/xfrm.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/kernel_module.h"
#include "platform/linux/nl.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

int pa_xfrm_sad_parse(const char *bytes, size_t size_bytes, uint64_t *out)
{
	struct pa_nl_walk walk, attrs;
	struct pa_nl_attr attr;
	struct pa_nl_msg msg;
	uint32_t count;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg)) {
		if (msg.type != XFRM_MSG_NEWSADINFO ||
		    !pa_nl_attrs_of(&msg, sizeof(uint32_t), &attrs))
			continue;
		while (pa_nl_attr_next(&attrs, &attr)) {
			if (attr.type != XFRMA_SAD_CNT || !pa_nl_attr_u32(&attr, &count))
				continue;
			*out = count;
			return 0;
		}
	}
	return -EBADMSG;
}

struct state {
	int fd; /* or the negative errno of opening it */
};

static void *open_source(struct pa_linux *sys)
{
	struct state *state = pa_alloc(sizeof(*state));

	state->fd = -ENOENT;
	if (!pa_root_is_replay(sys->root) && pa_kernel_module_ready("xfrm_user"))
		state->fd = pa_nl_open(NETLINK_XFRM);
	return state;
}

static int ask(void *arg, struct pa_buf *out)
{
	const struct state *state = arg;
	struct {
		struct nlmsghdr head;
		uint32_t flags;
	} request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = XFRM_MSG_GETSADINFO,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
	};

	return state->fd < 0 ? state->fd : pa_nl_dump(state->fd, &request, out);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	uint64_t count;
	int error = pa_root_ask(sys->root, "src/xfrm_sad", ask, self, sys->text);

	if (!error)
		error = pa_xfrm_sad_parse(sys->text->bytes, sys->text->used_bytes, &count);
	if (error)
		return pa_source_fail(moment, "xfrm_sad", error);
	pa_moment_put(moment, PA_V_NET_XFRM_ASSOCIATIONS_COUNT, 0, count);
	return 0;
}

static void close_source(void *self)
{
	struct state *state = self;

	pa_fd_closep(&state->fd);
	free(state);
}

const struct pa_source pa_source_xfrm_sad = {
	.name = "xfrm_sad",
	.pass = PA_PASS_RARE,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
