/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"

enum {
	RECORD_MAX_BYTES = 16 << 10, /* CONSOLE_EXT_LOG_MAX of the kernel is 8 KB */
	RECORDS_MAX = 1 << 15,	     /* in one pass: a kernel may log as fast as we read */
};

/* Kinds that are counted, for cells that only the log can tell. Where a file is named the kernel
 * writes such lines only if it has that file: without it and without a line the count is not 0,
 * it is unknown. */
static const struct {
	uint8_t kind;
	uint16_t metric;
	const char *built_in;
} counted[] = {
	{ PA_NOTE_HUNG_TASK, PA_V_CPU_RUNQ_HUNG_LOGGED_COUNT,
	  "proc/sys/kernel/hung_task_timeout_secs" },
	{ PA_NOTE_LOCKUP, PA_V_HOST_LOCKUP_LOGGED_COUNT, NULL },
	{ PA_NOTE_MCE, PA_V_CPU_MCE_LOGGED_COUNT, NULL },
	{ PA_NOTE_CACHE_ERROR, PA_V_CPU_LLC_ERRORS_LOGGED_COUNT,
	  "sys/devices/system/machinecheck/machinecheck0/check_interval" },
	{ PA_NOTE_RT_THROTTLED, PA_V_RT_THROTTLE_LOGGED_COUNT, NULL },
	{ PA_NOTE_CLOCK_UNSTABLE, PA_V_TIMER_LAT_UNSTABLE_LOGGED_COUNT, NULL },
	{ PA_NOTE_TIMER_HANG, PA_V_TIMER_LAT_HANGS_LOGGED_COUNT, NULL },
	{ PA_NOTE_THERMAL, PA_V_CPU_THERMAL_LOGGED_COUNT,
	  "sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count" },
	{ PA_NOTE_WQ_LOCKUP, PA_V_WQ_KWORKER_LOCKUPS_LOGGED_COUNT,
	  "sys/module/workqueue/parameters/watchdog_thresh" },
	{ PA_NOTE_WQ_HOG, PA_V_WQ_KWORKER_HOGS_LOGGED_COUNT,
	  "sys/module/workqueue/parameters/cpu_intensive_warning_thresh" },
	{ PA_NOTE_SPLIT_LOCK, PA_V_CPU_SPLIT_TRAPS_LOGGED_COUNT, NULL },
	{ PA_NOTE_CSD_LOCK, PA_V_IPI_CALL_STUCK_LOGGED_COUNT,
	  "sys/module/smp/parameters/csd_lock_timeout" },
	{ PA_NOTE_IRQ_UNWANTED, PA_V_IRQ_HARD_UNWANTED_LOGGED_COUNT, NULL },
	{ PA_NOTE_GPU_ERROR, PA_V_GPU_NV_ERRORS_LOGGED_COUNT, "proc/driver/nvidia/version" },
	{ PA_NOTE_GPU_RESET, PA_V_GPU_DRM_RESETS_LOGGED_COUNT, "sys/class/drm/version" },
};

enum { COUNTED = sizeof(counted) / sizeof(counted[0]) };

struct state {
	int fd; /* -1 until the first pass, and in a replay */
	uint32_t texts_left;
	uint64_t count[COUNTED]; /* lines since the beginning of the log as it was found */
	bool told[COUNTED];	 /* this kernel would write them */
	uint64_t counts[PA_KMSG_COUNTED];
	struct pa_kmsg_tally tally;
};

/* The notes from first on are those of this pass. */
static void put_counts(struct state *s, uint32_t first, struct pa_moment *moment)
{
	for (uint32_t i = 0; i < COUNTED; i++) {
		for (uint32_t k = first; k < moment->note_count; k++)
			s->count[i] += moment->notes[k].kind == counted[i].kind;
		if (s->told[i] || s->count[i])
			pa_moment_put(moment, counted[i].metric, 0, s->count[i]);
		else
			pa_moment_miss(moment, counted[i].metric, 0, PA_ABSENT);
	}
}

/* Modules come later than we do: asked again now and then. Uses the text of sys. */
static void find_built_in(struct state *s, struct pa_linux *sys)
{
	for (uint32_t i = 0; i < COUNTED; i++)
		if (!s->told[i])
			s->told[i] = !counted[i].built_in ||
				     !pa_root_read_path(sys->root, counted[i].built_in, sys->text);
}

/* Drop old records until there is room for one more within PA_KMSG_MAX_BYTES. */
static void drop_oldest(struct pa_buf *out)
{
	size_t excess;
	const char *newline;

	if (out->used_bytes + RECORD_MAX_BYTES <= PA_KMSG_MAX_BYTES)
		return;
	excess = PA_KMSG_MAX_BYTES / 4;
	newline = memchr(out->bytes + excess, '\n', out->used_bytes - excess);
	excess = newline ? (size_t)(newline + 1 - out->bytes) : out->used_bytes;
	out->used_bytes -= excess;
	memmove(out->bytes, out->bytes + excess, out->used_bytes + 1);
}

static int ask_kmsg(void *arg, struct pa_buf *out)
{
	PA_CLEANUP(pa_freep) char *record = pa_alloc(RECORD_MAX_BYTES);
	struct state *s = arg;

	if (s->fd < 0)
		s->fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (s->fd < 0)
		return -errno;
	for (int i = 0; i < RECORDS_MAX; i++) {
		ssize_t n = read(s->fd, record, RECORD_MAX_BYTES);

		if (n < 0 && (errno == EPIPE || errno == EINTR))
			continue; /* overtaken: goes on with the oldest record there is */
		if (n < 0 && errno == EAGAIN)
			return 0;
		if (n < 0)
			return -errno;
		if (n == 0)
			return 0;
		drop_oldest(out);
		pa_buf_put(out, record, (size_t)n);
	}
	return 0;
}

static void put_tally(const struct pa_kmsg_tally *tally, struct pa_moment *moment)
{
	if (!tally->lines)
		return; /* an empty log says nothing */
	pa_moment_put(moment, PA_V_TTY_CONSOLE_LINES_COUNT, 0, tally->lines);
	pa_moment_put(moment, PA_V_TTY_CONSOLE_SUPPRESSED_COUNT, 0, tally->suppressed);
	pa_moment_put(moment, PA_V_RND_ENTROPY_UNREADY_COUNT, 0, tally->unready);
}

static int read_kmsg(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct state *s = self;
	int error;

	uint32_t first = moment->note_count;

	if (sys->passes & PA_PASS_RARE)
		find_built_in(s, sys);
	error = pa_root_ask(sys->root, "src/kmsg", ask_kmsg, s, sys->text);
	if (error)
		return pa_source_fail(moment, pa_source_kmsg.name, error);
	pa_moment_put(moment, PA_V_BLK_DEV_LOG_READ_FLAG, 0, 1);
	pa_kmsg_parse(sys->text->bytes, sys->text->used_bytes, sys->names, &s->texts_left, moment);
	put_counts(s, first, moment);
	pa_kmsg_count(sys->text->bytes, sys->text->used_bytes, s->counts);
	for (uint32_t i = 0; i < PA_KMSG_COUNTED; i++)
		pa_moment_put(moment, pa_kmsg_counted[i].metric, 0, s->counts[i]);
	pa_kmsg_tally(sys->text->bytes, sys->text->used_bytes, &s->tally);
	put_tally(&s->tally, moment);
	return 0;
}

static void *open_kmsg(struct pa_linux *sys)
{
	struct state *s = pa_alloc(sizeof(*s));

	(void)sys;
	s->fd = -1;
	s->texts_left = PA_KMSG_TEXTS_MAX;
	return s;
}

static void close_kmsg(void *self)
{
	struct state *s = self;

	pa_fd_closep(&s->fd);
	free(s);
}

const struct pa_source pa_source_kmsg = {
	.name = "kmsg",
	.pass = PA_PASS_SYSTEM,
	.open = open_kmsg,
	.read = read_kmsg,
	.close = close_kmsg,
};
