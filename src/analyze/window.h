/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The window: what a run of moments says about each value and each thread, in bounded memory
 * (moments are added one after the other and need not be kept). Pure: same moments, same
 * window. Order of series and tracks is the order of first appearance.
 */
#ifndef PA_ANALYZE_WINDOW_H
#define PA_ANALYZE_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyze/capacity.h"
#include "analyze/flows.h"
#include "analyze/waits.h"
#include "base/map.h"
#include "model/moment.h"

/* One value of one instance over the window. */
struct pa_series {
	uint16_t metric;
	uint16_t state; /* enum pa_state: OK as soon as one moment had it */
	uint32_t instance;
	uint32_t count; /* moments in which it was OK */
	uint32_t rises; /* steps in which it grew */
	uint64_t first, last, low, high;
	uint64_t delta; /* growth, resets of the counter left out */
	double sum;	/* of all values, for a mean */
	uint64_t first_ns, last_ns;
	uint64_t reset_ns; /* of the time between: steps in which it fell, and growth is unknown */
	uint64_t rise_ns;  /* when it first grew; 0 never */
	/* The last moment before it first grew, when it was seen standing still before; else 0. */
	uint64_t quiet_until_ns;
};

/* Wait channels that are told apart for one thread; further ones are not counted. */
enum { PA_BLOCKED_CHANNELS = 2 };

/* One thread over the window. */
struct pa_track {
	struct pa_task first; /* zeroed counters when it began inside the window */
	struct pa_task last;
	uint64_t first_ns, last_ns;
	uint32_t looks;		       /* moments in which its state was seen */
	uint32_t disk_looks;	       /* of these, uninterruptible (state D) */
	uint32_t close_looks;	       /* looks in which wait channel or call were read */
	uint32_t waits[PA_WAIT_COUNT]; /* of the close looks, by what it waited for */
	uint64_t futex_address;	       /* contended futex it was seen at last; 0 none */
	uint32_t syscall_looks;	       /* looks inside fsync and its kin */
	struct {
		uint32_t channel;		/* name id */
		uint32_t looks;			/* 0: the place is free */
	} blocked[PA_BLOCKED_CHANNELS];		/* where close looks found it uninterruptible */
	uint64_t close_first_ns, close_last_ns; /* span of the close looks */
	uint64_t watch_first_ns, watch_last_ns; /* span of the drill's counters; 0 none */
	uint32_t process;			/* index of its main thread's track */
};

/* Per process counting of a drill: the newest value of each. */
struct pa_errno_track {
	int32_t pid;
	int32_t error; /* positive errno */
	uint64_t first, last;
	uint64_t first_ns, last_ns;
};

/* One figure of a resource that a user declared, over the window. */
struct pa_user_series {
	uint16_t resource;
	uint8_t part;  /* enum pa_user_part */
	uint8_t state; /* enum pa_state: OK as soon as one moment had it */
	uint32_t count;
	double first, last, low, high, sum;
	double delta; /* growth, resets of the counter left out */
	uint64_t first_ns, last_ns;
};

struct pa_window {
	struct pa_names *names;		  /* borrowed */
	const struct pa_machine *machine; /* borrowed */
	struct pa_series *series;
	uint32_t series_count, series_room;
	struct pa_map series_at;
	struct pa_disk_tracks disks;
	struct pa_track *tracks;
	uint32_t track_count, track_room;
	struct pa_map track_at; /* tid -> newest track of that tid */
	struct pa_sock *socks_first, *socks_last;
	uint32_t sock_first_count, sock_last_count;
	uint64_t socks_first_ns, socks_last_ns;
	struct pa_flows flows; /* TCP connections */
	struct pa_note *notes;
	uint32_t note_count, note_room;
	struct pa_open_file *files;
	uint32_t file_count, file_room;
	struct pa_mount *mounts;
	uint32_t mount_count;
	struct pa_container_name *containers;
	uint32_t container_count;
	struct pa_errno_track *errnos;
	uint32_t errno_count, errno_room;
	const struct pa_user *user; /* what was declared; borrowed, NULL: nothing */
	struct pa_user_series *users;
	uint32_t user_count, user_room;
	uint64_t first_mono_ns, last_mono_ns; /* of whole ticks */
	uint64_t first_real_ns, last_real_ns;
	uint64_t task_first_ns, task_last_ns;
	struct pa_clocks first_clocks, last_clocks; /* boot_ns 0: unknown */
	uint32_t ticks;				    /* whole ticks added */
	uint32_t probes;			    /* short looks added */
};

struct pa_window *pa_window_new(struct pa_names *names, const struct pa_machine *machine)
	__attribute__((returns_nonnull, warn_unused_result));

/* NULL is fine; returns NULL. */
struct pa_window *pa_window_free(struct pa_window *window);

/* Take in the next moment; its clocks must not run backwards. */
void pa_window_add(struct pa_window *window, const struct pa_moment *moment);

/* Take in the readings of users' resources alone: a moment beside the window, for commands. */
void pa_window_add_users(struct pa_window *window, const struct pa_moment *moment);

/* The series of a figure, NULL when it was never told. */
const struct pa_user_series *pa_window_user(const struct pa_window *window, uint16_t resource,
					    enum pa_user_part part);

/* The length of the window in seconds; 0 before the second tick. */
double pa_window_s(const struct pa_window *window);

/* How long the machine slept inside the window, which CLOCK_MONOTONIC leaves out, and how far
 * its wall clock was set forward (or back: negative), in seconds. 0 when it is not known. */
double pa_window_suspended_s(const struct pa_window *window);
double pa_window_clock_step_s(const struct pa_window *window);

/* Did the kernel say this inside the window? Its log's clock and CLOCK_MONOTONIC drift apart
 * by less than half a second, which is allowed for. */
bool pa_window_is_now(const struct pa_window *window, const struct pa_note *note);

/* The time between the first and the last pass over all threads, in seconds. */
double pa_window_task_s(const struct pa_window *window);

/* The series of a value, NULL when it was never told. */
const struct pa_series *pa_window_find(const struct pa_window *window, uint16_t metric,
				       uint32_t instance);

/* Growth per second of a counter; false when it is not known (fewer than two values). */
bool pa_window_rate(const struct pa_window *window, uint16_t metric, uint32_t instance,
		    double *per_s);

/* Growth over the window; false as above. */
bool pa_window_delta(const struct pa_window *window, uint16_t metric, uint32_t instance,
		     double *growth);

/* The newest value, and the mean, of a gauge. */
bool pa_window_last(const struct pa_window *window, uint16_t metric, uint32_t instance,
		    double *value);
bool pa_window_mean(const struct pa_window *window, uint16_t metric, uint32_t instance,
		    double *value);

#endif
