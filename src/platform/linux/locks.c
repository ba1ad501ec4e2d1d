/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/locks.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

static void add_waiter(struct pa_locks *locks, int32_t pid)
{
	uint32_t i = 0;

	locks->waiting_count++;
	while (i < locks->holder_count && locks->holder[i].pid != pid)
		i++;
	if (pid <= 0 || i == PA_LOCKS_HOLDERS_MAX)
		return;
	if (i == locks->holder_count) {
		locks->holder_count++;
		locks->holder[i].pid = pid;
		locks->holder[i].waiting_count = 0;
	}
	locks->holder[i].waiting_count++;
}

/* "TYPE ADVISORY WRITE PID …"; 0 when the line is cut. */
static bool pid_of(struct pa_scan *line, int64_t *pid)
{
	struct pa_word word;

	for (int i = 0; i < 3; i++)
		if (!pa_scan_word(line, &word))
			return false;
	return pa_scan_i64(line, pid);
}

void pa_locks_parse(const char *text, size_t text_bytes, struct pa_locks *out)
{
	uint64_t holder_id = 0, id;
	struct pa_scan scan, line;
	int64_t pid;
	int32_t holder = 0;
	bool waits;

	memset(out, 0, sizeof(*out));
	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (!pa_scan_u64(&line, &id) || !pa_scan_text(&line, ":"))
			continue;
		waits = pa_scan_text(&line, "->");
		if (!pid_of(&line, &pid))
			continue;
		if (waits) {
			add_waiter(out, id == holder_id ? holder : 0);
			continue;
		}
		out->held_count++;
		holder_id = id;
		holder = pid > 0 && pid <= INT32_MAX ? (int32_t)pid : 0;
	}
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_locks locks;
	int error = pa_root_read(sys->root, self, sys->text);

	if (error)
		return pa_source_fail(moment, pa_source_locks.name, error);
	pa_locks_parse(sys->text->bytes, sys->text->used_bytes, &locks);
	pa_moment_put(moment, PA_V_FS_LOCK_HELD_COUNT, 0, locks.held_count);
	pa_moment_put(moment, PA_V_FS_LOCK_WAITING_COUNT, 0, locks.waiting_count);
	for (uint32_t i = 0; i < locks.holder_count; i++)
		pa_moment_put(moment, PA_V_FS_LOCK_BLOCKING_COUNT,
			      pa_names_idf(sys->names, "%d", locks.holder[i].pid),
			      locks.holder[i].waiting_count);
	return 0;
}

static void *open_source(struct pa_linux *sys)
{
	struct pa_file *file = pa_alloc(sizeof(*file));

	(void)sys;
	*file = (struct pa_file)PA_FILE("proc/locks");
	return file;
}

static void close_source(void *self)
{
	pa_root_close(self);
	free(self);
}

const struct pa_source pa_source_locks = {
	.name = "locks",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
