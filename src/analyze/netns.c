/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/netns.h"

#include <string.h>

#include "base/names.h"

static const char prefix[] = "netns:";

const char *pa_netns_of(const char *instance, size_t *bytes)
{
	const char *name = instance + sizeof(prefix) - 1;

	*bytes = 0;
	if (strncmp(instance, prefix, sizeof(prefix) - 1) != 0)
		return "";
	*bytes = strcspn(name, "/");
	return name;
}

bool pa_netns_same(const struct pa_names *names, uint32_t netns, uint32_t instance)
{
	const char *mine = pa_names_text(names, netns), *theirs;
	size_t bytes, theirs_bytes;

	if (!strncmp(mine, prefix, sizeof(prefix) - 1))
		mine += sizeof(prefix) - 1;
	bytes = strlen(mine);
	theirs = pa_netns_of(pa_names_text(names, instance), &theirs_bytes);
	return bytes == theirs_bytes && !memcmp(mine, theirs, bytes);
}

uint32_t pa_netns_instance(struct pa_names *names, uint32_t netns)
{
	const char *name = pa_names_text(names, netns);

	if (!netns || !name[0] || !strncmp(name, prefix, sizeof(prefix) - 1))
		return netns;
	return pa_names_idf(names, "%s%s", prefix, name);
}
