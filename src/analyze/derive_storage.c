/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "analyze/derive.h"
#include "analyze/forecast.h"
#include "base/names.h"
#include "catalog/constants.h"
#include "catalog/values.h"

/* The device that most time was spent in: waiters of unknown devices are counted there. */
static uint32_t busiest_device(const struct pa_case *c)
{
	uint32_t best = 0;
	double most = 0, one;

	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];

		if (s->metric == PA_V_BLK_DEV_WEIGHTED_MS &&
		    pa_window_rate(c->window, s->metric, s->instance, &one) && one > most) {
			most = one;
			best = s->instance;
		}
	}
	return best;
}

/* Does a process hold a file on this device open? -1: its files were not read. */
static int uses_device(const struct pa_case *c, int32_t pid, uint32_t device)
{
	int known = -1;

	for (uint32_t i = 0; i < c->window->file_count; i++) {
		const struct pa_open_file *file = &c->window->files[i];
		const char *path = pa_names_text(c->names, file->path);

		if (file->pid != pid || !strncmp(path, "socket:", 7))
			continue;
		known = 0;
		if (pa_derive_device_of_path(c, path) == device)
			return 1;
	}
	return known;
}

static double waiters_of(const struct pa_case *c, uint32_t device, uint32_t busiest)
{
	double sum = 0;

	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];
		double waiting = p->waiting[PA_WAIT_BLOCK] + p->waiting[PA_WAIT_FSYNC] +
				 p->waiting[PA_WAIT_DISK];
		int uses;

		if (waiting < pa_k_waiting_ratio || p->kernel_thread)
			continue;
		uses = uses_device(c, p->pid, device);
		if (uses > 0 || (uses < 0 && device == busiest))
			sum += waiting;
	}
	return sum;
}

static void direction(struct pa_case *c, uint32_t device, uint16_t metric, double requests,
		      double ms)
{
	if (requests > 0)
		pa_facts_put(&c->facts, metric, device, ms / requests);
}

/* What else the queue did: discards, flushes, merges. Old kernels count less. */
static void side_work(struct pa_case *c, uint32_t device)
{
	double flushes, flush_ms, requests, merges = 0, one;

	pa_derive_rate(c, PA_V_BLK_DEV_DISCARD_BYTES_PER_S, PA_V_BLK_DEV_DISCARD_SECTORS, device,
		       512);
	pa_derive_rate(c, PA_V_BLK_DEV_FLUSHES_PER_S, PA_V_BLK_DEV_FLUSHES_COUNT, device, 1);
	if (pa_window_rate(c->window, PA_V_BLK_DEV_FLUSHES_COUNT, device, &flushes) &&
	    pa_window_rate(c->window, PA_V_BLK_DEV_FLUSH_MS, device, &flush_ms) && flushes > 0)
		pa_facts_put(&c->facts, PA_V_BLK_DEV_FLUSH_AWAIT_MS, device, flush_ms / flushes);
	if (!pa_window_rate(c->window, PA_V_BLK_MERGE_READ_MERGES_COUNT, device, &merges) ||
	    !pa_window_rate(c->window, PA_V_BLK_MERGE_WRITE_MERGES_COUNT, device, &one))
		return;
	merges += one;
	pa_facts_put(&c->facts, PA_V_BLK_MERGE_MERGES_PER_S, device, merges);
	if (pa_facts_exact(&c->facts, PA_V_BLK_DEV_IOPS_PER_S, device, &requests) &&
	    requests + merges > 0)
		pa_facts_put(&c->facts, PA_V_BLK_MERGE_MERGED_RATIO, device,
			     merges / (requests + merges));
}

static void throughput(struct pa_case *c, uint32_t device)
{
	double reads, writes, sectors_r, sectors_w, busy, weighted, ms_r, ms_w;
	struct pa_facts *f = &c->facts;
	double requests;

	if (!pa_window_rate(c->window, PA_V_BLK_DEV_READS_COUNT, device, &reads) ||
	    !pa_window_rate(c->window, PA_V_BLK_DEV_WRITES_COUNT, device, &writes) ||
	    !pa_window_rate(c->window, PA_V_BLK_DEV_READ_SECTORS, device, &sectors_r) ||
	    !pa_window_rate(c->window, PA_V_BLK_DEV_WRITE_SECTORS, device, &sectors_w) ||
	    !pa_window_rate(c->window, PA_V_BLK_DEV_READ_MS, device, &ms_r) ||
	    !pa_window_rate(c->window, PA_V_BLK_DEV_WRITE_MS, device, &ms_w))
		return;
	requests = reads + writes;
	pa_facts_put(f, PA_V_BLK_DEV_IOPS_PER_S, device, requests);
	pa_facts_put(f, PA_V_BLK_DEV_READ_BYTES_PER_S, device, sectors_r * 512);
	pa_facts_put(f, PA_V_BLK_DEV_WRITE_BYTES_PER_S, device, sectors_w * 512);
	if (requests > 0) {
		pa_facts_put(f, PA_V_BLK_DEV_AWAIT_MS, device, (ms_r + ms_w) / requests);
		pa_facts_put(f, PA_V_BLK_DEV_REQUEST_BYTES, device,
			     (sectors_r + sectors_w) * 512 / requests);
	}
	direction(c, device, PA_V_BLK_DEV_READ_AWAIT_MS, reads, ms_r);
	direction(c, device, PA_V_BLK_DEV_WRITE_AWAIT_MS, writes, ms_w);
	if (pa_window_rate(c->window, PA_V_BLK_DEV_WEIGHTED_MS, device, &weighted))
		pa_facts_put(f, PA_V_BLK_DEV_QUEUE_COUNT, device, weighted / 1000);
	if (!pa_window_rate(c->window, PA_V_BLK_DEV_BUSY_MS, device, &busy))
		return;
	pa_facts_put(f, PA_V_BLK_DEV_BUSY_RATIO, device, busy / 1000);
	if (requests > 0)
		pa_facts_put(f, PA_V_BLK_DEV_SERVICE_MS, device, busy / requests);
}

static void one_device(struct pa_case *c, uint32_t device)
{
	double busy, pressure = 0, waiters;

	throughput(c, device);
	side_work(c, device);
	if (!pa_facts_exact(&c->facts, PA_V_BLK_DEV_BUSY_RATIO, device, &busy) || busy <= 0)
		return;
	waiters = waiters_of(c, device, busiest_device(c));
	pa_facts_put(&c->facts, PA_V_BLK_DEV_WAITERS_COUNT, device, waiters);
	/* Looks are few: what PSI saw of the whole machine is the better figure when only
	 * one thread waits. */
	(void)pa_facts_get(&c->facts, PA_V_BLK_DEV_PRESSURE_RATIO, 0, &pressure);
	if (pressure > busy)
		pressure = busy;
	pa_facts_put(&c->facts, PA_V_BLK_DEV_LOST_MS_PER_S, device,
		     (waiters > pressure ? waiters : pressure) * 1000);
}

static void device_errors(struct pa_case *c)
{
	double events = 0, logged = 0;
	uint32_t devices = 0, device = 0;

	for (uint32_t i = 0; i < c->window->note_count; i++) {
		const struct pa_note *note = &c->window->notes[i];
		double before = 0;

		if (note->kind != PA_NOTE_IO_ERROR || !note->subject ||
		    !pa_window_is_now(c->window, note))
			continue;
		if (!pa_facts_exact(&c->facts, PA_V_BLK_DEV_LOGGED_ERRORS_COUNT, note->subject,
				    &before)) {
			devices++;
			device = note->subject;
		}
		pa_facts_put(&c->facts, PA_V_BLK_DEV_LOGGED_ERRORS_COUNT, note->subject,
			     before + 1);
		if (c->window_s > 0)
			pa_facts_put(&c->facts, PA_V_BLK_DEV_ERRORS_PER_S, note->subject,
				     (before + 1) / c->window_s);
	}
	if (!pa_derive_rate_sum(c, PA_V_BLK_DEV_REQUEST_ERRORS_COUNT, &events) || events <= 0)
		return;
	/* The log is rate-limited, the event is not; it does not name the device by itself. */
	(void)pa_facts_exact(&c->facts, PA_V_BLK_DEV_ERRORS_PER_S, device, &logged);
	if (devices <= 1 && events > logged)
		pa_facts_put(&c->facts, PA_V_BLK_DEV_ERRORS_PER_S, device, events);
}

static void inode_growth(struct pa_case *c, uint32_t point)
{
	const struct pa_series *left = pa_window_find(c->window, PA_V_FS_INODE_FREE_COUNT, point);
	double inodes;

	/* File systems that make inodes as they need them (btrfs) tell none. */
	if (!pa_window_last(c->window, PA_V_FS_INODE_TOTAL_COUNT, point, &inodes) || inodes <= 0 ||
	    !left || left->last_ns <= left->first_ns)
		return;
	pa_facts_put(&c->facts, PA_V_FS_INODE_FILL_PER_S, point,
		     ((double)left->first - (double)left->last) * 1e9 /
			     (double)(left->last_ns - left->first_ns));
	(void)pa_forecast_done_in(c, PA_V_FS_INODE_FULL_IN_S, point, PA_V_FS_INODE_FREE_COUNT);
}

static void file_system(struct pa_case *c, uint32_t point)
{
	const struct pa_series *left = pa_window_find(c->window, PA_V_FS_SPACE_AVAILABLE_BYTES,
						      point);
	double total, unused, used, inodes, inodes_free;

	if (!left || !left->count ||
	    !pa_window_last(c->window, PA_V_FS_SPACE_TOTAL_BYTES, point, &total) || total <= 0 ||
	    !pa_window_last(c->window, PA_V_FS_SPACE_FREE_BYTES, point, &unused))
		return;
	/* As df does: what ordinary users could have is the whole, reserved blocks are neither
	 * theirs nor used. */
	used = total - unused;
	if (used + (double)left->last > 0)
		pa_facts_put(&c->facts, PA_V_FS_SPACE_USED_RATIO, point,
			     used / (used + (double)left->last));
	pa_facts_put(&c->facts, PA_V_FS_SPACE_LEFT_BYTES, point, (double)left->last);
	(void)pa_forecast_done_in(c, PA_V_FS_SPACE_FULL_IN_S, point, PA_V_FS_SPACE_AVAILABLE_BYTES);
	if (left->last_ns > left->first_ns)
		pa_facts_put(&c->facts, PA_V_FS_SPACE_FILL_BYTES_PER_S, point,
			     ((double)left->first - (double)left->last) * 1e9 /
				     (double)(left->last_ns - left->first_ns));
	if (pa_window_last(c->window, PA_V_FS_INODE_TOTAL_COUNT, point, &inodes) && inodes > 0 &&
	    pa_window_last(c->window, PA_V_FS_INODE_FREE_COUNT, point, &inodes_free))
		pa_facts_put(&c->facts, PA_V_FS_INODE_USED_RATIO, point, 1 - inodes_free / inodes);
	inode_growth(c, point);
}

static void journal(struct pa_case *c, uint32_t device)
{
	double value, most, waiters = 0;
	uint32_t journals = 0;

	for (uint32_t i = 0; i < c->window->series_count; i++)
		journals += c->window->series[i].metric == PA_V_FS_JBD2_COMMITS_COUNT &&
			    c->window->series[i].rises > 0;
	pa_derive_rate(c, PA_V_FS_JBD2_COMMITS_PER_S, PA_V_FS_JBD2_COMMITS_COUNT, device, 1);
	pa_derive_rate(c, PA_V_FS_JBD2_REQUESTED_PER_S, PA_V_FS_JBD2_REQUESTED_COUNT, device, 1);
	if (pa_window_last(c->window, PA_V_FS_JBD2_BLOCKS_COUNT, device, &value))
		pa_facts_put(&c->facts, PA_V_FS_JBD2_BLOCKS_PER_COMMIT_COUNT, device, value);
	if (pa_window_last(c->window, PA_V_FS_JBD2_BLOCKS_COUNT, device, &value) &&
	    pa_window_last(c->window, PA_V_FS_JBD2_BLOCKS_MAX_COUNT, device, &most) && most > 0)
		pa_facts_put(&c->facts, PA_V_FS_JBD2_USED_RATIO, device, value / most);
	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];
		int uses;

		if (p->fsync_threads <= 0)
			continue;
		uses = uses_device(c, p->pid, device);
		if (uses > 0 || (uses < 0 && journals <= 1))
			waiters += p->fsync_threads;
	}
	pa_facts_put(&c->facts, PA_V_FS_JBD2_WAITER_RATIO, device, waiters);
	pa_facts_put(&c->facts, PA_V_FS_JBD2_LOST_MS_PER_S, device, waiters * 1000);
}

void pa_derive_storage(struct pa_case *c)
{
	pa_derive_rate(c, PA_V_BLK_DEV_PRESSURE_RATIO, PA_V_PSI_ALL_IO_SOME_US, 0, 1e-6);
	pa_derive_rate(c, PA_V_BLK_DEV_PRESSURE_FULL_RATIO, PA_V_PSI_ALL_IO_FULL_US, 0, 1e-6);
	pa_derive_each(c, PA_V_BLK_DEV_READS_COUNT, one_device);
	device_errors(c);
	pa_derive_each(c, PA_V_FS_SPACE_TOTAL_BYTES, file_system);
	pa_derive_each(c, PA_V_FS_JBD2_COMMITS_COUNT, journal);
}
