/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/file_nr.h"

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

int pa_file_nr_parse(const char *text, size_t text_bytes, struct pa_moment *moment)
{
	uint64_t allocated, unused, limit;
	struct pa_scan scan;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_u64(&scan, &allocated) || !pa_scan_u64(&scan, &unused) ||
	    !pa_scan_u64(&scan, &limit) || unused > allocated || scan.at == scan.end ||
	    *scan.at != '\n') /* else the limit was cut off within its digits */
		return -EBADMSG;
	pa_moment_put(moment, PA_V_FD_SYS_USED_COUNT, 0, allocated - unused);
	pa_moment_put(moment, PA_V_FD_SYS_LIMIT_COUNT, 0, limit);
	return 0;
}

/* Small on purpose: see numbers.c. */
enum { TEXT_MAX_BYTES = 16 << 10 };

struct reader {
	struct pa_file file;
	struct pa_buf text;
};

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	reader->file = (struct pa_file)PA_FILE_ENDS("proc/sys/fs/file-nr", PA_FILE_ONE_RECORD);
	pa_buf_init(&reader->text, TEXT_MAX_BYTES);
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error = pa_root_read(sys->root, &reader->file, &reader->text);

	if (!error)
		error = pa_file_nr_parse(reader->text.bytes, reader->text.used_bytes, moment);
	return error ? pa_source_fail(moment, pa_source_file_nr.name, error) : 0;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_root_close(&reader->file);
	pa_buf_done(&reader->text);
	free(reader);
}

const struct pa_source pa_source_file_nr = {
	.name = "file_nr",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
