/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each kind of file system tells of itself, its journals, caches, quotas, locks, servers.
 */
#include <stdlib.h>
#include <string.h>

#include "analyze/derive.h"
#include "base/names.h"
#include "catalog/constants.h"
#include "catalog/values.h"

/* used over limit, as last read, when the limit is one. */
static bool put_ratio(struct pa_case *c, uint16_t metric, uint16_t used, uint16_t limit,
		      uint32_t instance)
{
	double a, b;

	if (!pa_window_last(c->window, used, instance, &a) ||
	    !pa_window_last(c->window, limit, instance, &b) || b <= 0)
		return false;
	pa_facts_put(&c->facts, metric, instance, a / b);
	return true;
}

/* The growth of one counter for each of another: a mean time. */
static void put_mean(struct pa_case *c, uint16_t metric, uint16_t sum, uint16_t count,
		     uint32_t instance)
{
	double a, b;

	if (pa_window_delta(c->window, sum, instance, &a) &&
	    pa_window_delta(c->window, count, instance, &b) && b > 0)
		pa_facts_put(&c->facts, metric, instance, a / b);
}

/* ---- what the kernel logged ---- */

static bool says(const struct pa_case *c, const struct pa_note *note, const char *text)
{
	return strstr(pa_names_text(c->names, note->text), text) != NULL;
}

/* Lines of the log inside the window, by what they are about. */
static void logged(struct pa_case *c)
{
	double readable, timeouts = 0, pages = 0, aborts = 0, xfs = 0;

	if (!pa_window_last(c->window, PA_V_BLK_DEV_LOG_READ_FLAG, 0, &readable))
		return;
	for (uint32_t i = 0; i < c->window->note_count; i++) {
		const struct pa_note *note = &c->window->notes[i];

		if (!pa_window_is_now(c->window, note))
			continue;
		if (note->kind == PA_NOTE_IO_ERROR) {
			timeouts += says(c, note, "timeout");
			pages += says(c, note, "Buffer I/O error") ||
				 says(c, note, "lost async page write");
		}
		if (note->kind == PA_NOTE_FS_ERROR) {
			aborts += says(c, note, "Aborting journal") || says(c, note, "has aborted");
			xfs += says(c, note, "XFS (");
		}
	}
	pa_facts_put(&c->facts, PA_V_BLK_LAT_LOGGED_TIMEOUTS_COUNT, 0, timeouts);
	pa_facts_put(&c->facts, PA_V_FS_PAGECACHE_WRITE_ERRORS_COUNT, 0, pages);
	pa_facts_put(&c->facts, PA_V_FS_JBD2_ABORTS_COUNT, 0, aborts);
	pa_facts_put(&c->facts, PA_V_FS_XFS_ERRORS_COUNT, 0, xfs);
}

/* ---- kinds of file systems ---- */

static void ext4(struct pa_case *c, uint32_t device)
{
	static const char *const none[] = { NULL };
	double waiters = 0, unused;
	uint32_t users;

	if (!pa_derive_blocked_in(c, none, &unused))
		return; /* nobody looked though some are blocked */
	for (uint32_t i = 0; i < c->procs.count; i++) {
		const struct pa_proc *p = &c->procs.procs[i];

		users = 0;
		for (uint32_t k = 0; k < c->window->file_count && !users; k++)
			users = c->window->files[k].pid == p->pid &&
				pa_derive_device_of_path(
					c, pa_names_text(c->names, c->window->files[k].path)) ==
					device;
		if (users)
			waiters += p->fsync_threads;
	}
	pa_facts_put(&c->facts, PA_V_FS_EXT4_SYNC_WAITERS_COUNT, device, waiters);
}

static void xfs(struct pa_case *c, uint32_t device)
{
	double sleeps, stalls;

	(void)put_ratio(c, PA_V_FS_XFS_LOG_USED_RATIO, PA_V_FS_XFS_LOG_USED_BYTES,
			PA_V_FS_XFS_LOG_BYTES, device);
	if (pa_window_rate(c->window, PA_V_FS_XFS_LOG_SLEEPS_COUNT, device, &sleeps) &&
	    pa_window_rate(c->window, PA_V_FS_XFS_LOG_STALLS_COUNT, device, &stalls))
		pa_facts_put(&c->facts, PA_V_FS_XFS_LOG_WAITS_PER_S, device, sleeps + stalls);
}

static void btrfs(struct pa_case *c, uint32_t device)
{
	(void)put_ratio(c, PA_V_FS_BTRFS_DATA_USED_RATIO, PA_V_FS_BTRFS_DATA_USED_BYTES,
			PA_V_FS_BTRFS_DATA_TOTAL_BYTES, device);
	(void)put_ratio(c, PA_V_FS_BTRFS_METADATA_USED_RATIO, PA_V_FS_BTRFS_METADATA_USED_BYTES,
			PA_V_FS_BTRFS_METADATA_TOTAL_BYTES, device);
	pa_derive_rate(c, PA_V_FS_BTRFS_COMMIT_RATIO, PA_V_FS_BTRFS_COMMIT_MS, device, 1e-3);
	pa_derive_rate(c, PA_V_FS_BTRFS_ERRORS_PER_S, PA_V_FS_BTRFS_DEVICE_ERRORS_COUNT, device, 1);
	put_mean(c, PA_V_FS_BTRFS_COMMIT_MEAN_MS, PA_V_FS_BTRFS_COMMIT_MS,
		 PA_V_FS_BTRFS_COMMITS_COUNT, device);
}

static void arc(struct pa_case *c, uint32_t instance)
{
	double hits, misses, delays, waits;

	(void)put_ratio(c, PA_V_FS_ZFS_USED_RATIO, PA_V_FS_ZFS_ARC_BYTES,
			PA_V_FS_ZFS_ARC_LIMIT_BYTES, instance);
	if (pa_window_delta(c->window, PA_V_FS_ZFS_HITS_COUNT, instance, &hits) &&
	    pa_window_delta(c->window, PA_V_FS_ZFS_MISSES_COUNT, instance, &misses) &&
	    hits + misses > 0)
		pa_facts_put(&c->facts, PA_V_FS_ZFS_HIT_RATIO, instance, hits / (hits + misses));
	if (pa_window_rate(c->window, PA_V_FS_ZFS_DELAYS_COUNT, instance, &delays) &&
	    pa_window_rate(c->window, PA_V_FS_ZFS_DIRTY_WAITS_COUNT, instance, &waits))
		pa_facts_put(&c->facts, PA_V_FS_ZFS_DELAYS_PER_S, instance, delays + waits);
}

static void pool(struct pa_case *c, uint32_t name)
{
	double faulted;

	if (pa_window_last(c->window, PA_V_FS_ZFS_FAULTED_FLAG, name, &faulted))
		pa_facts_put(&c->facts, PA_V_FS_ZFS_BROKEN_COUNT, name, faulted);
}

/* Threads in a request of which nobody can tell the mount: told where it is the only busy one. */
static void nfs_waiters(struct pa_case *c, uint32_t point)
{
	static const char *const prefixes[] = { "rpc_wait_bit", "nfs_", "nfs4_", "__nfs", NULL };
	double threads, ops;

	for (uint32_t i = 0; i < c->window->series_count; i++)
		if (c->window->series[i].metric == PA_V_FS_NFS_OPS_COUNT &&
		    c->window->series[i].instance != point &&
		    pa_window_rate(c->window, PA_V_FS_NFS_OPS_COUNT, c->window->series[i].instance,
				   &ops) &&
		    ops > 0)
			return;
	if (!pa_derive_blocked_in(c, prefixes, &threads))
		return;
	pa_facts_put(&c->facts, PA_V_FS_NFS_WAITING_COUNT, point, threads);
	pa_facts_put(&c->facts, PA_V_FS_NFS_LOST_MS_PER_S, point, threads * 1000);
}

static void nfs(struct pa_case *c, uint32_t point)
{
	double ops, sent, execute_ms;

	pa_derive_rate(c, PA_V_FS_NFS_OPS_PER_S, PA_V_FS_NFS_OPS_COUNT, point, 1);
	pa_derive_rate(c, PA_V_FS_NFS_TIMEOUTS_PER_S, PA_V_FS_NFS_TIMEOUTS_COUNT, point, 1);
	put_mean(c, PA_V_FS_NFS_RTT_MEAN_MS, PA_V_FS_NFS_RTT_MS, PA_V_FS_NFS_OPS_COUNT, point);
	put_mean(c, PA_V_FS_NFS_EXECUTE_MEAN_MS, PA_V_FS_NFS_EXECUTE_MS, PA_V_FS_NFS_OPS_COUNT,
		 point);
	put_mean(c, PA_V_FS_NFS_QUEUE_MEAN_MS, PA_V_FS_NFS_QUEUE_MS, PA_V_FS_NFS_OPS_COUNT, point);
	if (pa_window_rate(c->window, PA_V_FS_NFS_OPS_COUNT, point, &ops) &&
	    pa_window_rate(c->window, PA_V_FS_NFS_TRANSMITS_COUNT, point, &sent))
		pa_facts_put(&c->facts, PA_V_FS_NFS_RETRANSMITS_PER_S, point,
			     sent > ops ? sent - ops : 0);
	nfs_waiters(c, point);
	/* Little's law: how long they took in each second is how many were under way. */
	if (pa_window_rate(c->window, PA_V_FS_NFS_EXECUTE_MS, point, &execute_ms))
		pa_facts_put(&c->facts, PA_V_FS_NFS_INFLIGHT_COUNT, point, execute_ms / 1000);
}

static void fuse(struct pa_case *c, uint32_t point)
{
	double waiting, limit;

	if (pa_window_mean(c->window, PA_V_FS_FUSE_WAITING_COUNT, point, &waiting) &&
	    pa_window_last(c->window, PA_V_FS_FUSE_BACKGROUND_LIMIT_COUNT, point, &limit) &&
	    limit > 0)
		pa_facts_put(&c->facts, PA_V_FS_FUSE_USED_RATIO, point, waiting / limit);
}

/* ---- what all share ---- */

/* Of one user, group or project; counted under the mount point, "POINT user:ID". */
static void quota(struct pa_case *c, uint32_t who)
{
	const char *name = pa_names_text(c->names, who), *blank = strrchr(name, ' ');
	uint32_t point = blank ? pa_names_find(c->names, name, (size_t)(blank - name)) : UINT32_MAX;
	double space = 0, inodes = 0, used, limit, grace, refused, over = 0, over_soft = 0;
	struct pa_facts *f = &c->facts;
	bool expired = false;

	if (pa_window_last(c->window, PA_V_FS_QUOTA_SPACE_USED_BYTES, who, &used) &&
	    pa_window_last(c->window, PA_V_FS_QUOTA_SPACE_LIMIT_BYTES, who, &limit) && limit > 0)
		space = used / limit;
	if (pa_window_last(c->window, PA_V_FS_QUOTA_INODES_USED_COUNT, who, &used) &&
	    pa_window_last(c->window, PA_V_FS_QUOTA_INODES_LIMIT_COUNT, who, &limit) && limit > 0)
		inodes = used / limit;
	if (space > 0 || inodes > 0)
		pa_facts_put(f, PA_V_FS_QUOTA_USED_RATIO, who, space > inodes ? space : inodes);
	if (point == UINT32_MAX)
		return;
	(void)pa_facts_exact(f, PA_V_FS_QUOTA_OVER_COUNT, point, &over);
	(void)pa_facts_exact(f, PA_V_FS_QUOTA_OVER_SOFT_COUNT, point, &over_soft);
	/* At the hard limit, or past the soft one for longer than the grace. */
	if (pa_window_last(c->window, PA_V_FS_QUOTA_GRACE_LEFT_S, who, &grace)) {
		over_soft++;
		expired = grace <= 0;
	}
	over += expired || space >= 1 || inodes >= 1;
	pa_facts_put(f, PA_V_FS_QUOTA_OVER_COUNT, point, over);
	pa_facts_put(f, PA_V_FS_QUOTA_OVER_SOFT_COUNT, point, over_soft);
	if (over > 0 && pa_window_rate(c->window, PA_V_FS_QUOTA_FAILED_CALLS_COUNT, 0, &refused))
		pa_facts_put(f, PA_V_FS_QUOTA_REFUSED_PER_S, point, refused);
}

static void dentries(struct pa_case *c)
{
	(void)put_ratio(c, PA_V_FS_DCACHE_NEGATIVE_RATIO, PA_V_FS_DCACHE_NEGATIVE_COUNT,
			PA_V_FS_DCACHE_ENTRIES_COUNT, 0);
}

/* The instance is the pid that /proc/locks gave. A thread that waits for one holds up itself; the
 * mean counts looks that found none, too. */
static void file_lock(struct pa_case *c, uint32_t pid_name)
{
	const struct pa_series *all = pa_window_find(c->window, PA_V_FS_LOCK_HELD_COUNT, 0);
	const struct pa_series *blocking = pa_window_find(c->window, PA_V_FS_LOCK_BLOCKING_COUNT,
							  pid_name);
	const struct pa_proc *p;
	double waiters;

	p = pa_procs_find(&c->procs, (int32_t)strtol(pa_names_text(c->names, pid_name), NULL, 10));
	if (!p || !all || !all->count)
		return;
	waiters = blocking->sum / all->count;
	pa_facts_put(&c->facts, PA_V_FS_LOCK_WAITERS_COUNT, p->instance, waiters);
	pa_facts_put(&c->facts, PA_V_FS_LOCK_LOST_MS_PER_S, p->instance, waiters * 1000);
}

void pa_derive_file_systems(struct pa_case *c)
{
	logged(c);
	pa_derive_each(c, PA_V_FS_EXT4_ERRORS_COUNT, ext4);
	pa_derive_each(c, PA_V_FS_XFS_LOG_SLEEPS_COUNT, xfs);
	pa_derive_each(c, PA_V_FS_BTRFS_DATA_TOTAL_BYTES, btrfs);
	pa_derive_each(c, PA_V_FS_ZFS_ARC_BYTES, arc);
	pa_derive_each(c, PA_V_FS_ZFS_FAULTED_FLAG, pool);
	pa_derive_each(c, PA_V_FS_NFS_OPS_COUNT, nfs);
	pa_derive_rate(c, PA_V_FS_NFSD_CALLS_PER_S, PA_V_FS_NFSD_CALLS_COUNT, 0, 1);
	pa_derive_rate(c, PA_V_FS_NFSD_QUEUED_PER_S, PA_V_FS_NFSD_QUEUED_COUNT, 0, 1);
	pa_derive_rate(c, PA_V_FS_NFSD_BAD_CALLS_PER_S, PA_V_FS_NFSD_BAD_CALLS_COUNT, 0, 1);
	pa_derive_each(c, PA_V_FS_FUSE_WAITING_COUNT, fuse);
	pa_derive_each(c, PA_V_FS_QUOTA_SPACE_USED_BYTES, quota);
	dentries(c);
	pa_derive_each(c, PA_V_FS_LOCK_BLOCKING_COUNT, file_lock);
}
