/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an idle block device can do: the kernel has no such number, so it is measured, with
 * direct reads of the device at growing depth. Only reads, only when asked for, only when nobody
 * else uses the device. It talks to the live machine and is no source: nothing is recorded.
 */
#ifndef PA_PLATFORM_MEASURE_DISK_H
#define PA_PLATFORM_MEASURE_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_err;
struct pa_root;

enum { PA_DISK_STEPS_MAX = 8 };

/* One depth that was tried with random reads of 4 KiB. */
struct pa_disk_step {
	uint32_t depth_count; /* readers at a time */
	double iops_per_s;
	double latency_us; /* mean of one read */
};

struct pa_disk_capacity {
	double iops_per_s;    /* random reads of 4 KiB: the most at any depth */
	double bytes_per_s;   /* sequential reads of 1 MiB */
	double latency_us;    /* mean of one random read of 4 KiB at depth 1 */
	uint32_t depth_count; /* the knee: the lowest depth within a tenth of iops_per_s */
	bool knee_seen;	      /* a greater depth gave no more: iops_per_s is a limit */
	struct pa_disk_step step[PA_DISK_STEPS_MAX];
	uint32_t step_count;
	uint64_t took_ns;
};

/*
 * Measure a device ("vda", "/dev/vda"; a whole disk) for about budget_ns (at least 100 ms; the read
 * that is under way at its end is waited for).
 * Returns 0 and *out, -EBUSY when the device completed or held more than a few requests while
 * it was watched for a twentieth of the budget, -ENOTBLK for what is no block device, -EINVAL
 * for a budget that is too small or a device that is smaller than 16 MiB, or the negative
 * errno of opening it, of a read or of starting a reader. *err says what was tried.
 */
int pa_disk_measure(const char *device, uint64_t budget_ns, struct pa_disk_capacity *out,
		    struct pa_err *err);

enum { PA_DISK_NAME_BYTES = 64, PA_DISKS_MAX = 256 };

/*
 * The whole disks of the machine that can be measured: block devices with a size that are no
 * file, no memory and no mapping of another one. names: room for PA_DISKS_MAX; NUL-terminated,
 * in the order of strcmp. Returns how many, or the negative errno of the listing.
 */
int pa_disk_list(struct pa_root *root, char (*names)[PA_DISK_NAME_BYTES]);

/*
 * Is there a swap area on this disk ("vda"): the disk, a partition of it, or a file of a file
 * system on it? root: a live one. What cannot be known counts as none.
 */
bool pa_disk_has_swap(struct pa_root *root, const char *device);

/*
 * Is path, an area of /proc/swaps, the device or a partition of it? "/dev/vda2" is of "vda".
 */
bool pa_disk_is_area(const char *path, const char *device);

/*
 * The knee in the steps that were measured: sets iops_per_s, latency_us, depth_count and
 * knee_seen of capacity. Pure. False when there is no step.
 */
bool pa_disk_knee(struct pa_disk_capacity *capacity);

#endif
