/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/genl.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "platform/linux/nl.h"
#include "platform/linux/source.h"
#include "platform/root.h"

enum { REQUEST_BYTES = 64, REPLY_MAX_BYTES = 1 << 20, PATH_BYTES = 64 };

struct pa_genl {
	int fd; /* live only, or the negative errno of opening it */
	struct pa_genl_family family[PA_GENL_FAMILIES_MAX];
	size_t count;
	uint32_t tick; /* in which they were asked for */
};

bool pa_genl_attrs(const struct pa_nl_msg *msg, uint8_t *command, struct pa_nl_walk *walk)
{
	struct genlmsghdr head;

	if (!pa_nl_attrs_of(msg, sizeof(head), walk))
		return false;
	memcpy(&head, msg->body, sizeof(head));
	*command = head.cmd;
	return true;
}

static bool take_family(const struct pa_nl_msg *msg, struct pa_genl_family *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	uint8_t command;

	*out = (struct pa_genl_family){ 0 };
	if (msg->type != GENL_ID_CTRL || !pa_genl_attrs(msg, &command, &walk))
		return false;
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == CTRL_ATTR_FAMILY_ID)
			(void)pa_nl_attr_get(&attr, &out->id, sizeof(out->id));
		else if (attr.type == CTRL_ATTR_FAMILY_NAME)
			(void)pa_nl_attr_get(&attr, out->name, sizeof(out->name));
	}
	out->name[sizeof(out->name) - 1] = '\0';
	return out->id && out->name[0];
}

size_t pa_genl_families_parse(const char *bytes, size_t size_bytes, struct pa_genl_family *out,
			      size_t room)
{
	struct pa_genl_family family;
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;
	size_t count = 0;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg))
		if (count < room && take_family(&msg, &family))
			out[count++] = family;
	return count;
}

struct ask {
	const struct pa_genl *genl;
	const char *family;
	uint8_t command;
	const void *attrs;
	size_t attrs_bytes;
};

static uint16_t id_of(const struct pa_genl *genl, const char *name)
{
	if (!strcmp(name, "nlctrl"))
		return GENL_ID_CTRL;
	for (size_t i = 0; i < genl->count; i++)
		if (!strcmp(genl->family[i].name, name))
			return genl->family[i].id;
	return 0;
}

static int ask_dump(void *arg, struct pa_buf *out)
{
	const struct ask *ask = arg;
	struct {
		struct nlmsghdr head;
		struct genlmsghdr genl;
		char attrs[REQUEST_BYTES];
	} request = {
		.head = { .nlmsg_len = (uint32_t)(NLMSG_HDRLEN + GENL_HDRLEN + ask->attrs_bytes),
			  .nlmsg_type = id_of(ask->genl, ask->family),
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.genl = { .cmd = ask->command, .version = 1 },
	};

	if (ask->genl->fd < 0)
		return ask->genl->fd;
	if (!request.head.nlmsg_type)
		return -ENOENT;
	if (ask->attrs_bytes)
		memcpy(request.attrs, ask->attrs, ask->attrs_bytes);
	return pa_nl_dump(ask->genl->fd, &request, out);
}

static int dump(const struct pa_linux *sys, struct ask *ask, const char *source, struct pa_buf *out)
{
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "src/%s", source);
	return pa_root_ask(sys->root, path, ask_dump, ask, out);
}

static struct pa_genl *make(const struct pa_linux *sys)
{
	struct pa_genl *genl = pa_alloc(sizeof(*genl));

	genl->fd = pa_root_is_replay(sys->root) ? -ENOENT : pa_nl_open(NETLINK_GENERIC);
	genl->tick = UINT32_MAX;
	return genl;
}

/* A driver that came since may have brought its family. */
static void refresh(const struct pa_linux *sys, struct pa_genl *genl)
{
	struct ask ask = { .genl = genl, .family = "nlctrl", .command = CTRL_CMD_GETFAMILY };
	struct pa_buf reply;

	if (genl->tick == sys->tick)
		return;
	genl->tick = sys->tick;
	genl->count = 0;
	pa_buf_init(&reply, REPLY_MAX_BYTES);
	if (!dump(sys, &ask, "genl/families", &reply))
		genl->count = pa_genl_families_parse(reply.bytes, reply.used_bytes, genl->family,
						     PA_GENL_FAMILIES_MAX);
	pa_buf_done(&reply);
}

int pa_genl_dump(struct pa_linux *sys, const char *family, uint8_t command, const void *attrs,
		 size_t attrs_bytes, const char *source, struct pa_buf *out)
{
	struct ask ask = { NULL, family, command, attrs, attrs_bytes };

	if (attrs_bytes > REQUEST_BYTES)
		return -E2BIG;
	if (!sys->genl)
		sys->genl = make(sys);
	refresh(sys, sys->genl);
	ask.genl = sys->genl;
	return dump(sys, &ask, source, out);
}

struct pa_genl *pa_genl_free(struct pa_genl *genl)
{
	if (!genl)
		return NULL;
	pa_fd_closep(&genl->fd);
	free(genl);
	return NULL;
}
