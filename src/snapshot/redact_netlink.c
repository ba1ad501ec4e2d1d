/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Binary replies. Offsets and numbers are the kernel's and stand here, because a snapshot may
 * be redacted on another system than the one it was recorded on (of the same byte order).
 */
#include <string.h>

#include "base/buf.h"
#include "snapshot/redact_internal.h"

enum {
	NLMSG_HEAD_BYTES = 16, /* struct nlmsghdr: length, type, flags, sequence, port */
	NLATTR_HEAD_BYTES = 4, /* struct nlattr: length, type */
	NLA_TYPE_MASK = 0x3fff,

	FAMILY_UNIX = 1,
	FAMILY_INET = 2,
	FAMILY_INET6 = 10,

	INET_DIAG_BYTES = 72, /* struct inet_diag_msg */
	INET_DIAG_SOURCE = 8,
	INET_DIAG_DESTINATION = 24,
	UNIX_DIAG_BYTES = 16, /* struct unix_diag_msg */

	RTM_NEWLINK_TYPE = 16,
	IFINFO_BYTES = 16, /* struct ifinfomsg */

	TASKSTATS_COMM = 80, /* in struct taskstats, all versions */
	TASKSTATS_COMM_BYTES = 32,
};

static uint32_t read_u32(const char *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return value;
}

static uint16_t read_u16(const char *at)
{
	uint16_t value;

	memcpy(&value, at, sizeof(value));
	return value;
}

static size_t aligned(size_t bytes)
{
	return (bytes + 3) & ~(size_t)3;
}

/* Zero the content of every attribute whose type is in types (0 ends the list). */
static void zero_attributes(char *bytes, size_t size_bytes, const uint16_t *types)
{
	while (size_bytes >= NLATTR_HEAD_BYTES) {
		size_t length = read_u16(bytes);
		unsigned int type = read_u16(bytes + 2) & NLA_TYPE_MASK;

		if (length < NLATTR_HEAD_BYTES || length > size_bytes)
			break;
		for (unsigned int i = 0; types[i]; i++)
			if (types[i] == type)
				memset(bytes + NLATTR_HEAD_BYTES, 0, length - NLATTR_HEAD_BYTES);
		length = aligned(length);
		if (length >= size_bytes)
			return;
		bytes += length;
		size_bytes -= length;
	}
	memset(bytes, 0, size_bytes); /* what cannot be understood may hold anything */
}

static void rewrite_inet_diag(struct pa_redact *redact, char *body, size_t body_bytes)
{
	/* LOCALS, PEERS, MD5SIG, SK_BPF_STORAGES */
	static const uint16_t telling[] = { 12, 13, 18, 20, 0 };
	bool is_v6 = body[0] == FAMILY_INET6;

	for (int i = 0; i < 2; i++) {
		char *at = body + (i ? INET_DIAG_DESTINATION : INET_DIAG_SOURCE);
		uint8_t address[16];

		memcpy(address, at, sizeof(address));
		if (is_v6)
			pa_redact_address6(redact, address);
		else
			pa_redact_address4(redact, address);
		memcpy(at, address, sizeof(address));
	}
	zero_attributes(body + INET_DIAG_BYTES, body_bytes - INET_DIAG_BYTES, telling);
}

static void rewrite_diag(struct pa_redact *redact, unsigned int type, char *body, size_t body_bytes)
{
	static const uint16_t none[] = { 0 };

	(void)type;
	if (body_bytes >= INET_DIAG_BYTES && (body[0] == FAMILY_INET || body[0] == FAMILY_INET6))
		rewrite_inet_diag(redact, body, body_bytes);
	else if (body_bytes > UNIX_DIAG_BYTES && body[0] == FAMILY_UNIX)
		memset(body + UNIX_DIAG_BYTES, 0, body_bytes - UNIX_DIAG_BYTES);
	else
		zero_attributes(body, body_bytes, none);
}

static void rewrite_link(struct pa_redact *redact, unsigned int type, char *body, size_t body_bytes)
{
	/* ADDRESS, BROADCAST, WIRELESS, IFALIAS, VF_PORTS, PORT_SELF, AF_SPEC,
	 * PHYS_PORT_ID, PHYS_SWITCH_ID, PHYS_PORT_NAME, PERM_ADDRESS */
	static const uint16_t telling[] = { 1, 2, 11, 20, 24, 25, 26, 34, 36, 38, 54, 0 };
	/* LINKINFO holds addresses of tunnels and bonds, VFINFO_LIST those of virtual functions */
	static const uint16_t nested[] = { 18, 22, 0 };

	(void)redact;
	if (type != RTM_NEWLINK_TYPE || body_bytes < IFINFO_BYTES)
		return;
	zero_attributes(body + IFINFO_BYTES, body_bytes - IFINFO_BYTES, telling);
	zero_attributes(body + IFINFO_BYTES, body_bytes - IFINFO_BYTES, nested);
}

static void each_message(struct pa_redact *redact, char *bytes, size_t size_bytes,
			 void (*rewrite)(struct pa_redact *redact, unsigned int type, char *body,
					 size_t body_bytes))
{
	while (size_bytes >= NLMSG_HEAD_BYTES) {
		size_t length = read_u32(bytes);

		if (length < NLMSG_HEAD_BYTES || length > size_bytes)
			break;
		rewrite(redact, read_u16(bytes + 4), bytes + NLMSG_HEAD_BYTES,
			length - NLMSG_HEAD_BYTES);
		length = aligned(length);
		if (length >= size_bytes)
			return;
		bytes += length;
		size_bytes -= length;
	}
	memset(bytes, 0, size_bytes);
}

void pa_redact_diag(struct pa_redact *redact, char *bytes, size_t size_bytes)
{
	each_message(redact, bytes, size_bytes, rewrite_diag);
}

void pa_redact_links(struct pa_redact *redact, char *bytes, size_t size_bytes)
{
	each_message(redact, bytes, size_bytes, rewrite_link);
}

void pa_redact_taskstats(struct pa_redact *redact, char *bytes, size_t size_bytes)
{
	char *comm = bytes + TASKSTATS_COMM;
	struct pa_buf name;

	if (size_bytes < TASKSTATS_COMM + TASKSTATS_COMM_BYTES) {
		memset(bytes, 0, size_bytes);
		return;
	}
	pa_buf_init(&name, 4096);
	pa_redact_text(redact, comm, strnlen(comm, TASKSTATS_COMM_BYTES), 0, &name);
	memset(comm, 0, TASKSTATS_COMM_BYTES);
	if (name.used_bytes >= TASKSTATS_COMM_BYTES)
		name.used_bytes = TASKSTATS_COMM_BYTES - 1;
	if (name.used_bytes)
		memcpy(comm, name.bytes, name.used_bytes);
	pa_buf_done(&name);
}
