/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/task_limits.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { PATH_BYTES = 48, NAME_BYTES = 25 };

static const struct {
	const char *name;
	uint16_t used, limit; /* enum pa_value_id */
} rows[PA_TASK_LIMIT_COUNT] = {
	[PA_TASK_LIMIT_PROCESSES] = { "Max processes", PA_V_RLIMIT_ANY_THREADS_COUNT,
				      PA_V_RLIMIT_ANY_THREAD_LIMIT_COUNT },
	[PA_TASK_LIMIT_LOCKED] = { "Max locked memory", PA_V_RLIMIT_ANY_LOCKED_BYTES,
				   PA_V_RLIMIT_ANY_LOCKED_LIMIT_BYTES },
	[PA_TASK_LIMIT_ADDRESSES] = { "Max address space", PA_V_RLIMIT_ANY_ADDRESS_BYTES,
				      PA_V_RLIMIT_ANY_ADDRESS_LIMIT_BYTES },
	[PA_TASK_LIMIT_DATA] = { "Max data size", PA_V_RLIMIT_ANY_DATA_BYTES,
				 PA_V_RLIMIT_ANY_DATA_LIMIT_BYTES },
	[PA_TASK_LIMIT_STACK] = { "Max stack size", PA_V_RLIMIT_ANY_STACK_BYTES,
				  PA_V_RLIMIT_ANY_STACK_LIMIT_BYTES },
	[PA_TASK_LIMIT_SIGNALS] = { "Max pending signals", PA_V_SIG_QUEUE_PENDING_COUNT,
				    PA_V_SIG_QUEUE_LIMIT_COUNT },
};

int pa_task_limits_parse(const char *text, size_t text_bytes, struct pa_task_limits *out)
{
	struct pa_task_limits got;
	struct pa_scan scan, line;
	bool any = false;

	for (int i = 0; i < PA_TASK_LIMIT_COUNT; i++)
		got.soft[i] = UINT64_MAX;
	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		for (int i = 0; i < PA_TASK_LIMIT_COUNT; i++) {
			struct pa_word soft;

			if (line.end - line.at <= NAME_BYTES || !pa_scan_text(&line, rows[i].name))
				continue;
			any = true;
			if (pa_scan_word(&line, &soft))
				(void)pa_word_u64(soft, &got.soft[i]); /* or "unlimited" */
			break;
		}
	}
	if (!any)
		return -EBADMSG;
	*out = got;
	return 0;
}

static void take_kib(struct pa_scan *line, uint64_t *bytes)
{
	uint64_t kib;

	if (pa_scan_u64(line, &kib) && kib <= UINT64_MAX / 1024)
		*bytes = kib * 1024;
}

int pa_task_use_parse(const char *text, size_t text_bytes, struct pa_task_use *out)
{
	static const struct {
		const char *name;
		enum pa_task_limit limit;
	} sizes[] = { { "VmLck:", PA_TASK_LIMIT_LOCKED },
		      { "VmSize:", PA_TASK_LIMIT_ADDRESSES },
		      { "VmData:", PA_TASK_LIMIT_DATA },
		      { "VmStk:", PA_TASK_LIMIT_STACK } };
	struct pa_task_use got = { 0 };
	bool has_uid = false, has_signals = false;
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		uint64_t uid;

		if (pa_scan_text(&line, "Uid:") && pa_scan_u64(&line, &uid) && uid <= UINT32_MAX) {
			got.uid = (uint32_t)uid;
			has_uid = true;
		} else if (pa_scan_text(&line, "SigQ:")) {
			has_signals = pa_scan_u64(&line, &got.used[PA_TASK_LIMIT_SIGNALS]);
		} else if (pa_scan_text(&line, "CapEff:")) {
			(void)pa_scan_hex(&line, &got.capabilities); /* none */
		}
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
			if (pa_scan_text(&line, sizes[i].name))
				take_kib(&line, &got.used[sizes[i].limit]);
	}
	if (!has_uid || !has_signals)
		return -EBADMSG;
	*out = got;
	return 0;
}

bool pa_task_limit_is_void(enum pa_task_limit limit, const struct pa_task_use *use)
{
	const uint64_t many = UINT64_C(1) << CAP_SYS_RESOURCE | UINT64_C(1) << CAP_SYS_ADMIN;

	if (limit == PA_TASK_LIMIT_PROCESSES)
		return !use->uid || use->capabilities & many;
	return limit == PA_TASK_LIMIT_LOCKED && use->capabilities & UINT64_C(1) << CAP_IPC_LOCK;
}

/* The process nearest to one limit. */
struct nearest {
	const struct pa_task *task;
	uint64_t used, limit;
};

struct survey {
	struct pa_linux *sys;
	struct pa_map threads; /* of each uid */
	struct nearest nearest[PA_TASK_LIMIT_COUNT];
	uint32_t looked, left_out;
};

static bool is_process(const struct pa_task *t)
{
	return t->pid == t->tid && (t->has & PA_TASK_STAT) && !t->kernel_thread && t->state != 'Z';
}

static uint32_t threads_of(const struct survey *s, uint32_t uid)
{
	uint32_t threads = 0;

	(void)pa_map_get(&s->threads, uid, &threads); /* stays 0 */
	return threads;
}

/* Zombies count too: they keep their number until they are waited for. */
static void count_threads(struct survey *s, const struct pa_moment *moment)
{
	for (uint32_t i = 0; i < moment->task_count; i++) {
		const struct pa_task *t = &moment->tasks[i];

		if (t->pid == t->tid && (t->has & PA_TASK_USER) && (t->has & PA_TASK_STAT))
			pa_map_put(&s->threads, t->uid,
				   threads_of(s, t->uid) + (t->thread_count ? t->thread_count : 1));
	}
}

static void compare(struct nearest *nearest, const struct pa_task *t, uint64_t used, uint64_t limit)
{
	if (nearest->task &&
	    (double)used * (double)nearest->limit <= (double)nearest->used * (double)limit)
		return;
	*nearest = (struct nearest){ .task = t, .used = used, .limit = limit };
}

static int read_of(struct pa_linux *sys, int32_t pid, const char *name)
{
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "proc/%d/%s", pid, name);
	return pa_root_read_path(sys->root, path, sys->text);
}

static void look_at(struct survey *s, const struct pa_task *t)
{
	const struct pa_buf *text = s->sys->text;
	struct pa_task_limits limits;
	struct pa_task_use use;

	s->looked++;
	if (read_of(s->sys, t->pid, "limits") ||
	    pa_task_limits_parse(text->bytes, text->used_bytes, &limits) ||
	    read_of(s->sys, t->pid, "status") ||
	    pa_task_use_parse(text->bytes, text->used_bytes, &use))
		return; /* it has ended */
	use.used[PA_TASK_LIMIT_PROCESSES] = threads_of(s, use.uid);
	for (int i = 0; i < PA_TASK_LIMIT_COUNT; i++)
		if (limits.soft[i] && limits.soft[i] != UINT64_MAX &&
		    !pa_task_limit_is_void((enum pa_task_limit)i, &use))
			compare(&s->nearest[i], t, use.used[i], limits.soft[i]);
}

/* From *next on, around, at most PA_TASK_LIMITS_MAX of them. */
static void take_survey(struct survey *s, const struct pa_moment *moment, uint32_t *next)
{
	uint32_t begin = *next < moment->task_count ? *next : 0;

	for (uint32_t i = 0; i < moment->task_count; i++) {
		uint32_t at = (begin + i) % moment->task_count;

		if (!is_process(&moment->tasks[at]))
			continue;
		if (s->looked < PA_TASK_LIMITS_MAX)
			look_at(s, &moment->tasks[at]);
		else if (!s->left_out++)
			*next = at;
	}
}

static void put(const struct survey *s, struct pa_moment *moment)
{
	for (int i = 0; i < PA_TASK_LIMIT_COUNT; i++) {
		const struct nearest *n = &s->nearest[i];
		uint32_t instance;

		if (!n->task) {
			pa_moment_miss(moment, rows[i].limit, 0, PA_ABSENT);
			continue;
		}
		instance = pa_names_idf(s->sys->names, "%d:%d:%llu", n->task->pid, n->task->pid,
					(unsigned long long)n->task->start_ticks);
		pa_moment_put(moment, rows[i].used, instance, n->used);
		pa_moment_put(moment, rows[i].limit, instance, n->limit);
	}
	pa_moment_put(moment, PA_V_RLIMIT_ANY_LOOKED_COUNT, 0, s->looked);
	pa_moment_put(moment, PA_V_RLIMIT_ANY_UNLOOKED_COUNT, 0, s->left_out);
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct survey s = { .sys = sys };

	if (!(sys->passes & PA_PASS_RARE) || !moment->has_tasks)
		return 0;
	pa_map_init(&s.threads);
	count_threads(&s, moment);
	take_survey(&s, moment, self);
	put(&s, moment);
	pa_map_done(&s.threads);
	return 0;
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(uint32_t));
}

const struct pa_source pa_source_task_limits = {
	.name = "task_limits",
	.pass = PA_PASS_TASKS,
	.open = open_source,
	.read = read_source,
	.close = free,
};
