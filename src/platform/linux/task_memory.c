/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost, measured on a guest with 2 CPUs: 35 us for each process, 20 to 60 us for each whose
 * mappings are counted; 0.3 us a mapping where there are many.
 */
#include "platform/linux/task_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/numbers.h"
#include "platform/linux/source.h"
#include "platform/linux/task.h"
#include "platform/platform.h"
#include "platform/root.h"

enum {
	CAP_IPC_LOCK_BIT = 14, /* include/uapi/linux/capability.h */
	FILE_MAX_BYTES = 8192,
	CHUNK_BYTES = 65536,
	MAPS_MAX = 1 << 22, /* counted of one process */
	PATH_BYTES = 64,
};

/* ---- parsing */

int pa_task_memory_parse(const char *text, size_t text_bytes, struct pa_task_memory *out)
{
	struct pa_task_memory got = { 0 };
	struct pa_scan scan;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_u64(&scan, &got.start_ticks) || !pa_scan_u64(&scan, &got.size_kib) ||
	    !pa_scan_u64(&scan, &got.tables_kib) || !pa_scan_u64(&scan, &got.locked_kib))
		return -EBADMSG;
	got.has_limit = pa_scan_u64(&scan, &got.lock_limit_bytes);
	*out = got;
	return 0;
}

int pa_task_memory_status(const char *status, size_t status_bytes, const char *limits,
			  size_t limits_bytes, struct pa_task_memory *out)
{
	struct pa_task_memory got = { .start_ticks = out->start_ticks };
	uint64_t capabilities = 0;
	struct pa_scan scan, line;
	bool has_size = false;

	pa_scan_init(&scan, status, status_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (pa_scan_text(&line, "VmSize:"))
			has_size = pa_scan_u64(&line, &got.size_kib);
		else if (pa_scan_text(&line, "VmLck:"))
			(void)pa_scan_u64(&line, &got.locked_kib); /* stays 0 */
		else if (pa_scan_text(&line, "VmPTE:"))
			(void)pa_scan_u64(&line, &got.tables_kib);
		else if (pa_scan_text(&line, "CapEff:"))
			(void)pa_scan_hex(&line, &capabilities);
	}
	if (!has_size)
		return -ENODATA;
	pa_scan_init(&scan, limits, limits_bytes);
	while (!(capabilities >> CAP_IPC_LOCK_BIT & 1) && pa_scan_line(&scan, &line))
		if (pa_scan_text(&line, "Max locked memory"))
			got.has_limit = pa_scan_u64(&line, &got.lock_limit_bytes);
	*out = got;
	return 0;
}

/* ---- asking: what is read of a process stays here, but for the numbers */

static ssize_t read_start(int32_t pid, const char *name, char *out, size_t out_bytes)
{
	PA_CLEANUP(pa_fd_closep) int fd = -1;
	char path[PATH_BYTES];
	ssize_t bytes;

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", pid, name); /* fits by its numbers */
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	bytes = read(fd, out, out_bytes - 1);
	if (bytes < 0)
		return -errno;
	out[bytes] = '\0';
	return bytes;
}

/* Field 22 of stat; a command may hold blanks and parentheses, so count from the last one. */
static uint64_t start_of(const char *stat)
{
	const char *at = strrchr(stat, ')');
	struct pa_scan scan;
	struct pa_word word;
	uint64_t start = 0;

	if (!at)
		return 0;
	pa_scan_init(&scan, at + 1, strlen(at + 1));
	for (int field = 3; field < 22; field++)
		if (!pa_scan_word(&scan, &word))
			return 0;
	return pa_scan_u64(&scan, &start) ? start : 0;
}

/* What is asked of a process; below least_kib and with nothing locked it is not worth more. */
struct question {
	int32_t pid;
	uint64_t least_kib;
};

static int ask_memory(void *arg, struct pa_buf *out)
{
	char stat[FILE_MAX_BYTES] = "", status[FILE_MAX_BYTES], limits[FILE_MAX_BYTES];
	struct pa_task_memory got = { 0 };
	const struct question *q = arg;
	ssize_t bytes = read_start(q->pid, "status", status, sizeof(status)), limits_bytes = 0;
	int error;

	if (bytes < 0)
		return (int)bytes;
	error = pa_task_memory_status(status, (size_t)bytes, limits, 0, &got);
	if (error)
		return error;
	if (got.locked_kib)
		limits_bytes = read_start(q->pid, "limits", limits, sizeof(limits));
	if (limits_bytes > 0)
		(void)pa_task_memory_status(status, (size_t)bytes, limits, (size_t)limits_bytes,
					    &got);
	if ((got.locked_kib || got.size_kib >= q->least_kib) &&
	    read_start(q->pid, "stat", stat, sizeof(stat)) < 0)
		return -ESRCH;
	pa_buf_printf(out, "%llu %llu %llu %llu", (unsigned long long)start_of(stat),
		      (unsigned long long)got.size_kib, (unsigned long long)got.tables_kib,
		      (unsigned long long)got.locked_kib);
	if (got.has_limit)
		pa_buf_printf(out, " %llu", (unsigned long long)got.lock_limit_bytes);
	pa_buf_putc(out, '\n');
	return 0;
}

static int ask_maps(void *arg, struct pa_buf *out)
{
	PA_CLEANUP(pa_fd_closep) int fd = -1;
	PA_CLEANUP(pa_freep) char *chunk = pa_alloc(CHUNK_BYTES);
	const int32_t *pid = arg;
	char path[PATH_BYTES];
	uint32_t maps = 0;
	ssize_t bytes;

	(void)snprintf(path, sizeof(path), "/proc/%d/maps", *pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	while ((bytes = read(fd, chunk, CHUNK_BYTES)) > 0 && maps < MAPS_MAX)
		for (const char *at = chunk;
		     (at = memchr(at, '\n', (size_t)(chunk + bytes - at))) != NULL; at++)
			maps++;
	if (bytes < 0)
		return -errno;
	pa_buf_printf(out, "%u\n", maps);
	return 0;
}

/* ---- the source */

struct process {
	int32_t pid;
	uint32_t instance;
	uint64_t tables_kib;
};

struct state {
	int32_t turn;	   /* the pid whose memory was read last when there are too many */
	int32_t maps_turn; /* the same for mappings */
};

static bool take_process(struct pa_linux *sys, int32_t pid, uint64_t least_kib, struct process *out,
			 struct pa_moment *moment)
{
	struct question question = { pid, least_kib };
	struct pa_task_memory got;
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "src/task_memory/%d", pid);
	if (pa_root_ask(sys->root, path, ask_memory, &question, sys->text) ||
	    pa_task_memory_parse(sys->text->bytes, sys->text->used_bytes, &got))
		return false;
	*out = (struct process){ .pid = pid, .tables_kib = got.tables_kib };
	if (!got.locked_kib && got.size_kib < least_kib)
		return false;
	out->instance = pa_names_idf(sys->names, "%d:%d:%llu", pid, pid,
				     (unsigned long long)got.start_ticks);
	if (got.locked_kib)
		pa_moment_put(moment, PA_V_MEM_MLOCK_PROCESS_KIB, out->instance, got.locked_kib);
	if (got.locked_kib && got.has_limit)
		pa_moment_put(moment, PA_V_MEM_MLOCK_PROCESS_LIMIT_BYTES, out->instance,
			      got.lock_limit_bytes);
	return got.size_kib >= least_kib;
}

static int by_tables(const void *a, const void *b)
{
	const struct process *x = a, *y = b;

	if (x->tables_kib != y->tables_kib)
		return x->tables_kib < y->tables_kib ? 1 : -1;
	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

static int by_pid(const void *a, const void *b)
{
	const struct process *x = a, *y = b;

	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

/* 1 counted, 0 not: gone meanwhile. A negative errno: not allowed. */
static int count_maps(struct pa_linux *sys, struct process process, struct pa_moment *moment)
{
	char path[PATH_BYTES];
	struct pa_scan scan;
	uint64_t maps;
	int error;

	(void)snprintf(path, sizeof(path), "src/task_maps/%d", process.pid);
	error = pa_root_ask(sys->root, path, ask_maps, &process.pid, sys->text);
	if (error)
		return error == -EACCES || error == -EPERM ? error : 0;
	pa_scan_init(&scan, sys->text->bytes, sys->text->used_bytes);
	if (!pa_scan_u64(&scan, &maps) || !maps)
		return 0;
	pa_moment_put(moment, PA_V_MEM_VMALLOC_MAPS_COUNT, process.instance, maps);
	return 1;
}

static void count_largest(struct state *s, struct pa_linux *sys, struct process *list,
			  uint32_t count, struct pa_moment *moment)
{
	uint32_t largest = count < PA_TASK_MEMORY_LARGEST ? count : PA_TASK_MEMORY_LARGEST;
	uint32_t told = 0, turns = 0;
	bool denied = false;
	int done;

	if (count)
		qsort(list, count, sizeof(*list), by_tables);
	for (uint32_t i = 0; i < largest; i++) {
		done = count_maps(sys, list[i], moment);
		told += done > 0;
		denied = denied || done < 0;
	}
	list += largest;
	count -= largest;
	if (count)
		qsort(list, count, sizeof(*list), by_pid);
	for (uint32_t i = 0; i < count && turns < PA_TASK_MEMORY_LARGEST; i++) {
		if (list[i].pid <= s->maps_turn)
			continue;
		done = count_maps(sys, list[i], moment);
		told += done > 0;
		denied = denied || done < 0;
		s->maps_turn = list[i].pid;
		turns++;
	}
	if (turns < PA_TASK_MEMORY_LARGEST)
		s->maps_turn = 0;
	if (!told)
		pa_moment_miss(moment, PA_V_MEM_VMALLOC_MAPS_COUNT, 0,
			       denied ? PA_DENIED : PA_ABSENT);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	PA_CLEANUP(pa_freep) struct process *list = NULL;
	PA_CLEANUP(pa_freep) int32_t *pids = NULL;
	struct state *s = self;
	uint64_t maps_limit = 0;
	uint32_t found = 0, read = 0;
	int64_t count;

	if (pa_numbers_path(sys, 0, &maps_limit, "proc/sys/vm/max_map_count"))
		maps_limit = 0;
	else
		pa_moment_put(moment, PA_V_MEM_VMALLOC_MAPS_LIMIT_COUNT, 0, maps_limit);
	count = pa_task_list_numbers(sys->root, "proc", &pids);
	if (count < 0)
		return pa_source_fail(moment, pa_source_task_memory.name, (int)count);
	list = pa_alloc_array(PA_TASK_MEMORY_MAX, sizeof(*list));
	for (int64_t i = 0; i < count && read < PA_TASK_MEMORY_MAX; i++) {
		if (count > PA_TASK_MEMORY_MAX && pids[i] <= s->turn)
			continue;
		/* Each mapping is at least a page. */
		found += take_process(sys, pids[i], maps_limit * (sys->page_bytes / 1024) / 2,
				      &list[found], moment);
		s->turn = pids[i];
		read++;
	}
	if (read < PA_TASK_MEMORY_MAX)
		s->turn = 0;
	if (maps_limit)
		count_largest(s, sys, list, found, moment);
	return 0;
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct state));
}

const struct pa_source pa_source_task_memory = {
	.name = "task_memory",
	.pass = PA_PASS_RARE,
	.open = open_source,
	.read = read_source,
	.close = free,
};
