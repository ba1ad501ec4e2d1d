/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysvipc.h"

#include <errno.h>

#include "base/buf.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/numbers.h"
#include "platform/platform.h"
#include "platform/root.h"

/* The number of the column, -1 when the line does not name it. */
static int column_of(struct pa_scan *line, const char *column)
{
	struct pa_word word;

	for (int i = 0; pa_scan_word(line, &word); i++)
		if (pa_word_is(word, column))
			return i;
	return -1;
}

int pa_sysvipc_parse(const char *text, size_t text_bytes, const char *column,
		     struct pa_sysvipc *out)
{
	struct pa_sysvipc got = { 0 };
	struct pa_scan scan, line;
	int wanted;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_line(&scan, &line))
		return -EBADMSG;
	wanted = column_of(&line, column);
	if (wanted < 0)
		return -EBADMSG;
	while (pa_scan_line(&scan, &line)) {
		struct pa_word word = { 0 };
		uint64_t value;
		int i = 0;

		while (i <= wanted && pa_scan_word(&line, &word))
			i++;
		if (i <= wanted || !pa_word_u64(word, &value))
			continue;
		got.count++;
		got.sum = got.sum + value < value ? UINT64_MAX : got.sum + value;
		got.largest = value > got.largest ? value : got.largest;
	}
	*out = got;
	return 0;
}

/* kernel.sem is SEMMSL SEMMNS SEMOPM SEMMNI. */
static const struct pa_number_row limits[] = {
	{ "proc/sys/kernel/shmmni", PA_V_IPC_SYSV_SEGMENT_LIMIT_COUNT, 0 },
	{ "proc/sys/kernel/shmall", PA_V_IPC_SYSV_SHARED_LIMIT_PAGES, 0 },
	{ "proc/sys/kernel/sem", PA_V_IPC_SYSV_SEMAPHORE_LIMIT_COUNT, 1 },
	{ "proc/sys/kernel/sem", PA_V_IPC_SYSV_SET_LIMIT_COUNT, 3 },
	{ "proc/sys/kernel/msgmni", PA_V_IPC_SYSV_QUEUE_LIMIT_COUNT, 0 },
	{ "proc/sys/kernel/msgmnb", PA_V_IPC_SYSV_QUEUE_LIMIT_BYTES, 0 },
};

/* A table, the column that is added up, and what becomes of it; 0 is nothing. */
struct table {
	const char *path, *column;
	uint16_t count, sum, largest;
};

static const struct table tables[] = {
	{ .path = "proc/sysvipc/shm",
	  .column = "size",
	  .count = PA_V_IPC_SYSV_SEGMENTS_COUNT,
	  .sum = PA_V_IPC_SYSV_SHARED_BYTES },
	{ .path = "proc/sysvipc/sem",
	  .column = "nsems",
	  .count = PA_V_IPC_SYSV_SETS_COUNT,
	  .sum = PA_V_IPC_SYSV_SEMAPHORES_COUNT },
	{ .path = "proc/sysvipc/msg",
	  .column = "cbytes",
	  .count = PA_V_IPC_SYSV_QUEUES_COUNT,
	  .largest = PA_V_IPC_SYSV_FULLEST_QUEUE_BYTES },
};

static void put(struct pa_moment *moment, uint16_t metric, int error, uint64_t value)
{
	if (metric && error)
		pa_moment_miss(moment, metric, 0, pa_state_of_errno(error));
	else if (metric)
		pa_moment_put(moment, metric, 0, value);
}

static int read_table(const struct table *table, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_sysvipc got = { 0 };
	int error = pa_root_read_path(sys->root, table->path, sys->text);

	if (!error)
		error = pa_sysvipc_parse(sys->text->bytes, sys->text->used_bytes, table->column,
					 &got);
	put(moment, table->count, error, got.count);
	put(moment, table->sum, error, got.sum);
	put(moment, table->largest, error, got.largest);
	return error;
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_numbers_new(limits, sizeof(limits) / sizeof(limits[0]));
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	int error = pa_numbers_read(self, sys, moment);

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		int failed = read_table(&tables[i], sys, moment);

		error = error ? error : failed;
	}
	return error;
}

const struct pa_source pa_source_sysvipc = {
	.name = "sysvipc",
	.pass = PA_PASS_RARE,
	.open = open_source,
	.read = read_source,
	.close = pa_numbers_close,
};
