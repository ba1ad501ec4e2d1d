/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of containers, out of the files that their runtimes keep on the machine: no daemon is
 * asked. Read in rare passes, each container once; only the names leave this file, as the
 * rest of those files holds settings and secrets of others.
 * Reply "src/containers/ID": NAME, POD and NAMESPACE, a line each, empty where there is none.
 */
#ifndef PA_PLATFORM_LINUX_CONTAINERS_H
#define PA_PLATFORM_LINUX_CONTAINERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_containers;

enum {
	PA_CONTAINERS_MAX = 256,      /* told at most */
	PA_CONTAINERS_ASKED_MAX = 16, /* files opened in one pass for new ones */
	PA_CONTAINERS_ID_BYTES = 64,
};

/*
 * Find 64 hex digits in the last component of a cgroup's path, parted from other letters.
 * Returns the first of them, NULL when there are none.
 */
const char *pa_containers_id(const char *path);

/*
 * The text of a key in JSON: the value of "key" when it is a string, in an object at this
 * depth (1: the outermost; 0: any). text: text_bytes bytes. out: NUL-terminated, out_bytes
 * bytes; an escape other than \" \\ \/ ends the search, as no name holds one.
 * Returns true when it was found and fits.
 */
bool pa_containers_json(const char *text, size_t text_bytes, const char *key, uint32_t depth,
			char *out, size_t out_bytes);

#endif
