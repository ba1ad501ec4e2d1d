/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The queue of the audit system, asked by netlink (AUDIT_GET, which needs CAP_AUDIT_CONTROL in
 * the first user namespace). The kernel starts a thread for each answer, so it is asked seldom.
 */
#ifndef PA_PLATFORM_LINUX_AUDIT_H
#define PA_PLATFORM_LINUX_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/linux/source.h"

/* Reply "src/audit/status": the netlink messages as received. */
extern const struct pa_source pa_source_audit;

struct pa_audit {
	uint32_t enabled, backlog_limit, lost, backlog;
	uint32_t waited_ticks; /* of the kernel's own clock, since boot */
	bool has_waited;       /* Linux 5.9 */
};

/*
 * Find the AUDIT_GET answer. bytes: size_bytes bytes at an address that is a multiple of four.
 * Returns 0 and *out, the negative errno of an NLMSG_ERROR message, or -EBADMSG.
 * Source: include/uapi/linux/audit.h, struct audit_status (read by length: it grows).
 */
int pa_audit_parse(const char *bytes, size_t size_bytes, struct pa_audit *out);

#endif
