/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/remarks.h"

#include <stdlib.h>
#include <string.h>

#include "analyze/user.h"
#include "analyze/words.h"
#include "base/alloc.h"
#include "base/names.h"
#include "catalog/constants.h"
#include "catalog/values.h"
#include "model/user.h"

enum { ALSO_MAX = 8, REJECTED_MAX = 4, HISTORY_MAX = 6 };

bool pa_remarks_in_cgroup(const struct pa_case *c, const struct pa_proc *p, const char *path)
{
	return pa_procs_in_path(c->names, p, path);
}

/* ---- rivals ---- */

static bool said(const struct pa_advice *advice, const char *text)
{
	for (size_t i = 0; i < advice->rejected_count; i++)
		if (!strcmp(advice->rejected[i], text))
			return true;
	return false;
}

/* By rule: did it survive for any instance? Caller frees. */
static uint8_t *find_survivors(const struct pa_judgement *list, size_t count)
{
	uint8_t *survived = pa_alloc_array(pa_rule_count, sizeof(*survived));

	for (size_t i = 0; i < count; i++)
		survived[list[i].rule - pa_rules] |= list[i].survived;
	return survived;
}

/* The cause up to its colon: "CPU saturation". */
static const char *short_cause(struct pa_arena *arena, const struct pa_rule *rule)
{
	size_t n = strcspn(rule->cause, ":(");

	while (n && rule->cause[n - 1] == ' ')
		n--;
	return pa_arena_printf(arena, "%.*s", (int)n, rule->cause);
}

/* May this judgement be told as a rival that lost? One that accuses nobody, or would only have
 * been a notice, is none. */
static bool is_rival(const struct pa_judgement *j, const uint8_t *survived)
{
	return !j->rule->inconclusive && j->rule->class != PA_CLASS_NOTICE &&
	       !survived[j->rule - pa_rules];
}

static void rivals(const struct pa_case *c, const struct pa_judgement *list, size_t count,
		   struct pa_advice *advice)
{
	PA_CLEANUP(pa_freep) uint8_t *survived = find_survivors(list, count);
	double below = 2;

	advice->rejected = pa_arena_alloc(&advice->arena, REJECTED_MAX * sizeof(*advice->rejected));
	/* In order of how near they came; the loop is short, so it may look again each time. */
	while (advice->rejected_count < REJECTED_MAX) {
		double best = 0;

		for (size_t i = 0; i < count; i++)
			if (list[i].held < below && list[i].held > best &&
			    is_rival(&list[i], survived))
				best = list[i].held;
		if (best < pa_k_rival_ratio)
			return;
		for (size_t i = 0; i < count && advice->rejected_count < REJECTED_MAX; i++) {
			struct pa_words words = { .c = c,
						  .arena = &advice->arena,
						  .instance = list[i].instance };
			const char *text;
			double value;

			if (list[i].held < best || list[i].held > best ||
			    !is_rival(&list[i], survived))
				continue;
			text = pa_arena_printf(
				&advice->arena, "%s: %s", short_cause(&advice->arena, list[i].rule),
				pa_words_fact(&words, list[i].failed,
					      pa_judge_fact(c, list[i].failed, list[i].instance,
							    &value)));
			if (!said(advice, text))
				advice->rejected[advice->rejected_count++] = text;
		}
		below = best;
	}
}

/* ---- seen and healthy ---- */

static void also(struct pa_advice *advice, const char *text)
{
	if (advice->also_count < ALSO_MAX)
		advice->also[advice->also_count++] = text;
}

/* Is this instance already accused? Then it is not healthy. */
static bool accused(const struct pa_advice *advice, const char *instance)
{
	for (size_t i = 0; i < advice->finding_count; i++)
		if (!strcmp(advice->findings[i].instance, instance))
			return true;
	return false;
}

static void busy_devices(const struct pa_case *c, struct pa_advice *advice)
{
	for (uint32_t i = 0; i < c->facts.count; i++) {
		const struct pa_fact *f = &c->facts.facts[i];
		struct pa_words words = { .c = c,
					  .arena = &advice->arena,
					  .instance = f->instance };

		if (f->metric != PA_V_BLK_DEV_BUSY_RATIO || f->value < pa_k_remark_busy_ratio ||
		    accused(advice, pa_names_text(c->names, f->instance)))
			continue;
		also(advice,
		     pa_words_fill(&words,
				   "{instance} busy {blk.dev.busy_ratio}, {blk.dev.await_ms} a "
				   "request, {blk.dev.queue_count} in flight",
				   PA_WORDS_SHORT));
	}
}

/* From inside a container most of a machine is hidden: the reader must know what was looked at. */
static void container(const struct pa_case *c, struct pa_advice *advice)
{
	const struct pa_machine *m = c->machine;

	if (!m->in_cgroup_ns && !m->in_pid_ns)
		return;
	also(advice,
	     pa_arena_printf(&advice->arena, "seen from inside a %s%scontainer: %s, %s, %s",
			     m->container, m->container[0] ? " " : "",
			     m->in_cgroup_ns ? "the limits are those of this container"
					     : "the limits are those of the machine's cgroups",
			     m->in_pid_ns ? "processes outside it are not seen"
					  : "all processes are seen",
			     m->has_lxcfs ? "memory and CPU figures of /proc are the container's "
					    "(lxcfs)"
					  : "memory, CPUs and disks of /proc are the whole "
					    "machine's"));
}

static void full_cgroups(const struct pa_case *c, struct pa_advice *advice)
{
	for (uint32_t i = 0; i < c->facts.count; i++) {
		const struct pa_fact *f = &c->facts.facts[i];
		struct pa_words words = { .c = c,
					  .arena = &advice->arena,
					  .instance = f->instance };

		if (f->metric != PA_V_CG_MEM_USED_RATIO || f->value < pa_k_remark_full_ratio ||
		    accused(advice, pa_names_text(c->names, f->instance)))
			continue;
		also(advice,
		     pa_words_fill(&words,
				   "cgroup {leaf} uses {cg.mem.used_ratio} of its memory limit "
				   "and misses nothing ({cg.mem.refaults_per_s} refaults)",
				   PA_WORDS_SHORT));
	}
}

/* Does a finding that is more than a notice accuse the same thing? */
static bool told_already(const struct pa_advice *advice, const struct pa_finding *notice)
{
	for (size_t i = 0; i < advice->finding_count; i++) {
		const struct pa_finding *f = &advice->findings[i];

		if (f->class != PA_CLASS_NOTICE && !strcmp(f->resource, notice->resource) &&
		    !strcmp(f->instance, notice->instance))
			return true;
	}
	return false;
}

/* What users declared and nobody could read: else its silence would pass for health. */
static void unread_users(const struct pa_case *c, struct pa_advice *advice)
{
	const struct pa_user *user = c->window->user;
	const char **lines = pa_arena_alloc(&advice->arena,
					    (user ? user->resource_count : 0) * sizeof(*lines));
	size_t count = pa_user_unread(c, &advice->arena, lines);

	for (size_t i = 0; i < count; i++)
		also(advice, lines[i]);
}

static void notices(struct pa_advice *advice)
{
	for (size_t i = 0; i < advice->finding_count; i++)
		if (advice->findings[i].class == PA_CLASS_NOTICE &&
		    !told_already(advice, &advice->findings[i]))
			also(advice, advice->findings[i].sentence);
}

/* ---- where the time of a scope went ---- */

static void scope_time(const struct pa_case *c, const struct pa_scope *scope,
		       struct pa_advice *advice)
{
	double cpu = 0, delay = 0, waiting[PA_WAIT_COUNT] = { 0 };
	uint32_t threads = 0;
	struct pa_arena *arena = &advice->arena;

	if (!scope->pid && !scope->cgroup)
		return;
	advice->scope = scope->pid ? pa_arena_printf(arena, "pid %d", scope->pid)
				   : pa_arena_printf(arena, "cgroup %s", scope->cgroup);
	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];

		if (scope->pid ? p->pid != scope->pid : !pa_remarks_in_cgroup(c, p, scope->cgroup))
			continue;
		cpu += p->cpu_ratio;
		delay += p->run_delay_ms_per_s;
		threads += p->threads;
		for (int w = 0; w < PA_WAIT_COUNT; w++)
			waiting[w] += p->waiting[w];
	}
	if (!threads) {
		also(advice, pa_arena_printf(arena, "%s: nothing of it ran while we looked",
					     advice->scope));
		return;
	}
	also(advice,
	     pa_arena_printf(
		     arena,
		     "time of %s, %u threads, in ms of each second: %.0f on a CPU, %.0f ready "
		     "without one, %.0f in block I/O, %.0f in fsync, %.0f for memory, %.0f for "
		     "locks, %.0f sending, %.0f elsewhere uninterruptible",
		     advice->scope, threads, cpu * 1000, delay, waiting[PA_WAIT_BLOCK] * 1000,
		     waiting[PA_WAIT_FSYNC] * 1000, waiting[PA_WAIT_MEMORY] * 1000,
		     (waiting[PA_WAIT_FUTEX] + waiting[PA_WAIT_LOCK] + waiting[PA_WAIT_MMAP]) *
			     1000,
		     waiting[PA_WAIT_SEND] * 1000, waiting[PA_WAIT_DISK] * 1000));
}

/* ---- before the window ---- */

static const char *const note_words[PA_NOTE_KIND_COUNT] = {
	[PA_NOTE_IO_ERROR] = "I/O error on",
	[PA_NOTE_OOM_KILL] = "OOM kill of",
	[PA_NOTE_CGROUP_OOM_KILL] = "OOM kill inside a cgroup of",
	[PA_NOTE_HUNG_TASK] = "hung task",
	[PA_NOTE_FS_ERROR] = "file system error on",
	[PA_NOTE_CONNTRACK_FULL] = "connection tracking table full",
	[PA_NOTE_LOCKUP] = "lockup or stall",
	[PA_NOTE_MCE] = "hardware error",
	[PA_NOTE_LINK_DOWN] = "link down:",
	[PA_NOTE_CACHE_ERROR] = "hardware error of a CPU cache",
	[PA_NOTE_WQ_LOCKUP] = "workqueue lockup",
	[PA_NOTE_CSD_LOCK] = "no answer to a cross-CPU call from CPU",
	[PA_NOTE_IRQ_UNWANTED] = "unhandled interrupt, line switched off:",
	[PA_NOTE_GPU_ERROR] = "GPU error on",
	[PA_NOTE_GPU_RESET] = "GPU hang or ring timeout",
};

static const char *ago(struct pa_arena *arena, uint64_t ns)
{
	uint64_t s = ns / 1000000000U;

	if (s < 120)
		return pa_arena_printf(arena, "%llu s ago", (unsigned long long)s);
	if (s < 7200)
		return pa_arena_printf(arena, "%llu min ago", (unsigned long long)(s / 60));
	if (s < 172800)
		return pa_arena_printf(arena, "%llu h ago", (unsigned long long)(s / 3600));
	return pa_arena_printf(arena, "%llu days ago", (unsigned long long)(s / 86400));
}

static void history(const struct pa_case *c, struct pa_advice *advice)
{
	struct pa_arena *arena = &advice->arena;
	const struct pa_window *w = c->window;

	advice->history = pa_arena_alloc(arena, HISTORY_MAX * sizeof(*advice->history));
	/* Newest first; of one kind and subject only the newest, with how often. */
	for (uint32_t i = w->note_count; i-- > 0 && advice->history_count < HISTORY_MAX;) {
		const struct pa_note *note = &w->notes[i];
		uint32_t times = 1;
		bool newer = false;

		if (pa_window_is_now(w, note) || !note_words[note->kind])
			continue;
		for (uint32_t k = 0; k < w->note_count; k++) {
			if (w->notes[k].kind != note->kind ||
			    w->notes[k].subject != note->subject ||
			    pa_window_is_now(w, &w->notes[k]))
				continue;
			newer |= k > i;
			times += k < i;
		}
		if (newer)
			continue;
		advice->history[advice->history_count++] = pa_arena_printf(
			arena, "%s %s%s %s", note_words[note->kind],
			pa_names_text(c->names, note->subject),
			times > 1 ? pa_arena_printf(arena, " (%u times)", times) : "",
			ago(arena, w->last_mono_ns - note->at_ns));
	}
}

void pa_remarks(const struct pa_case *c, const struct pa_scope *scope,
		const struct pa_judgement *list, size_t count, struct pa_advice *advice)
{
	advice->also = pa_arena_alloc(&advice->arena, ALSO_MAX * sizeof(*advice->also));
	container(c, advice);
	scope_time(c, scope, advice);
	notices(advice);
	unread_users(c, advice);
	busy_devices(c, advice);
	full_cgroups(c, advice);
	rivals(c, list, count, advice);
	history(c, advice);
}
