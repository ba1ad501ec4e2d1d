/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the health reporters of network adapters counted (devlink, 5.2), where a driver that
 * has them made the kernel offer that family. Instance: the adapter's PCI slot as link.h names
 * it. Recorded as "src/devlink/health".
 */
#ifndef PA_PLATFORM_LINUX_DEVLINK_H
#define PA_PLATFORM_LINUX_DEVLINK_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_devlink;

struct pa_devlink_reporter {
	char device[32]; /* "0000:3b:00.0", NUL-terminated */
	uint64_t errors_count, recovers_count;
};

/*
 * Parse the answer to DEVLINK_CMD_HEALTH_REPORTER_GET; each() is called for every reporter.
 * bytes: size_bytes bytes of whole netlink messages at a multiple of 4.
 * Returns 0, or -EBADMSG when bytes are left that are no message.
 * Source: net/devlink/health.c, devlink_nl_health_reporter_fill().
 */
int pa_devlink_parse(const char *bytes, size_t size_bytes,
		     void (*each)(void *arg, const struct pa_devlink_reporter *reporter),
		     void *arg);

#endif
