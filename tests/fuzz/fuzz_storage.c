/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "platform/linux/device_mapper.h"
#include "platform/linux/file_rows.h"
#include "platform/linux/io_cost.h"
#include "platform/linux/locks.h"
#include "platform/linux/nfs.h"
#include "platform/linux/nvme.h"
#include "platform/linux/quota.h"

static void no_nfs(void *arg, const struct pa_nfs *mount)
{
	*(uint64_t *)arg += mount->ops_count + strlen(mount->point);
}

static void no_cost(void *arg, const struct pa_io_cost *cost)
{
	*(uint64_t *)arg += cost->usage_us;
}

static void no_quota(void *arg, const struct pa_quota *quota)
{
	*(uint64_t *)arg += quota->id;
}

/* What volumes, file systems and their servers tell. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct pa_nfs *scratch = pa_alloc(sizeof(*scratch));
	struct pa_dm_status status;
	struct pa_locks locks;
	struct pa_buf out;
	uint64_t sum = 0, number;

	(void)pa_dm_parse(text, size, &status);
	pa_locks_parse(text, size, &locks);
	pa_nfs_parse(text, size, scratch, no_nfs, &sum);
	pa_io_cost_parse(text, size, no_cost, &sum);
	pa_quota_parse(text, size, no_quota, &sum);
	for (uint32_t column = 0; column < 3; column++) {
		(void)pa_file_rows_number(text, size, NULL, column, &number);
		(void)pa_file_rows_number(text, size, "log", column, &number);
	}
	(void)pa_file_rows_is(text, size, "write back");
	pa_buf_init(&out, 1 << 20);
	(void)pa_dm_reply_text(text, size, &out);
	if (size >= PA_NVME_LOG_BYTES)
		pa_nvme_log_text(data, &out);
	pa_buf_done(&out);
	free(scratch);
	return 0;
}
