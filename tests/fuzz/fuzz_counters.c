/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <errno.h>

#include "base/names.h"
#include "model/moment.h"
#include "platform/root.h"
#include "probe/counters.h"
#include "probe/failed_calls.h"

struct reply {
	const char *bytes;
	size_t size_bytes;
};

static int get(void *self, uint32_t moment, const char *path, const char **bytes,
	       size_t *size_bytes)
{
	const struct reply *reply = self;

	(void)moment;
	(void)path;
	*bytes = reply->bytes;
	*size_bytes = reply->size_bytes;
	return 0;
}

static int list(void *self, uint32_t moment, const char *path,
		void (*each)(void *arg, const char *name), void *arg)
{
	(void)self;
	(void)moment;
	(void)path;
	(void)each;
	(void)arg;
	return -ENOENT;
}

/* Each reply is the input, twice: the second must bear what the first left. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reply reply = { .bytes = size ? (const char *)data : "", .size_bytes = size };
	const struct pa_replay replay = {
		.self = &reply, .get = get, .list = list, .moment_count = 1
	};
	struct pa_root *root = pa_root_replay(&replay);
	struct pa_names *names = pa_names_new();
	struct pa_counters *counters = pa_counters_open(root, names);
	struct pa_failed_calls *calls = pa_failed_calls_open(root);
	struct pa_moment moment;

	pa_moment_init(&moment);
	for (int i = 0; i < 2; i++) {
		pa_counters_read(counters, &moment);
		pa_counters_read_watched(counters, &moment);
		pa_counters_read_errnos(counters, &moment);
		pa_failed_calls_read(calls, &moment);
	}
	pa_moment_done(&moment);
	pa_failed_calls_close(calls);
	pa_counters_close(counters);
	pa_names_free(names);
	pa_root_free(root);
	return 0;
}
