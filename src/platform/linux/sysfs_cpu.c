/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysfs_cpu.h"

#include <errno.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/cpu_list.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

struct reader {
	struct pa_file present, online;
};

static int read_list(struct pa_linux *sys, struct pa_file *file, struct pa_cpu_list *out)
{
	int error = pa_root_read(sys->root, file, sys->text);

	return error ? error : pa_cpu_list_parse(sys->text->bytes, sys->text->used_bytes, out);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_cpu_list present = { 0 }, online = { 0 };
	struct reader *reader = self;
	int error;

	error = read_list(sys, &reader->present, &present);
	if (!error)
		error = read_list(sys, &reader->online, &online);
	if (!error && (!present.count || !online.count))
		error = -EBADMSG; /* the one that reads this runs on one */
	if (error)
		return pa_source_fail(moment, pa_source_sysfs_cpu.name, error);
	pa_moment_put(moment, PA_V_CPU_EACH_OFFLINE_COUNT, 0,
		      present.count > online.count ? present.count - online.count : 0);
	return 0;
}

static void *open_source(struct pa_linux *sys)
{
	struct reader *reader = pa_alloc(sizeof(*reader));

	(void)sys;
	reader->present = (struct pa_file)PA_FILE_ENDS("sys/devices/system/cpu/present",
						       PA_FILE_ONE_RECORD);
	reader->online = (struct pa_file)PA_FILE_ENDS("sys/devices/system/cpu/online",
						      PA_FILE_ONE_RECORD);
	return reader;
}

static void close_source(void *self)
{
	struct reader *reader = self;

	pa_root_close(&reader->present);
	pa_root_close(&reader->online);
	free(reader);
}

const struct pa_source pa_source_sysfs_cpu = {
	.name = "sysfs_cpu",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.close = close_source,
	.read = read_source,
};
