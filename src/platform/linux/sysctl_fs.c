/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysctl_fs.h"

#include "catalog/values.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_number_row rows[] = {
	{ "proc/sys/fs/aio-nr", PA_V_AIO_NATIVE_USED_COUNT, 0 },
	{ "proc/sys/fs/aio-max-nr", PA_V_AIO_NATIVE_LIMIT_COUNT, 0 },
	{ "proc/sys/fs/dentry-state", PA_V_FS_DCACHE_ENTRIES_COUNT, 0 },
	{ "proc/sys/fs/dentry-state", PA_V_FS_DCACHE_UNUSED_COUNT, 1 },
	{ "proc/sys/fs/dentry-state", PA_V_FS_DCACHE_NEGATIVE_COUNT, 4 },
	{ "proc/sys/fs/inode-nr", PA_V_FS_DCACHE_INODES_COUNT, 0 },
	{ "proc/sys/fs/inode-nr", PA_V_FS_DCACHE_UNUSED_INODES_COUNT, 1 },
};

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_numbers_new(rows, sizeof(rows) / sizeof(rows[0]));
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_numbers_read(self, sys, moment);
}

const struct pa_source pa_source_sysctl_fs = {
	.name = "sysctl_fs",
	.pass = PA_PASS_SYSTEM,
	.open = open_source,
	.read = read_source,
	.close = pa_numbers_close,
};
