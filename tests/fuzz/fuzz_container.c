/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/container.h"

/* The path of a cgroup: anybody who may make groups chooses it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *path = malloc(size + 1);
	struct pa_container got;

	assert(path);
	if (size)
		memcpy(path, data, size);
	path[size] = '\0';
	(void)pa_container_of_path(path, &got);
	assert(strlen(got.id) < sizeof(got.id) && strlen(got.unit) < sizeof(got.unit));
	free(path);
	return 0;
}
