/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/nvml.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/nvml_library.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { DEADLINE_MS = 200, TEXT_MAX_BYTES = 64 << 10, STACK_BYTES = 1 << 20 };

/* ---- what was told */

/* nvmlClocksEventReason… of nvml.h. */
enum {
	REASON_POWER = 0x4 | 0x80,
	REASON_HEAT = 0x8 | 0x20 | 0x40,
};

static const struct {
	const char *key;
	uint16_t metric;
	uint32_t divided_by;
} rows[] = {
	{ "busy_percent", PA_V_GPU_NV_BUSY_PERCENT, 1 },
	{ "memory_busy_percent", PA_V_GPU_NV_MEMORY_BUSY_PERCENT, 1 },
	{ "memory_total_bytes", PA_V_GPU_NV_MEMORY_TOTAL_BYTES, 1 },
	{ "memory_used_bytes", PA_V_GPU_NV_MEMORY_USED_BYTES, 1 },
	{ "ecc_corrected", PA_V_GPU_NV_ECC_CORRECTED_COUNT, 1 },
	{ "ecc_uncorrected", PA_V_GPU_NV_ECC_UNCORRECTED_COUNT, 1 },
	{ "pcie_replays", PA_V_GPU_NV_REPLAYS_COUNT, 1 },
	{ "temperature_celsius", PA_V_GPU_NV_TEMPERATURE_CELSIUS, 1 },
	{ "slowdown_celsius", PA_V_GPU_NV_SLOWDOWN_CELSIUS, 1 },
	{ "power_mw", PA_V_GPU_NV_POWER_WATTS, 1000 },
	{ "power_limit_mw", PA_V_GPU_NV_POWER_LIMIT_WATTS, 1000 },
};

static bool put_figure(struct pa_word key, uint64_t value, uint32_t gpu, struct pa_moment *moment)
{
	if (pa_word_is(key, "clock_reasons")) {
		pa_moment_put(moment, PA_V_GPU_NV_POWER_CAPPED_FLAG, gpu,
			      (value & REASON_POWER) != 0);
		pa_moment_put(moment, PA_V_GPU_NV_HEAT_SLOWED_FLAG, gpu,
			      (value & REASON_HEAT) != 0);
		return true;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!pa_word_is(key, rows[i].key))
			continue;
		pa_moment_put(moment, rows[i].metric, gpu, value / rows[i].divided_by);
		return true;
	}
	return false;
}

int pa_nvml_parse(const char *text, size_t text_bytes, struct pa_names *names,
		  struct pa_moment *moment)
{
	struct pa_scan scan, line;
	uint64_t gpu, value, pid;
	struct pa_word key;
	bool any = false;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (!pa_scan_u64(&line, &gpu) || gpu >= PA_NVML_DEVICES_MAX ||
		    !pa_scan_word(&line, &key) || !pa_scan_u64(&line, &value))
			continue;
		if (!pa_word_is(key, "process")) {
			any |= put_figure(key, value, pa_names_idf(names, "gpu%d", (int)gpu),
					  moment);
			continue;
		}
		pid = value;
		if (pid <= INT32_MAX && pa_scan_u64(&line, &value))
			pa_moment_put(moment, PA_V_GPU_NV_PROCESS_PERCENT,
				      pa_names_idf(names, "gpu%d/%d", (int)gpu, (int)pid), value);
	}
	return any ? 0 : -EBADMSG;
}

/* ---- the thread that asks */

enum asking { IDLE, WANTED, BUSY, ANSWERED, LEAVE };

/* Shared by asker and thread; whoever leaves last frees it. */
struct worker {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct pa_buf text;
	int error;
	uint8_t state;	/* enum asking */
	bool abandoned; /* the asker will not touch this again */
};

static void release(struct worker *w)
{
	(void)pthread_cond_destroy(&w->changed);
	(void)pthread_mutex_destroy(&w->lock);
	pa_buf_done(&w->text);
	free(w);
}

/* Wait for a question; false when there will be none. */
static bool next_question(struct worker *w)
{
	bool wanted;

	(void)pthread_mutex_lock(&w->lock);
	while (w->state != WANTED && w->state != LEAVE)
		(void)pthread_cond_wait(&w->changed, &w->lock);
	wanted = w->state == WANTED;
	if (wanted)
		w->state = BUSY;
	(void)pthread_mutex_unlock(&w->lock);
	return wanted;
}

/* False when nobody waits for it any more. */
static bool answer(struct worker *w, struct pa_buf *text, int error)
{
	bool wanted;

	(void)pthread_mutex_lock(&w->lock);
	pa_buf_clear(&w->text);
	pa_buf_put(&w->text, text->bytes, text->used_bytes);
	w->error = error;
	w->state = ANSWERED;
	wanted = !w->abandoned;
	(void)pthread_cond_signal(&w->changed);
	(void)pthread_mutex_unlock(&w->lock);
	return wanted;
}

static void *work(void *arg)
{
	struct pa_nvml_library *library = NULL;
	struct worker *w = arg;
	bool wanted = true;
	struct pa_buf text;
	int error = 0;

	pa_buf_init(&text, TEXT_MAX_BYTES);
	while (wanted && next_question(w)) {
		pa_buf_clear(&text);
		if (!library && !error)
			error = pa_nvml_library_open("libnvidia-ml.so.1", &library);
		if (library)
			pa_nvml_library_tell(library, &text);
		wanted = answer(w, &text, error);
	}
	pa_buf_done(&text);
	(void)pa_nvml_library_close(library);
	release(w);
	return NULL;
}

static struct worker *hire(void)
{
	struct worker *w = pa_alloc(sizeof(*w));
	pthread_condattr_t clock;
	pthread_attr_t detached;
	sigset_t all, before;
	pthread_t id;
	int error;

	(void)pthread_mutex_init(&w->lock, NULL);
	(void)pthread_condattr_init(&clock);
	(void)pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&w->changed, &clock);
	(void)pthread_condattr_destroy(&clock);
	pa_buf_init(&w->text, TEXT_MAX_BYTES);
	(void)sigfillset(&all);
	(void)pthread_attr_init(&detached);
	(void)pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	(void)pthread_attr_setstacksize(&detached, STACK_BYTES);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&id, &detached, work, w);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)pthread_attr_destroy(&detached);
	if (!error)
		return w;
	release(w);
	return NULL;
}

/* Ask, unless an earlier question is unanswered, and wait for the answer. */
static int ask_worker(struct worker *w, struct pa_buf *out)
{
	uint64_t until_ns = pa_clock_mono_ns() + DEADLINE_MS * 1000000ULL;
	struct timespec until = { .tv_sec = (time_t)(until_ns / 1000000000),
				  .tv_nsec = (long)(until_ns % 1000000000) };
	int error = -ETIMEDOUT;

	(void)pthread_mutex_lock(&w->lock);
	if (w->state == IDLE) {
		w->state = WANTED;
		(void)pthread_cond_signal(&w->changed);
		while (w->state != ANSWERED &&
		       !pthread_cond_timedwait(&w->changed, &w->lock, &until))
			;
	}
	if (w->state == ANSWERED) {
		error = w->error;
		pa_buf_put(out, w->text.bytes, w->text.used_bytes);
		w->state = IDLE;
	}
	(void)pthread_mutex_unlock(&w->lock);
	return error;
}

static void dismiss(struct worker *w)
{
	(void)pthread_mutex_lock(&w->lock);
	w->abandoned = true;
	if (w->state != BUSY) /* else it leaves by itself, if ever it comes back */
		w->state = LEAVE;
	(void)pthread_cond_signal(&w->changed);
	(void)pthread_mutex_unlock(&w->lock);
}

/* ---- the source */

struct reader {
	struct worker *worker;
	int error; /* no library, or it cannot be initialised: not tried again */
};

static int ask_nvml(void *arg, struct pa_buf *out)
{
	struct reader *reader = arg;
	int error;

	if (reader->error)
		return reader->error;
	if (access("/dev/nvidiactl", R_OK | W_OK) || access("/dev/nvidia0", R_OK | W_OK))
		return -errno;
	if (!reader->worker)
		reader->worker = hire();
	if (!reader->worker)
		return -EAGAIN;
	error = ask_worker(reader->worker, out);
	reader->error = error == -ETIMEDOUT ? 0 : error;
	return error;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	int error = pa_root_ask(sys->root, "src/nvml", ask_nvml, self, sys->text);

	if (!error)
		error = pa_nvml_parse(sys->text->bytes, sys->text->used_bytes, sys->names, moment);
	return error ? pa_source_fail(moment, pa_source_nvml.name, error) : 0;
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct reader));
}

static void close_source(void *self)
{
	struct reader *reader = self;

	if (reader->worker)
		dismiss(reader->worker);
	free(reader);
}

const struct pa_source pa_source_nvml = {
	.name = "nvml",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
