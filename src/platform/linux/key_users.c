/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/key_users.h"

#include <errno.h>

#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"

static bool pair(struct pa_scan *line, uint64_t *used, uint64_t *limit)
{
	return pa_scan_u64(line, used) && pa_scan_text(line, "/") && pa_scan_u64(line, limit);
}

int pa_key_users_parse(const char *text, size_t text_bytes, struct pa_names *names,
		       struct pa_moment *moment)
{
	struct pa_scan scan, line;
	uint32_t users = 0;

	pa_scan_init(&scan, text, text_bytes);
	while (users < PA_KEY_USERS_MAX && pa_scan_line(&scan, &line)) {
		uint64_t uid, usage, keys, made, key_limit, bytes, byte_limit;
		uint32_t instance;

		if (!pa_scan_u64(&line, &uid) || !pa_scan_text(&line, ":") ||
		    !pa_scan_u64(&line, &usage) || !pair(&line, &keys, &made) ||
		    !pair(&line, &keys, &key_limit) || !pair(&line, &bytes, &byte_limit))
			continue;
		users++;
		instance = pa_names_idf(names, "uid:%llu", (unsigned long long)uid);
		pa_moment_put(moment, PA_V_KEY_RING_KEYS_COUNT, instance, keys);
		pa_moment_put(moment, PA_V_KEY_RING_KEY_LIMIT_COUNT, instance, key_limit);
		pa_moment_put(moment, PA_V_KEY_RING_USED_BYTES, instance, bytes);
		pa_moment_put(moment, PA_V_KEY_RING_LIMIT_BYTES, instance, byte_limit);
	}
	return users ? 0 : -EBADMSG;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	int error = pa_root_read_path(sys->root, "proc/key-users", sys->text);

	(void)self;
	if (!error)
		error = pa_key_users_parse(sys->text->bytes, sys->text->used_bytes, sys->names,
					   moment);
	return error ? pa_source_fail(moment, pa_source_key_users.name, error) : 0;
}

const struct pa_source pa_source_key_users = {
	.name = "key_users",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
