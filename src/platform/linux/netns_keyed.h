/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of /proc/net that are "key value" lines, read in every network namespace: a source of
 * such a file is a table of keys and nothing else.
 */
#ifndef PA_PLATFORM_LINUX_NETNS_KEYED_H
#define PA_PLATFORM_LINUX_NETNS_KEYED_H

#include "platform/linux/keyed.h"
#include "platform/linux/netns.h"

struct pa_linux;
struct pa_moment;

/* One such source; table is borrowed. */
struct pa_netns_keyed {
	const char *source;
	enum pa_netns_file file;
	const struct pa_keyed_table *table;
	struct pa_keyed layout;
};

/* Its state; freed by free(). */
struct pa_netns_keyed *pa_netns_keyed_new(const char *source, enum pa_netns_file file,
					  const struct pa_keyed_table *table)
	__attribute__((returns_nonnull, warn_unused_result));

/* Append what the file says in each namespace; a key that is missing is ABSENT there.
 * Returns as pa_netns_each(). */
int pa_netns_keyed_read(struct pa_netns_keyed *keyed, struct pa_linux *sys,
			struct pa_moment *moment);

#endif
