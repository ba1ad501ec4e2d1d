/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysfs_cpu.h"

#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/cpu_list.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

static int read_list(struct pa_linux *sys, const char *path, struct pa_cpu_list *out)
{
	int error = pa_root_read_path(sys->root, path, sys->text);

	return error ? error : pa_cpu_list_parse(sys->text->bytes, sys->text->used_bytes, out);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_cpu_list present = { 0 }, online = { 0 };
	int error;

	(void)self;
	error = read_list(sys, "sys/devices/system/cpu/present", &present);
	if (!error)
		error = read_list(sys, "sys/devices/system/cpu/online", &online);
	if (error)
		return pa_source_fail(moment, pa_source_sysfs_cpu.name, error);
	pa_moment_put(moment, PA_V_CPU_EACH_OFFLINE_COUNT, 0,
		      present.count > online.count ? present.count - online.count : 0);
	return 0;
}

const struct pa_source pa_source_sysfs_cpu = {
	.name = "sysfs_cpu",
	.pass = PA_PASS_SLOW,
	.read = read_source,
};
