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
#include "platform/platform.h"
#include "platform/root.h"

enum { REQUEST_BYTES = 64, REPLY_MAX_BYTES = 1 << 20, PATH_BYTES = 64 };

struct pa_genl {
	int fd; /* live only, or the negative errno of opening it */
	struct pa_genl_family family[PA_GENL_FAMILIES_MAX];
	size_t count;
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

int pa_genl_dump(const struct pa_linux *sys, const char *family, uint8_t command, const void *attrs,
		 size_t attrs_bytes, const char *source, struct pa_buf *out)
{
	struct ask ask = { sys->genl, family, command, attrs, attrs_bytes };
	char path[PATH_BYTES];

	if (!sys->genl || attrs_bytes > REQUEST_BYTES)
		return -ENOENT;
	(void)snprintf(path, sizeof(path), "src/%s", source);
	return pa_root_ask(sys->root, path, ask_dump, &ask, out);
}

static void *open_source(struct pa_linux *sys)
{
	struct pa_genl *genl = pa_alloc(sizeof(*genl));

	genl->fd = pa_root_is_replay(sys->root) ? -ENOENT : pa_nl_open(NETLINK_GENERIC);
	sys->genl = genl;
	return genl;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_genl *genl = self;
	struct pa_buf reply;
	int error;

	(void)moment; /* families are no values */
	pa_buf_init(&reply, REPLY_MAX_BYTES);
	error = pa_genl_dump(sys, "nlctrl", CTRL_CMD_GETFAMILY, NULL, 0, "genl/families", &reply);
	genl->count = error ? 0
			    : pa_genl_families_parse(reply.bytes, reply.used_bytes, genl->family,
						     PA_GENL_FAMILIES_MAX);
	pa_buf_done(&reply);
	return error;
}

static void close_source(void *self)
{
	struct pa_genl *genl = self;

	pa_fd_closep(&genl->fd);
	free(genl);
}

const struct pa_source pa_source_genl = {
	.name = "genl",
	.pass = PA_PASS_RARE,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
