/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which network namespace an instance is of. Instances are "eth0" or "" in the first
 * namespace, "netns:NAME" or "netns:NAME/eth0" in another; sockets and processes carry NAME.
 */
#ifndef PA_ANALYZE_NETNS_H
#define PA_ANALYZE_NETNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_names;

/* The namespace's name inside an instance; *bytes is its length, 0 for the first one. */
const char *pa_netns_of(const char *instance, size_t *bytes);

/* Does a process or socket of this namespace (name id) belong to an instance's namespace? */
bool pa_netns_same(const struct pa_names *names, uint32_t netns, uint32_t instance);

/* The instance id of a namespace as a whole; makes the name when it is new. */
uint32_t pa_netns_instance(struct pa_names *names, uint32_t netns);

#endif
