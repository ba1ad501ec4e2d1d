/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Synthetic machines for tests: a few lines say what grows, what stands and who runs, and
 * eleven ticks of one second with close looks between the last ones are made of it.
 * scene_init() is a quiet machine of four CPUs on which all five saturations are measured.
 */
#ifndef PA_TESTS_ANALYZE_SCENE_H
#define PA_TESTS_ANALYZE_SCENE_H

#include <stdint.h>

#include "analyze/advise.h"
#include "analyze/derive.h"
#include "analyze/window.h"
#include "base/names.h"
#include "catalog/rules.h"
#include "catalog/values.h"
#include "model/advice.h"

enum {
	SCENE_ROWS = 256,
	SCENE_TASKS = 32,
	SCENE_REST = 16,
	SCENE_TICKS = 11,
	SCENE_LOOKS = 20, /* between the last three ticks */
};
#define SCENE_S	       1000000000ULL
#define SCENE_START_NS (1000 * SCENE_S)
#define SCENE_EPOCH_NS (1700000000ULL * SCENE_S)

/* A counter (grows from a large number) or a gauge. */
struct scene_row {
	uint16_t metric;
	uint16_t state;
	uint32_t instance;
	double value, per_s;
	uint32_t from_tick; /* it grows from this tick on */
};

struct scene_task {
	struct pa_task base;  /* what stands, and counters at the start */
	struct pa_task per_s; /* growth of the counters */
	struct pa_task look;  /* state, wait channel and call that looks find */
	double look_share;    /* of the looks that find it so; others find it running */
};

struct scene {
	struct pa_names *names;
	struct pa_machine machine;
	struct pa_window *window;
	struct pa_scope scope;
	struct scene_row rows[SCENE_ROWS];
	uint32_t row_count;
	struct scene_task tasks[SCENE_TASKS];
	uint32_t task_count;
	struct pa_sock socks[SCENE_REST]; /* as last seen */
	struct pa_sock socks_before[SCENE_REST];
	uint32_t sock_count;
	struct pa_note notes[SCENE_REST];
	uint32_t note_count;
	struct pa_open_file files[SCENE_REST];
	uint32_t file_count;
	struct pa_mount mounts[SCENE_REST];
	uint32_t mount_count;
	struct pa_errno_count errnos[SCENE_REST]; /* count is the growth per second */
	uint32_t errno_count;
};

void scene_init(struct scene *s);
void scene_done(struct scene *s);

uint32_t scene_name(struct scene *s, const char *text);

/* Set what a value does; a second call for the same replaces. instance "" is the machine. */
struct scene_row *scene_counter(struct scene *s, uint16_t metric, const char *instance,
				double per_s);
void scene_gauge(struct scene *s, uint16_t metric, const char *instance, double value);
/* It cannot be read. */
void scene_miss(struct scene *s, uint16_t metric, const char *instance, enum pa_state state);
/* As if it had never been told. */
void scene_forget(struct scene *s, uint16_t metric);

/* All CPUs together, as parts of their time; the rest is idle. */
void scene_cpus(struct scene *s, double user, double system);
/* One of them. */
void scene_cpu(struct scene *s, const char *cpu, double busy);

/* A thread that runs this part of the time (by user ticks and by schedstat). tid == pid is
 * a process. The pointer is good until scene_done(). */
struct scene_task *scene_task(struct scene *s, int32_t pid, int32_t tid, const char *comm,
			      double running);
/* What looks find it in, this part of them. */
void scene_waits(struct scene *s, struct scene_task *t, char state, const char *wchan, int call,
		 double share);
/* The same for a contended mutex of glibc. */
void scene_queues(struct scene *s, struct scene_task *t, uint64_t address, double share);
/* It is in this group, as cgroup v1 of all controllers would say. */
void scene_joins(struct scene *s, struct scene_task *t, const char *group);

struct pa_sock *scene_sock(struct scene *s, uint8_t kind);
struct pa_open_file *scene_file(struct scene *s, int32_t pid, const char *path, uint64_t bytes);
void scene_mount(struct scene *s, const char *point, const char *device, uint64_t total,
		 uint64_t left);
void scene_note(struct scene *s, uint8_t kind, const char *subject, int64_t seconds_after_start);

/* A disk: requests a second, milliseconds in all and of the device for each, bytes a request. */
void scene_disk(struct scene *s, const char *name, double requests, double await_ms,
		double busy_ratio, double request_bytes);

/* Make the window; once for each scene. */
const struct pa_window *scene_window(struct scene *s);
/* Make the window and judge it, every program being installed. */
struct pa_advice *scene_advise(struct scene *s);

/* The finding of a hypothesis, NULL when there is none. */
const struct pa_finding *scene_finding(const struct pa_advice *advice, const char *hypothesis);
/* The hypothesis that is the verdict; "healthy" or "inconclusive" without one. */
const char *scene_verdict(const struct pa_advice *advice);
/* The culprit of a kind, NULL when none is named. */
const struct pa_culprit *scene_culprit(const struct pa_finding *finding, const char *kind);

#endif
