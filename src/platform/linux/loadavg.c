/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/loadavg.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

int pa_loadavg_parse(const char *text, size_t text_bytes, struct pa_moment *moment)
{
	uint64_t running, threads;
	struct pa_word average;
	struct pa_scan scan;

	pa_scan_init(&scan, text, text_bytes);
	for (int i = 0; i < 3; i++)
		if (!pa_scan_word(&scan, &average))
			return -EBADMSG;
	if (!pa_scan_u64(&scan, &running) || !pa_scan_text(&scan, "/") ||
	    !pa_scan_u64(&scan, &threads))
		return -EBADMSG;
	pa_moment_put(moment, PA_V_TASK_PID_THREADS_COUNT, 0, threads);
	return 0;
}

struct reader {
	struct pa_file file;
};

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	reader->file = (struct pa_file)PA_FILE_ENDS("proc/loadavg", PA_FILE_ONE_RECORD);
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error = pa_root_read(sys->root, &reader->file, sys->text);

	if (!error)
		error = pa_loadavg_parse(sys->text->bytes, sys->text->used_bytes, moment);
	return error ? pa_source_fail(moment, pa_source_loadavg.name, error) : 0;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_root_close(&reader->file);
	free(reader);
}

const struct pa_source pa_source_loadavg = {
	.name = "loadavg",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
