/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lies beside and above a single disk: the limits of its queue, what it can do at all, the
 * controllers and the devices that are made of others (md, device mapper, loop).
 */
#include <string.h>

#include "analyze/capacity.h"
#include "analyze/derive.h"
#include "analyze/forecast.h"
#include "base/names.h"
#include "catalog/constants.h"
#include "catalog/values.h"

static bool is_named(const struct pa_case *c, uint32_t device, const char *prefix)
{
	return !strncmp(pa_names_text(c->names, device), prefix, strlen(prefix));
}

/* a over b, both gauges as last read, when b is a limit. */
static bool ratio_of_last(const struct pa_case *c, uint16_t used, uint16_t limit, uint32_t instance,
			  double *out)
{
	double a, b;

	if (!pa_window_last(c->window, used, instance, &a) ||
	    !pa_window_last(c->window, limit, instance, &b) || b <= 0)
		return false;
	*out = a / b;
	return true;
}

/* ---- the queue ---- */

/* How many requests the queue of a device can hold; false for devices without one. */
static bool queue_limit(const struct pa_case *c, uint32_t device, double *limit)
{
	double requests, queues, driver;

	if (!pa_window_last(c->window, PA_V_BLK_TAGS_LIMIT_COUNT, device, &requests) ||
	    !pa_window_last(c->window, PA_V_BLK_TAGS_HW_QUEUES_COUNT, device, &queues) ||
	    requests <= 0)
		return false;
	*limit = requests * queues;
	/* Without a scheduler the driver's tags are all there are. */
	if (pa_window_last(c->window, PA_V_BLK_TAGS_DRIVER_LIMIT_COUNT, device, &driver) &&
	    driver > *limit)
		*limit = driver;
	return true;
}

static void tags(struct pa_case *c, uint32_t device)
{
	const struct pa_series *seen = pa_window_find(c->window, PA_V_BLK_DEV_INFLIGHT_COUNT,
						      device);
	struct pa_facts *f = &c->facts;
	double queue, limit, driver;

	if (!pa_facts_exact(f, PA_V_BLK_DEV_QUEUE_COUNT, device, &queue))
		return;
	if (queue_limit(c, device, &limit))
		pa_facts_put(f, PA_V_BLK_TAGS_USED_RATIO, device, queue / limit);
	if (!pa_window_last(c->window, PA_V_BLK_TAGS_DRIVER_LIMIT_COUNT, device, &driver) ||
	    driver <= 0)
		return;
	if (is_named(c, device, "vd"))
		pa_facts_put(f, PA_V_BLK_VIRTIO_USED_RATIO, device, queue / driver);
	if (!is_named(c, device, "nvme"))
		return;
	pa_facts_put(f, PA_V_BLK_NVME_USED_RATIO, device, queue / driver);
	if (seen && seen->count)
		pa_facts_put(f, PA_V_BLK_NVME_FULL_RATIO, device, (double)seen->high / driver);
}

static void write_throttle(struct pa_case *c, uint32_t device)
{
	double target_us, await_ms;

	if (pa_window_last(c->window, PA_V_BLK_WBT_TARGET_US, device, &target_us) &&
	    target_us > 0 &&
	    pa_facts_exact(&c->facts, PA_V_BLK_DEV_READ_AWAIT_MS, device, &await_ms))
		pa_facts_put(&c->facts, PA_V_BLK_WBT_TARGET_RATIO, device,
			     await_ms * 1000 / target_us);
}

/* Threads that close looks found held back in the block layer. */
static void held_back(struct pa_case *c)
{
	static const char *const tag[] = { "blk_mq_get_tag", "__blk_mq_get_tag", NULL };
	static const char *const throttle[] = { "rq_qos_wait", "wbt_wait", NULL };
	static const char *const cost[] = { "ioc_rqos_throttle", NULL };
	static const char *const page[] = { "folio_wait", "wait_on_page", "__folio_lock", NULL };
	static const struct {
		const char *const *prefixes;
		uint16_t metric;
	} rows[] = {
		{ tag, PA_V_BLK_TAGS_WAITING_COUNT },
		{ throttle, PA_V_BLK_WBT_WAITING_COUNT },
		{ cost, PA_V_BLK_IOCOST_WAITING_COUNT },
		{ page, PA_V_FS_PAGECACHE_WAITING_COUNT },
	};
	double threads;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (pa_derive_blocked_in(c, rows[i].prefixes, &threads))
			pa_facts_put(&c->facts, rows[i].metric, 0, threads);
}

static void io_cost(struct pa_case *c, uint32_t device)
{
	pa_derive_rate(c, PA_V_BLK_IOCOST_USED_RATIO, PA_V_BLK_IOCOST_USAGE_US, device, 1e-6);
}

static void scheduler(struct pa_case *c, uint32_t device)
{
	double queued, owned;

	if (pa_window_mean(c->window, PA_V_BLK_SCHED_QUEUED_COUNT, device, &queued) &&
	    pa_window_mean(c->window, PA_V_BLK_SCHED_OWNED_COUNT, device, &owned))
		pa_facts_put(&c->facts, PA_V_BLK_SCHED_WAITING_COUNT, device,
			     queued > owned ? queued - owned : 0);
}

/* ---- what it can do ---- */

static void put_capacity(struct pa_case *c, uint32_t device, const struct pa_capacity *learned,
			 bool virtual)
{
	struct pa_facts *f = &c->facts;
	double iops = 0, read = 0, written = 0, used = 0;

	(void)pa_facts_exact(f, PA_V_BLK_DEV_IOPS_PER_S, device, &iops);
	(void)pa_facts_exact(f, PA_V_BLK_DEV_READ_BYTES_PER_S, device, &read);
	(void)pa_facts_exact(f, PA_V_BLK_DEV_WRITE_BYTES_PER_S, device, &written);
	if (learned->iops_per_s > 0) {
		pa_facts_put(f, PA_V_BLK_CAPACITY_LIMIT_IOPS_PER_S, device, learned->iops_per_s);
		used = iops / learned->iops_per_s;
	}
	if (learned->bytes_per_s > 0) {
		double part = (read + written) / learned->bytes_per_s;

		pa_facts_put(f, PA_V_BLK_CAPACITY_LIMIT_BYTES_PER_S, device, learned->bytes_per_s);
		used = part > used ? part : used;
	}
	pa_facts_put(f, PA_V_BLK_CAPACITY_CONFIDENCE_RATIO, device, learned->confidence_ratio);
	pa_facts_put(f, PA_V_BLK_CAPACITY_USED_RATIO, device, used);
	if (virtual)
		pa_facts_put(f, PA_V_CLOUD_DISK_USED_RATIO, device, used);
}

static void capacity(struct pa_case *c, uint32_t device)
{
	const struct pa_disk_track *track = pa_disk_tracks_find(&c->window->disks, device);
	double excess_ms, flag = 0;
	struct pa_capacity learned;
	bool virtual;

	if (!track)
		return;
	virtual = pa_window_last(c->window, PA_V_CLOUD_DISK_VIRTUAL_FLAG, device, &flag) &&
		  flag > 0;
	if (pa_capacity_excess(track->tick, track->count, &excess_ms)) {
		pa_facts_put(&c->facts, PA_V_BLK_CAPACITY_EXCESS_MS, device, excess_ms);
		if (virtual)
			pa_facts_put(&c->facts, PA_V_CLOUD_DISK_EXCESS_MS, device, excess_ms);
	}
	if (pa_capacity_learn(track->tick, track->count, &learned))
		put_capacity(c, device, &learned, virtual);
}

/* ---- controllers ---- */

static void scsi_device(struct pa_case *c, uint32_t device)
{
	double errors = 0, timeouts = 0, value;
	struct pa_facts *f = &c->facts;
	bool known;

	known = pa_window_rate(c->window, PA_V_BLK_SCSI_ERRORS_COUNT, device, &errors);
	known = pa_window_rate(c->window, PA_V_BLK_SCSI_TIMEOUTS_COUNT, device, &timeouts) || known;
	if (known)
		pa_facts_put(f, PA_V_BLK_SCSI_FAILING_PER_S, device, errors + timeouts);
	if (pa_window_delta(c->window, PA_V_BLK_SCSI_TIMEOUTS_COUNT, device, &value))
		pa_facts_put(f, PA_V_BLK_LAT_TIMEOUTS_COUNT, device, value);
	if (pa_window_last(c->window, PA_V_BLK_SCSI_OFFLINE_FLAG, device, &value))
		pa_facts_put(f, PA_V_BLK_SCSI_OFFLINE_COUNT, device, value);
	if (pa_window_mean(c->window, PA_V_BLK_SCSI_BLOCKED_FLAG, device, &value))
		pa_facts_put(f, PA_V_BLK_SCSI_BLOCKED_RATIO, device, value);
	if (pa_facts_exact(f, PA_V_BLK_DEV_QUEUE_COUNT, device, &value) &&
	    pa_window_last(c->window, PA_V_BLK_SCSI_DEPTH_COUNT, device, &errors) && errors > 0)
		pa_facts_put(f, PA_V_BLK_SCSI_USED_RATIO, device, value / errors);
}

static void scsi_host(struct pa_case *c, uint32_t host)
{
	double ratio;

	if (ratio_of_last(c, PA_V_BLK_SCSI_HOST_BUSY_COUNT, PA_V_BLK_SCSI_HOST_LIMIT_COUNT, host,
			  &ratio))
		pa_facts_put(&c->facts, PA_V_BLK_SCSI_USED_RATIO, host, ratio);
}

static void nvme(struct pa_case *c, uint32_t controller)
{
	/* Bits 1 (temperature) and 5 (persistent memory) of byte 0 are no failure of the disk. */
	enum { SPARE = 1, RELIABILITY = 4, READ_ONLY = 8, BACKUP = 16 };
	double warnings, wear, media, logged;

	if (pa_window_last(c->window, PA_V_BLK_NVME_WARNINGS_STATE, controller, &warnings))
		pa_facts_put(&c->facts, PA_V_BLK_NVME_FAILING_COUNT, controller,
			     ((unsigned)warnings & (SPARE | RELIABILITY | READ_ONLY | BACKUP)) !=
				     0);
	if (pa_window_last(c->window, PA_V_BLK_NVME_WEAR_COUNT, controller, &wear))
		pa_facts_put(&c->facts, PA_V_BLK_NVME_WEAR_RATIO, controller, wear / 100);
	if (pa_window_rate(c->window, PA_V_BLK_NVME_MEDIA_ERRORS_COUNT, controller, &media) &&
	    pa_window_rate(c->window, PA_V_BLK_NVME_ERROR_LOG_COUNT, controller, &logged))
		pa_facts_put(&c->facts, PA_V_BLK_NVME_ERRORS_PER_S, controller, media + logged);
}

/* ---- devices made of others ---- */

/* The disk a member lies on: "sda1" and "nvme0n1p2" are partitions. 0 when it is not known. */
static uint32_t disk_of(const struct pa_case *c, const char *member)
{
	size_t bytes = strlen(member);
	uint32_t id = pa_names_find(c->names, member, bytes);
	double busy;

	if (id != UINT32_MAX && pa_facts_exact(&c->facts, PA_V_BLK_DEV_BUSY_RATIO, id, &busy))
		return id;
	while (bytes && member[bytes - 1] >= '0' && member[bytes - 1] <= '9')
		bytes--;
	if (bytes > 1 && member[bytes - 1] == 'p')
		bytes--;
	id = pa_names_find(c->names, member, bytes);
	return id != UINT32_MAX ? id : 0;
}

/* The busy time of the busiest member less that of the idlest. */
static void member_spread(struct pa_case *c, uint32_t array)
{
	const char *name = pa_names_text(c->names, array);
	size_t bytes = strlen(name);
	double low = 2, high = -1, busy;

	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];
		const char *member = pa_names_text(c->names, s->instance);
		uint32_t disk;

		if (s->metric != PA_V_BLK_MD_MEMBER_OF_FLAG || strncmp(member, name, bytes) != 0 ||
		    member[bytes] != '/')
			continue;
		disk = disk_of(c, member + bytes + 1);
		if (!disk || !pa_facts_exact(&c->facts, PA_V_BLK_DEV_BUSY_RATIO, disk, &busy))
			continue;
		low = busy < low ? busy : low;
		high = busy > high ? busy : high;
	}
	if (high >= low)
		pa_facts_put(&c->facts, PA_V_BLK_MD_SPREAD_RATIO, array, high - low);
}

static void array(struct pa_case *c, uint32_t device)
{
	struct pa_facts *f = &c->facts;
	double value;

	if (ratio_of_last(c, PA_V_BLK_MD_DEGRADED_COUNT, PA_V_BLK_MD_DISKS_COUNT, device, &value))
		pa_facts_put(f, PA_V_BLK_MD_MISSING_RATIO, device, value);
	if (ratio_of_last(c, PA_V_BLK_MD_STRIPES_COUNT, PA_V_BLK_MD_STRIPES_LIMIT_COUNT, device,
			  &value))
		pa_facts_put(f, PA_V_BLK_MD_STRIPE_USED_RATIO, device, value);
	if (pa_window_mean(c->window, PA_V_BLK_MD_SYNCING_FLAG, device, &value))
		pa_facts_put(f, PA_V_BLK_MD_SYNCING_RATIO, device, value);
	pa_derive_rate(c, PA_V_BLK_MD_SYNC_BYTES_PER_S, PA_V_BLK_MD_SYNC_DONE_SECTORS, device, 512);
	(void)pa_forecast_done_in(c, PA_V_BLK_MD_DONE_IN_S, device, PA_V_BLK_MD_SYNC_LEFT_SECTORS);
	member_spread(c, device);
}

static void mapped(struct pa_case *c, uint32_t device)
{
	struct pa_facts *f = &c->facts;
	double data = 0, metadata = 0, value, failed;
	bool known;

	if (pa_window_last(c->window, PA_V_BLK_DM_FAILED_FLAG, device, &value))
		pa_facts_put(f, PA_V_BLK_DM_BROKEN_COUNT, device, value);
	if (pa_window_last(c->window, PA_V_BLK_DM_OUT_OF_SPACE_FLAG, device, &value))
		pa_facts_put(f, PA_V_BLK_DM_FULL_COUNT, device, value);
	known = ratio_of_last(c, PA_V_BLK_DM_DATA_USED_COUNT, PA_V_BLK_DM_DATA_TOTAL_COUNT, device,
			      &data);
	known = ratio_of_last(c, PA_V_BLK_DM_METADATA_USED_COUNT, PA_V_BLK_DM_METADATA_TOTAL_COUNT,
			      device, &metadata) ||
		known;
	if (known)
		pa_facts_put(f, PA_V_BLK_DM_USED_RATIO, device, data > metadata ? data : metadata);
	if (pa_window_last(c->window, PA_V_BLK_DM_DATA_TOTAL_COUNT, device, &value))
		(void)pa_forecast_full_in(c, PA_V_BLK_DM_FULL_IN_S, device,
					  PA_V_BLK_DM_DATA_USED_COUNT, value);
	if (pa_window_last(c->window, PA_V_BLK_DM_FAILED_PATHS_COUNT, device, &failed) &&
	    pa_window_last(c->window, PA_V_BLK_DM_ACTIVE_PATHS_COUNT, device, &value) &&
	    failed + value > 0)
		pa_facts_put(f, PA_V_BLK_DM_LOST_PATHS_RATIO, device, failed / (failed + value));
}

/* Is there a source that would have told of a failed request? */
static bool errors_known(const struct pa_case *c, uint32_t device, double *per_s)
{
	double unused;

	*per_s = 0;
	return pa_facts_exact(&c->facts, PA_V_BLK_DEV_ERRORS_PER_S, device, per_s) ||
	       pa_derive_rate_sum(c, PA_V_BLK_DEV_REQUEST_ERRORS_COUNT, &unused) ||
	       pa_window_last(c->window, PA_V_BLK_DEV_LOG_READ_FLAG, 0, &unused);
}

static void by_kind(struct pa_case *c, uint32_t device)
{
	bool loop = is_named(c, device, "loop") || is_named(c, device, "nbd") ||
		    is_named(c, device, "rbd");
	struct pa_facts *f = &c->facts;
	double value;

	tags(c, device);
	write_throttle(c, device);
	capacity(c, device);
	if (is_named(c, device, "vd") && errors_known(c, device, &value))
		pa_facts_put(f, PA_V_BLK_VIRTIO_ERRORS_PER_S, device, value);
	if (is_named(c, device, "dm-") &&
	    pa_facts_exact(f, PA_V_BLK_DEV_QUEUE_COUNT, device, &value))
		pa_facts_put(f, PA_V_BLK_DM_QUEUE_COUNT, device, value);
	if (!loop)
		return;
	if (pa_facts_exact(f, PA_V_BLK_DEV_BUSY_RATIO, device, &value))
		pa_facts_put(f, PA_V_BLK_LOOP_BUSY_RATIO, device, value);
	if (pa_facts_exact(f, PA_V_BLK_DEV_QUEUE_COUNT, device, &value))
		pa_facts_put(f, PA_V_BLK_LOOP_QUEUE_COUNT, device, value);
	if (errors_known(c, device, &value))
		pa_facts_put(f, PA_V_BLK_LOOP_ERRORS_PER_S, device, value);
}

void pa_derive_volumes(struct pa_case *c)
{
	pa_derive_each(c, PA_V_BLK_DEV_READS_COUNT, by_kind);
	held_back(c);
	pa_derive_each(c, PA_V_BLK_IOCOST_USAGE_US, io_cost);
	pa_derive_each(c, PA_V_BLK_SCHED_QUEUED_COUNT, scheduler);
	pa_derive_each(c, PA_V_BLK_SCSI_REQUESTS_COUNT, scsi_device);
	pa_derive_each(c, PA_V_BLK_SCSI_HOST_LIMIT_COUNT, scsi_host);
	pa_derive_each(c, PA_V_BLK_NVME_LIVE_FLAG, nvme);
	pa_derive_each(c, PA_V_BLK_MD_SYNCING_FLAG, array);
	pa_derive_each(c, PA_V_BLK_DM_FAILED_FLAG, mapped);
}
