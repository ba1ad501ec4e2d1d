/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/pressure.h"

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

/* "full" of cpu is always 0 for the machine as a whole: it has no value. */
static const struct {
	const char *path;
	uint16_t some, full; /* PA_V_NONE when there is no such value */
} pressure_files[] = {
	{ "proc/pressure/cpu", PA_V_PSI_ALL_CPU_SOME_US, PA_V_NONE },
	{ "proc/pressure/memory", PA_V_PSI_ALL_MEMORY_SOME_US, PA_V_PSI_ALL_MEMORY_FULL_US },
	{ "proc/pressure/io", PA_V_PSI_ALL_IO_SOME_US, PA_V_PSI_ALL_IO_FULL_US },
	{ "proc/pressure/irq", PA_V_NONE, PA_V_PSI_ALL_IRQ_FULL_US },
};

enum { FILES = sizeof(pressure_files) / sizeof(pressure_files[0]), RETRY_TICKS = 30 };

/* The number of the last "total=" of a line: the averages before it are not read. */
static bool take_total(const struct pa_scan *line, uint64_t *out)
{
	static const char key[] = "total=";
	struct pa_scan rest = *line;
	struct pa_word word;

	while (pa_scan_word(&rest, &word))
		if (pa_word_starts(word, key))
			return pa_word_u64((struct pa_word){ word.at + sizeof(key) - 1,
							     word.bytes - (sizeof(key) - 1) },
					   out);
	return false;
}

int pa_pressure_parse(const char *text, size_t text_bytes, struct pa_pressure *out)
{
	struct pa_pressure read = { 0 };
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (pa_scan_text(&line, "some "))
			read.has_some = take_total(&line, &read.some_us);
		else if (pa_scan_text(&line, "full "))
			read.has_full = take_total(&line, &read.full_us);
	}
	if (!read.has_some && !read.has_full)
		return -EBADMSG;
	*out = read;
	return 0;
}

static void put(struct pa_moment *moment, uint16_t metric, bool has, uint64_t value,
		enum pa_state otherwise)
{
	if (metric == PA_V_NONE)
		return;
	if (has)
		pa_moment_put(moment, metric, 0, value);
	else
		pa_moment_miss(moment, metric, 0, otherwise);
}

struct reader {
	struct pa_file file[FILES];
	int error[FILES]; /* of the last read */
};

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	for (uint32_t i = 0; i < FILES; i++)
		reader->file[i] = (struct pa_file)PA_FILE_ENDS(pressure_files[i].path,
							       PA_FILE_ONE_RECORD);
	return reader;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct reader *reader = self;
	int first_error = 0;
	bool any = false;

	for (uint32_t i = 0; i < FILES; i++) {
		struct pa_pressure read = { 0 };
		int error = reader->error[i];
		enum pa_state otherwise;

		/* To find that a file is not there takes 28 us: asked now and then. */
		if (!error || sys->tick % RETRY_TICKS == 0)
			error = pa_root_read(sys->root, &reader->file[i], sys->text);
		reader->error[i] = error;
		if (!error)
			error = pa_pressure_parse(sys->text->bytes, sys->text->used_bytes, &read);
		otherwise = error ? pa_state_of_errno(error) : PA_ABSENT;
		put(moment, pressure_files[i].some, read.has_some, read.some_us, otherwise);
		put(moment, pressure_files[i].full, read.has_full, read.full_us, otherwise);
		if (pressure_files[i].full == PA_V_PSI_ALL_IRQ_FULL_US) /* also of its resource */
			put(moment, PA_V_IRQ_HARD_HELD_UP_US, read.has_full, read.full_us,
			    otherwise);
		any = any || !error;
		first_error = first_error ? first_error : error;
	}
	return any ? 0 : first_error;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	for (uint32_t i = 0; i < FILES; i++)
		pa_root_close(&reader->file[i]);
	free(reader);
}

const struct pa_source pa_source_pressure = {
	.name = "pressure",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
