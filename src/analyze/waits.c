/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/waits.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/names.h"
#include "model/task.h"

/* The system calls that tell waits apart, by architecture (asm/unistd.h of each). */
enum call { CALL_OTHER, CALL_FUTEX, CALL_FSYNC, CALL_MAP, CALL_RW };

struct call_row {
	int16_t x86_64, aarch64;
	uint8_t call;
};

static const struct call_row calls[] = {
	{ 202, 98, CALL_FUTEX },  { 74, 82, CALL_FSYNC }, /* fsync */
	{ 75, 83, CALL_FSYNC },				  /* fdatasync */
	{ 162, 81, CALL_FSYNC },			  /* sync */
	{ 306, 267, CALL_FSYNC },			  /* syncfs */
	{ 26, 227, CALL_FSYNC },			  /* msync */
	{ 277, 84, CALL_FSYNC },			  /* sync_file_range */
	{ 9, 222, CALL_MAP },				  /* mmap */
	{ 11, 215, CALL_MAP },				  /* munmap */
	{ 10, 226, CALL_MAP },				  /* mprotect */
	{ 12, 214, CALL_MAP },				  /* brk */
	{ 25, 216, CALL_MAP },				  /* mremap */
	{ 28, 233, CALL_MAP },				  /* madvise */
	{ 0, 63, CALL_RW },				  /* read */
	{ 1, 64, CALL_RW },				  /* write */
	{ 17, 67, CALL_RW },				  /* pread64 */
	{ 18, 68, CALL_RW },				  /* pwrite64 */
	{ 19, 65, CALL_RW },				  /* readv */
	{ 20, 66, CALL_RW },				  /* writev */
	{ 295, 69, CALL_RW },				  /* preadv */
	{ 296, 70, CALL_RW },				  /* pwritev */
	{ 208, 4, CALL_RW },				  /* io_getevents */
};

static enum call call_of(const char *architecture, const struct pa_task *task)
{
	bool x86 = !strcmp(architecture, "x86_64");

	if (!(task->has & PA_TASK_SYSCALL) || task->syscall < 0 ||
	    (!x86 && strcmp(architecture, "aarch64") != 0))
		return CALL_OTHER;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (task->syscall == (x86 ? calls[i].x86_64 : calls[i].aarch64))
			return (enum call)calls[i].call;
	return CALL_OTHER;
}

/* Wait channels, by prefix; the kernel may add suffixes (.constprop.0, .isra.0). */
struct channel {
	const char *prefix;
	uint8_t wait;
};

static const struct channel channels[] = {
	{ "jbd2_log_wait_commit", PA_WAIT_FSYNC },
	{ "jbd2_complete_transaction", PA_WAIT_FSYNC },
	{ "rwsem_down", PA_WAIT_LOCK },
	{ "down_", PA_WAIT_LOCK },
	{ "__mutex_lock", PA_WAIT_LOCK },
	{ "mutex_lock", PA_WAIT_LOCK },
	{ "__down", PA_WAIT_LOCK },
	{ "percpu_rwsem_wait", PA_WAIT_LOCK },
	{ "rt_mutex", PA_WAIT_LOCK },
	{ "rwbase_", PA_WAIT_LOCK },
	{ "swap_", PA_WAIT_MEMORY },
	{ "do_swap_page", PA_WAIT_MEMORY },
	{ "__alloc_pages", PA_WAIT_MEMORY },
	{ "try_to_free", PA_WAIT_MEMORY },
	{ "shrink_", PA_WAIT_MEMORY },
	{ "reclaim_throttle", PA_WAIT_MEMORY },
	{ "mem_cgroup_", PA_WAIT_MEMORY },
	{ "io_schedule", PA_WAIT_BLOCK },
	{ "folio_wait", PA_WAIT_BLOCK },
	{ "wait_on_page", PA_WAIT_BLOCK },
	{ "__iomap_dio", PA_WAIT_BLOCK },
	{ "iomap_dio", PA_WAIT_BLOCK },
	{ "blk", PA_WAIT_BLOCK },
	{ "__blk", PA_WAIT_BLOCK },
	{ "submit_bio", PA_WAIT_BLOCK },
	{ "bit_wait_io", PA_WAIT_BLOCK },
	{ "wait_on_buffer", PA_WAIT_BLOCK },
	{ "__wait_on_buffer", PA_WAIT_BLOCK },
	{ "balance_dirty_pages", PA_WAIT_BLOCK },
	{ "rq_qos_wait", PA_WAIT_BLOCK },
	{ "wbt_wait", PA_WAIT_BLOCK },
	{ "sk_stream_wait_memory", PA_WAIT_SEND },
	{ "anon_pipe", PA_WAIT_PIPE },
	{ "pipe_", PA_WAIT_PIPE },
};

static enum pa_wait of_channel(const char *name)
{
	for (size_t i = 0; i < sizeof(channels) / sizeof(channels[0]); i++)
		if (!strncmp(name, channels[i].prefix, strlen(channels[i].prefix)))
			return (enum pa_wait)channels[i].wait;
	return PA_WAIT_COUNT;
}

/* Is this futex call a wait for a lock that somebody else holds? */
static bool is_lock_wait(const struct pa_task *task)
{
	uint64_t op = task->syscall_args[1] & 127, value = task->syscall_args[2] & UINT32_MAX;

	if (op == 6 || op == 13) /* FUTEX_LOCK_PI, FUTEX_LOCK_PI2 */
		return true;
	return op == 0 && (value == 2 || value >> 31 == 1); /* FUTEX_WAIT */
}

static enum pa_wait uninterruptible(enum call call, enum pa_wait channel)
{
	if (call == CALL_FSYNC)
		return PA_WAIT_FSYNC;
	if (call == CALL_MAP && (channel == PA_WAIT_LOCK || channel == PA_WAIT_COUNT))
		return PA_WAIT_MMAP;
	if (channel != PA_WAIT_COUNT && channel != PA_WAIT_PIPE)
		return channel;
	return call == CALL_RW ? PA_WAIT_BLOCK : PA_WAIT_DISK;
}

enum pa_wait pa_wait_of(const struct pa_names *names, const char *architecture,
			const struct pa_task *task)
{
	enum pa_wait channel = PA_WAIT_COUNT;
	enum call call = call_of(architecture, task);

	if (task->has & PA_TASK_WAIT)
		channel = of_channel(pa_names_text(names, task->wchan));
	switch (task->state) {
	case 'R':
		return PA_WAIT_RUN;
	case 'D':
		return uninterruptible(call, channel);
	case 'S':
		if (call == CALL_FUTEX)
			return is_lock_wait(task) ? PA_WAIT_FUTEX : PA_WAIT_IDLE;
		if (channel == PA_WAIT_SEND || channel == PA_WAIT_PIPE)
			return channel;
		return PA_WAIT_IDLE;
	default:
		return PA_WAIT_IDLE;
	}
}

bool pa_wait_in_fsync(const char *architecture, const struct pa_task *task)
{
	return call_of(architecture, task) == CALL_FSYNC;
}
