/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/window.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { NOTES_MAX = 4096, FILES_MAX = 65536 };

struct pa_window *pa_window_new(struct pa_names *names, const struct pa_machine *machine)
{
	struct pa_window *window = pa_alloc(sizeof(*window));

	window->names = names;
	window->machine = machine;
	pa_map_init(&window->series_at);
	pa_map_init(&window->track_at);
	pa_disk_tracks_init(&window->disks);
	pa_flows_init(&window->flows);
	return window;
}

struct pa_window *pa_window_free(struct pa_window *window)
{
	if (!window)
		return NULL;
	pa_map_done(&window->series_at);
	pa_map_done(&window->track_at);
	pa_disk_tracks_done(&window->disks);
	free(window->series);
	free(window->tracks);
	free(window->socks_first);
	free(window->socks_last);
	pa_flows_done(&window->flows);
	free(window->notes);
	free(window->files);
	free(window->mounts);
	free(window->containers);
	free(window->errnos);
	free(window->users);
	free(window);
	return NULL;
}

/* Room for one more item in a doubling array. */
static void *room(void *array, uint32_t count, uint32_t *capacity, size_t item_bytes)
{
	if (count < *capacity)
		return array;
	*capacity = *capacity ? *capacity * 2 : 256;
	return pa_grow_array(array, *capacity, item_bytes);
}

static struct pa_series *series_of(struct pa_window *window, const struct pa_sample *sample)
{
	uint64_t key = pa_map_key(sample->instance, sample->metric);
	struct pa_series *series;
	uint32_t at;

	if (pa_map_get(&window->series_at, key, &at))
		return &window->series[at];
	window->series = room(window->series, window->series_count, &window->series_room,
			      sizeof(*window->series));
	series = &window->series[window->series_count];
	*series = (struct pa_series){ .metric = sample->metric,
				      .instance = sample->instance,
				      .state = sample->state };
	pa_map_put(&window->series_at, key, window->series_count++);
	return series;
}

static void add_sample(struct pa_window *window, const struct pa_sample *sample, uint64_t now_ns)
{
	struct pa_series *series = series_of(window, sample);

	if (sample->state != PA_OK)
		return;
	series->state = PA_OK;
	series->sum += (double)sample->value;
	if (!series->count++) {
		series->first = series->last = series->low = series->high = sample->value;
		series->first_ns = series->last_ns = now_ns;
		return;
	}
	if (sample->value < series->last)
		series->reset_ns += now_ns - series->last_ns;
	if (sample->value > series->last) {
		series->delta += sample->value - series->last;
		series->rises++;
		if (!series->rise_ns)
			series->rise_ns = now_ns;
		if (series->rises == 1 && series->count > 2)
			series->quiet_until_ns = series->last_ns;
	}
	series->last = sample->value;
	series->last_ns = now_ns;
	if (sample->value < series->low)
		series->low = sample->value;
	if (sample->value > series->high)
		series->high = sample->value;
}

const struct pa_user_series *pa_window_user(const struct pa_window *window, uint16_t resource,
					    enum pa_user_part part)
{
	for (uint32_t i = 0; i < window->user_count; i++)
		if (window->users[i].resource == resource && window->users[i].part == part)
			return &window->users[i];
	return NULL;
}

static struct pa_user_series *user_series_of(struct pa_window *window,
					     const struct pa_user_reading *reading)
{
	struct pa_user_series *series;

	for (uint32_t i = 0; i < window->user_count; i++)
		if (window->users[i].resource == reading->resource &&
		    window->users[i].part == reading->part)
			return &window->users[i];
	window->users = room(window->users, window->user_count, &window->user_room,
			     sizeof(*window->users));
	series = &window->users[window->user_count++];
	*series = (struct pa_user_series){ .resource = reading->resource,
					   .part = reading->part,
					   .state = reading->state };
	return series;
}

static void add_user(struct pa_window *window, const struct pa_user_reading *reading,
		     uint64_t now_ns)
{
	struct pa_user_series *series = user_series_of(window, reading);
	double value = reading->value;

	if (reading->state != PA_OK)
		return;
	series->state = PA_OK;
	series->sum += value;
	if (!series->count++) {
		series->first = series->last = series->low = series->high = value;
		series->first_ns = series->last_ns = now_ns;
		return;
	}
	if (value > series->last)
		series->delta += value - series->last;
	series->last = value;
	series->last_ns = now_ns;
	series->low = value < series->low ? value : series->low;
	series->high = value > series->high ? value : series->high;
}

void pa_window_add_users(struct pa_window *window, const struct pa_moment *moment)
{
	for (uint32_t i = 0; i < moment->user_count; i++)
		add_user(window, &moment->users[i], moment->mono_ns);
}

/* A thread that began inside the window had used nothing when it began. */
static struct pa_task newborn(const struct pa_task *task)
{
	struct pa_task zero = *task;

	zero.user_ticks = zero.system_ticks = 0;
	zero.children_user_ticks = zero.children_system_ticks = 0;
	zero.minor_faults = zero.major_faults = zero.children_minor_faults = 0;
	zero.run_ns = zero.run_delay_ns = 0;
	zero.voluntary_switches = zero.involuntary_switches = 0;
	zero.read_chars = zero.write_chars = zero.read_calls = zero.write_calls = 0;
	zero.read_bytes = zero.write_bytes = 0;
	zero.block_delay_ns = zero.swapin_delay_ns = zero.reclaim_delay_ns = 0;
	zero.thrashing_delay_ns = zero.compact_delay_ns = zero.wpcopy_delay_ns = 0;
	zero.irq_delay_ns = 0;
	zero.run_delay_max_ns = 0;
	return zero;
}

/* It was there before the first pass, which did not see it: then it is none of ours. The clock
 * of start_ticks also counts the time that the machine slept, before the window mostly. */
static bool is_older(const struct pa_window *window, const struct pa_task *task)
{
	const struct pa_clocks *clocks = &window->first_clocks;
	const double slack_s = 1;
	uint64_t slept_ns = clocks->boot_ns > clocks->mono_ns ? clocks->boot_ns - clocks->mono_ns
							      : 0;

	return window->machine->hz && (double)task->start_ticks / window->machine->hz + slack_s <
					      (double)(window->task_first_ns + slept_ns) / 1e9;
}

static struct pa_track *new_track(struct pa_window *window, const struct pa_task *task,
				  const struct pa_moment *moment)
{
	struct pa_track *track;

	window->tracks = room(window->tracks, window->track_count, &window->track_room,
			      sizeof(*window->tracks));
	track = &window->tracks[window->track_count];
	*track = (struct pa_track){ .first = *task, .last = *task, .process = window->track_count };
	track->first_ns = track->last_ns = moment->mono_ns;
	/* Only a pass over all threads that was not the first can meet a newborn. */
	if (moment->has_tasks && window->task_first_ns &&
	    window->task_first_ns != moment->mono_ns && !is_older(window, task)) {
		track->first = newborn(task);
		track->first_ns = window->task_last_ns;
	}
	pa_map_put(&window->track_at, (uint32_t)task->tid, window->track_count++);
	return track;
}

/* The track of a thread; NULL when a close look met one that no pass has seen. */
static struct pa_track *track_of(struct pa_window *window, const struct pa_task *task,
				 const struct pa_moment *moment)
{
	uint32_t at;

	if (pa_map_get(&window->track_at, (uint32_t)task->tid, &at)) {
		struct pa_track *track = &window->tracks[at];

		/* A counter's record knows only whose it is, not when that one began. */
		if (track->first.pid == task->pid &&
		    (!task->start_ticks || track->first.start_ticks == task->start_ticks))
			return track;
	}
	return moment->has_tasks && task->start_ticks ? new_track(window, task, moment) : NULL;
}

static void count_channel(struct pa_track *track, uint32_t channel)
{
	for (int i = 0; i < PA_BLOCKED_CHANNELS; i++) {
		if (track->blocked[i].looks && track->blocked[i].channel != channel)
			continue;
		track->blocked[i].channel = channel;
		track->blocked[i].looks++;
		return;
	}
}

static void look_at(struct pa_window *window, struct pa_track *track, const struct pa_task *task,
		    uint64_t now_ns)
{
	enum pa_wait wait;

	if (!(task->has & PA_TASK_STAT))
		return;
	/* A thread in a short sleep needs the close look to be told from an idle one. */
	wait = pa_wait_of(window->names, window->machine->architecture, task);
	track->looks++;
	if (task->state == 'D')
		track->disk_looks++;
	if (!(task->has & (PA_TASK_SYSCALL | PA_TASK_WAIT)))
		return;
	if (!track->close_looks++)
		track->close_first_ns = now_ns;
	track->close_last_ns = now_ns;
	track->waits[wait]++;
	if (task->state == 'D' && (task->has & PA_TASK_WAIT) && task->wchan)
		count_channel(track, task->wchan);
	if (wait == PA_WAIT_FUTEX)
		track->futex_address = task->syscall_args[0];
	if (pa_wait_in_fsync(window->machine->architecture, task))
		track->syscall_looks++;
}

enum { watched = PA_TASK_COUNTERS | PA_TASK_CACHE | PA_TASK_LOCKS };

/* What a drill counts of one process; its first reading is where the count begins. */
static void copy_watched(struct pa_task *to, const struct pa_task *from)
{
	to->cycles = from->cycles;
	to->instructions = from->instructions;
	to->cache_references = from->cache_references;
	to->cache_misses = from->cache_misses;
	to->rwsem_contended = from->rwsem_contended;
	to->mutex_contended = from->mutex_contended;
	to->has |= from->has & (uint32_t)watched;
}

/* Take over the counters of these groups (enum pa_task_has). */
static void copy_counters(struct pa_task *to, const struct pa_task *from, uint32_t groups)
{
	if (groups & PA_TASK_RUN) {
		to->run_ns = from->run_ns;
		to->run_delay_ns = from->run_delay_ns;
	}
	if (groups & PA_TASK_DELAY_MAX)
		to->run_delay_max_ns = from->run_delay_max_ns;
	if (groups & PA_TASK_SWITCHES) {
		to->voluntary_switches = from->voluntary_switches;
		to->involuntary_switches = from->involuntary_switches;
	}
	if (groups & PA_TASK_IO) {
		to->read_chars = from->read_chars;
		to->write_chars = from->write_chars;
		to->read_calls = from->read_calls;
		to->write_calls = from->write_calls;
		to->read_bytes = from->read_bytes;
		to->write_bytes = from->write_bytes;
	}
	if (groups & PA_TASK_DELAYS) {
		to->block_delay_ns = from->block_delay_ns;
		to->swapin_delay_ns = from->swapin_delay_ns;
		to->reclaim_delay_ns = from->reclaim_delay_ns;
		to->thrashing_delay_ns = from->thrashing_delay_ns;
		to->compact_delay_ns = from->compact_delay_ns;
		to->wpcopy_delay_ns = from->wpcopy_delay_ns;
		to->irq_delay_ns = from->irq_delay_ns;
	}
}

/* Take over what is no counter. */
static void copy_levels(struct pa_task *to, const struct pa_task *from, uint32_t groups)
{
	if (groups & PA_TASK_FDS)
		to->fd_count = from->fd_count;
	if (groups & PA_TASK_FD_LIMIT)
		to->fd_limit_count = from->fd_limit_count;
	if (groups & PA_TASK_NETNS)
		to->netns = from->netns;
	if (groups & PA_TASK_AFFINITY) {
		to->cpus_allowed_count = from->cpus_allowed_count;
		to->cpu_only = from->cpu_only;
	}
	if (groups & PA_TASK_CGROUPS) {
		to->cgroup_cpu = from->cgroup_cpu;
		to->cgroup_memory = from->cgroup_memory;
		to->cgroup_io = from->cgroup_io;
		to->cgroup_pids = from->cgroup_pids;
		to->cgroup_v2 = from->cgroup_v2;
	}
}

/* Keep what this record knows; what it does not know stays as it was. */
static void refresh(struct pa_task *last, const struct pa_task *task)
{
	struct pa_task merged = *task;

	copy_counters(&merged, last, last->has & ~task->has);
	copy_levels(&merged, last, last->has & ~task->has);
	copy_watched(&merged, last);
	merged.has |= last->has;
	*last = merged;
}

static void add_watched(struct pa_track *track, const struct pa_task *task, uint64_t now_ns)
{
	if (!track->watch_first_ns) {
		track->watch_first_ns = now_ns;
		copy_watched(&track->first, task);
	}
	track->watch_last_ns = now_ns;
	copy_watched(&track->last, task);
}

static void add_task(struct pa_window *window, const struct pa_task *task,
		     const struct pa_moment *moment)
{
	struct pa_track *track = track_of(window, task, moment);
	uint32_t main_at;

	if (!track)
		return;
	look_at(window, track, task, moment->mono_ns);
	if (task->has & watched)
		add_watched(track, task, moment->mono_ns);
	if (!moment->has_tasks || !(task->has & (PA_TASK_STAT | PA_TASK_RUN)))
		return;
	refresh(&track->last, task);
	/* What becomes known only now began long ago: it grows from here on. */
	copy_counters(&track->first, task, task->has & ~track->first.has);
	track->first.has |= task->has;
	track->last_ns = moment->mono_ns;
	if (task->pid != task->tid && pa_map_get(&window->track_at, (uint32_t)task->pid, &main_at))
		track->process = main_at;
}

static void keep_socks(struct pa_window *window, const struct pa_moment *moment)
{
	struct pa_sock *copy;

	for (uint32_t i = 0; i < moment->sock_count; i++)
		pa_flows_add(&window->flows, &moment->socks[i], moment->mono_ns);
	if (!moment->sock_count)
		return;
	copy = pa_alloc_array(moment->sock_count, sizeof(*copy));
	memcpy(copy, moment->socks, moment->sock_count * sizeof(*copy));
	if (!window->socks_first) {
		window->socks_first = copy;
		window->sock_first_count = moment->sock_count;
		window->socks_first_ns = moment->mono_ns;
		return;
	}
	free(window->socks_last);
	window->socks_last = copy;
	window->sock_last_count = moment->sock_count;
	window->socks_last_ns = moment->mono_ns;
}

static void add_errno(struct pa_window *window, const struct pa_errno_count *count, uint64_t now_ns)
{
	struct pa_errno_track *e;

	for (uint32_t i = 0; i < window->errno_count; i++) {
		e = &window->errnos[i];
		if (e->pid != count->pid || e->error != count->error)
			continue;
		e->last = count->count;
		e->last_ns = now_ns;
		return;
	}
	window->errnos = room(window->errnos, window->errno_count, &window->errno_room, sizeof(*e));
	window->errnos[window->errno_count++] = (struct pa_errno_track){ .pid = count->pid,
									 .error = count->error,
									 .first = count->count,
									 .last = count->count,
									 .first_ns = now_ns,
									 .last_ns = now_ns };
}

static void keep_rest(struct pa_window *window, const struct pa_moment *moment)
{
	for (uint32_t i = 0; i < moment->note_count && window->note_count < NOTES_MAX; i++) {
		window->notes = room(window->notes, window->note_count, &window->note_room,
				     sizeof(*window->notes));
		window->notes[window->note_count++] = moment->notes[i];
	}
	for (uint32_t i = 0; i < moment->file_count && window->file_count < FILES_MAX; i++) {
		window->files = room(window->files, window->file_count, &window->file_room,
				     sizeof(*window->files));
		window->files[window->file_count++] = moment->files[i];
	}
	if (moment->container_count) {
		window->containers = pa_grow_array(window->containers, moment->container_count,
						   sizeof(*window->containers));
		memcpy(window->containers, moment->containers,
		       moment->container_count * sizeof(*window->containers));
		window->container_count = moment->container_count;
	}
	if (moment->mount_count) {
		window->mounts = pa_grow_array(window->mounts, moment->mount_count,
					       sizeof(*window->mounts));
		memcpy(window->mounts, moment->mounts,
		       moment->mount_count * sizeof(*window->mounts));
		window->mount_count = moment->mount_count;
	}
}

static void add_tick_clock(struct pa_window *window, const struct pa_moment *moment)
{
	if (!window->ticks++) {
		window->first_mono_ns = moment->mono_ns;
		window->first_real_ns = moment->real_ns;
	}
	if (moment->clocks.boot_ns && !window->first_clocks.boot_ns)
		window->first_clocks = moment->clocks;
	if (moment->clocks.boot_ns)
		window->last_clocks = moment->clocks;
	window->last_mono_ns = moment->mono_ns;
	window->last_real_ns = moment->real_ns;
}

void pa_window_add(struct pa_window *window, const struct pa_moment *moment)
{
	if (moment->kind == PA_MOMENT_TICK) {
		add_tick_clock(window, moment);
		pa_disk_tracks_add(&window->disks, moment);
	} else {
		window->probes++;
	}
	for (uint32_t i = 0; i < moment->sample_count; i++)
		add_sample(window, &moment->samples[i], moment->mono_ns);
	if (moment->has_tasks && !window->task_first_ns)
		window->task_first_ns = moment->mono_ns;
	for (uint32_t i = 0; i < moment->task_count; i++)
		add_task(window, &moment->tasks[i], moment);
	if (moment->has_tasks)
		window->task_last_ns = moment->mono_ns;
	for (uint32_t i = 0; i < moment->errno_count; i++)
		add_errno(window, &moment->errnos[i], moment->mono_ns);
	pa_window_add_users(window, moment);
	keep_socks(window, moment);
	keep_rest(window, moment);
}

double pa_window_s(const struct pa_window *window)
{
	return (double)(window->last_mono_ns - window->first_mono_ns) / 1e9;
}

/* By how much one clock gained on another, in seconds. */
static double gained_s(uint64_t first, uint64_t last, uint64_t other_first, uint64_t other_last)
{
	return (double)(int64_t)((last - first) - (other_last - other_first)) / 1e9;
}

double pa_window_suspended_s(const struct pa_window *window)
{
	const struct pa_clocks *a = &window->first_clocks, *b = &window->last_clocks;

	return a->boot_ns ? gained_s(a->boot_ns, b->boot_ns, a->mono_ns, b->mono_ns) : 0;
}

double pa_window_clock_step_s(const struct pa_window *window)
{
	const struct pa_clocks *a = &window->first_clocks, *b = &window->last_clocks;

	return a->boot_ns ? gained_s(a->real_ns, b->real_ns, a->boot_ns, b->boot_ns) : 0;
}

bool pa_window_is_now(const struct pa_window *window, const struct pa_note *note)
{
	static const uint64_t drift_ns = 500000000;

	return note->at_ns + drift_ns >= window->first_mono_ns;
}

double pa_window_task_s(const struct pa_window *window)
{
	return (double)(window->task_last_ns - window->task_first_ns) / 1e9;
}

const struct pa_series *pa_window_find(const struct pa_window *window, uint16_t metric,
				       uint32_t instance)
{
	uint32_t at;

	if (!pa_map_get(&window->series_at, pa_map_key(instance, metric), &at))
		return NULL;
	return &window->series[at];
}

static const struct pa_series *twice(const struct pa_window *window, uint16_t metric,
				     uint32_t instance)
{
	const struct pa_series *series = pa_window_find(window, metric, instance);

	return series && series->count >= 2 && series->last_ns > series->first_ns ? series : NULL;
}

bool pa_window_rate(const struct pa_window *window, uint16_t metric, uint32_t instance,
		    double *per_s)
{
	const struct pa_series *series = twice(window, metric, instance);
	uint64_t known_ns = series ? series->last_ns - series->first_ns - series->reset_ns : 0;

	if (!known_ns)
		return false;
	*per_s = (double)series->delta * 1e9 / (double)known_ns;
	return true;
}

bool pa_window_delta(const struct pa_window *window, uint16_t metric, uint32_t instance,
		     double *growth)
{
	const struct pa_series *series = twice(window, metric, instance);

	if (!series)
		return false;
	*growth = (double)series->delta;
	return true;
}

bool pa_window_last(const struct pa_window *window, uint16_t metric, uint32_t instance,
		    double *value)
{
	const struct pa_series *series = pa_window_find(window, metric, instance);

	if (!series || !series->count)
		return false;
	*value = (double)series->last;
	return true;
}

bool pa_window_mean(const struct pa_window *window, uint16_t metric, uint32_t instance,
		    double *value)
{
	const struct pa_series *series = pa_window_find(window, metric, instance);

	if (!series || !series->count)
		return false;
	*value = series->sum / series->count;
	return true;
}
