/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/io_cost.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/mounts.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

/* "KEY=NUMBER" */
static bool take(struct pa_word word, const char *key, uint64_t *out)
{
	size_t bytes = strlen(key);

	return pa_word_starts(word, key) &&
	       pa_word_u64((struct pa_word){ word.at + bytes, word.bytes - bytes }, out);
}

static bool parse_line(struct pa_scan *line, struct pa_io_cost *out)
{
	uint64_t major, minor;
	struct pa_word word;
	bool has_usage = false;

	*out = (struct pa_io_cost){ .major = 0 };
	if (!pa_scan_u64(line, &major) || !pa_scan_text(line, ":") || !pa_scan_u64(line, &minor) ||
	    major > UINT32_MAX || minor > UINT32_MAX)
		return false;
	out->major = (uint32_t)major;
	out->minor = (uint32_t)minor;
	while (pa_scan_word(line, &word)) {
		has_usage = take(word, "cost.usage=", &out->usage_us) || has_usage;
		out->has_waits = take(word, "cost.wait=", &out->wait_us) || out->has_waits;
		(void)take(word, "cost.indebt=", &out->indebt_us); /* stands beside wait */
	}
	return has_usage;
}

void pa_io_cost_parse(const char *text, size_t text_bytes,
		      void (*each)(void *arg, const struct pa_io_cost *cost), void *arg)
{
	struct pa_scan scan, line;
	struct pa_io_cost cost;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line))
		if (parse_line(&line, &cost))
			each(arg, &cost);
}

struct found {
	struct pa_io_cost cost[32];
	uint32_t count;
};

static void keep(void *arg, const struct pa_io_cost *cost)
{
	struct found *found = arg;

	if (found->count < sizeof(found->cost) / sizeof(found->cost[0]))
		found->cost[found->count++] = *cost;
}

static void put_one(struct pa_linux *sys, const struct pa_io_cost *cost, struct pa_moment *moment)
{
	const char *name;
	char path[64];
	size_t bytes = 0;
	uint32_t id;

	(void)snprintf(path, sizeof(path), "sys/dev/block/%u:%u", cost->major, cost->minor);
	if (!pa_root_link(sys->root, path, sys->text))
		bytes = pa_mounts_device(sys->text->bytes, sys->text->used_bytes, &name);
	if (!bytes)
		return;
	id = pa_names_id(sys->names, name, bytes);
	pa_moment_put(moment, PA_V_BLK_IOCOST_USAGE_US, id, cost->usage_us);
	if (!cost->has_waits)
		return;
	pa_moment_put(moment, PA_V_BLK_IOCOST_WAIT_US, id, cost->wait_us);
	pa_moment_put(moment, PA_V_BLK_IOCOST_INDEBT_US, id, cost->indebt_us);
}

/* Where cgroup v2 is mounted; NULL when it is not. */
static const char *unified(const struct pa_linux *sys)
{
	size_t count;
	const struct pa_mountinfo_row *mounts = pa_mountinfo_rows(sys->mountinfo, &count);

	for (size_t i = 0; i < count; i++)
		if (!strcmp(mounts[i].type, "cgroup2") && mounts[i].point[0] == '/')
			return mounts[i].point + 1;
	return NULL;
}

static int look(struct pa_linux *sys, struct pa_moment *moment)
{
	const char *point = unified(sys);
	struct found found = { .count = 0 };
	char path[512];
	int error = -ENOENT;

	if (point && (size_t)snprintf(path, sizeof(path), "%s/io.stat", point) < sizeof(path))
		error = pa_root_read_path(sys->root, path, sys->text);
	if (!error)
		pa_io_cost_parse(sys->text->bytes, sys->text->used_bytes, keep, &found);
	for (uint32_t i = 0; i < found.count; i++)
		put_one(sys, &found.cost[i], moment);
	if (!error && found.count)
		return 0;
	return pa_source_fail(moment, pa_source_io_cost.name, error ? error : -ENOENT);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_source_read_seldom(self, sys, moment, look);
}

const struct pa_source pa_source_io_cost = {
	.name = "io_cost",
	.pass = PA_PASS_SLOW,
	.open = pa_source_open_seldom,
	.read = read_source,
	.close = pa_source_close_seldom,
};
