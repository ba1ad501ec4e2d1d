/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generic netlink in our own network namespace: families by name, and dumps of their commands.
 * All families are asked for at once, as asking for one by name would have the kernel start its
 * module. Recorded as "src/genl/families".
 */
#ifndef PA_PLATFORM_LINUX_GENL_H
#define PA_PLATFORM_LINUX_GENL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_buf;
struct pa_genl;
struct pa_linux;
struct pa_nl_msg;
struct pa_nl_walk;

enum { PA_GENL_FAMILIES_MAX = 64, PA_GENL_NAME_BYTES = 16 };

struct pa_genl_family {
	char name[PA_GENL_NAME_BYTES]; /* NUL-terminated: "ethtool" */
	uint16_t id;
};

/*
 * The families in the answer to CTRL_CMD_GETFAMILY, at most room of them.
 * bytes: size_bytes bytes of whole netlink messages at a multiple of 4. Returns their count.
 * Source: net/netlink/genetlink.c, ctrl_fill_info().
 */
size_t pa_genl_families_parse(const char *bytes, size_t size_bytes, struct pa_genl_family *out,
			      size_t room);

/* The families of sys, made by the first dump. NULL is fine; returns NULL. */
struct pa_genl *pa_genl_free(struct pa_genl *genl);

/*
 * Dump a command of a family; the families are asked for anew in each moment that asks any. attrs:
 * attrs_bytes bytes of whole attributes for the request, or NULL. Recorded as "src/SOURCE"; out
 * gets whole messages, see pa_nl_dump(). Returns 0 or a negative errno; -ENOENT when this kernel
 * has no such family.
 */
int pa_genl_dump(struct pa_linux *sys, const char *family, uint8_t command, const void *attrs,
		 size_t attrs_bytes, const char *source, struct pa_buf *out);

/* Walk the attributes of a message behind its genlmsghdr; false when it is too short. */
bool pa_genl_attrs(const struct pa_nl_msg *msg, uint8_t *command, struct pa_nl_walk *walk);

#endif
