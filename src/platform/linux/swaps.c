/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/swaps.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

/* A path of the kernel may fill a page, and each byte of it be escaped to four. */
enum { PATH_MAX_BYTES = 4 * 4096 };

static bool take_area(struct pa_swaps *self, uint32_t number, struct pa_scan *line,
		      struct pa_names *names, struct pa_moment *moment)
{
	char path[PATH_MAX_BYTES + 1];
	struct pa_word name, type;
	uint64_t size, used;
	uint32_t area;

	if (!pa_scan_word(line, &name) || name.bytes > PATH_MAX_BYTES ||
	    !pa_scan_word(line, &type) || !pa_scan_u64(line, &size) || !pa_scan_u64(line, &used))
		return false;
	memcpy(path, name.at, name.bytes);
	path[name.bytes] = '\0';
	pa_mountinfo_unescape(path);
	area = pa_line_names_id(&self->areas, names, number, path, strlen(path));
	if (!area)
		return false;
	pa_moment_put(moment, PA_V_MEM_SWAP_DEVICE_SIZE_KIB, area, size);
	pa_moment_put(moment, PA_V_MEM_SWAP_DEVICE_USED_KIB, area, used);
	return true;
}

int pa_swaps_parse(struct pa_swaps *self, const char *text, size_t text_bytes,
		   struct pa_names *names, struct pa_moment *moment)
{
	struct pa_scan scan, line;
	uint32_t number = 0;
	bool any = false;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_line(&scan, &line) || !pa_scan_text(&line, "Filename"))
		return -EBADMSG;
	for (; pa_scan_line(&scan, &line); number++)
		any = take_area(self, number, &line, names, moment) || any;
	if (!any)
		pa_source_miss(moment, pa_source_swaps.name, PA_ABSENT);
	return 0;
}

void pa_swaps_done(struct pa_swaps *self)
{
	pa_line_names_done(&self->areas);
}

struct reader {
	struct pa_swaps parse;
	struct pa_file file;
};

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	reader->file = (struct pa_file)PA_FILE_ENDS("proc/swaps", PA_FILE_SHORT_RECORDS);
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int error = pa_root_read(sys->root, &reader->file, sys->text);

	if (!error)
		error = pa_swaps_parse(&reader->parse, sys->text->bytes, sys->text->used_bytes,
				       sys->names, moment);
	return error ? pa_source_fail(moment, pa_source_swaps.name, error) : 0;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_swaps_done(&reader->parse);
	pa_root_close(&reader->file);
	free(reader);
}

const struct pa_source pa_source_swaps = {
	.name = "swaps",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
