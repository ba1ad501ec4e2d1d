/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/measure_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/scan.h"
#include "platform/root.h"

enum {
	BLOCK_BYTES = 4096,
	CHUNK_BYTES = 1 << 20,
	DEVICE_MIN_BYTES = 16 << 20,
	DEPTH_MAX = 64,
	SEQUENTIAL_DEPTH = 4, /* enough for the next read to be there when one ends */
	QUIET_REQUESTS = 8,   /* what a journal or a logger writes now and then is no load */
	STACK_BYTES = 64 << 10,
};

/* What all readers of one step share. */
struct step {
	int fd;
	uint64_t device_bytes;
	uint64_t until_ns;
	size_t read_bytes;
	bool random;
	_Atomic uint64_t next; /* sequential: the next chunk */
	_Atomic uint64_t reads;
	_Atomic uint64_t reads_ns;
	_Atomic int error;
};

struct reader {
	struct step *step;
	uint64_t seed;
	pthread_t thread;
};

/* Marsaglia's xorshift: good enough to miss every cache and read-ahead. */
static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static void *run_reader(void *arg)
{
	struct reader *reader = arg;
	struct step *step = reader->step;
	uint64_t blocks = step->device_bytes / step->read_bytes, begun_ns, done_ns = 0;
	void *bytes;

	if (posix_memalign(&bytes, BLOCK_BYTES, step->read_bytes)) {
		atomic_store(&step->error, -ENOMEM);
		return NULL;
	}
	while (done_ns < step->until_ns && !atomic_load(&step->error)) {
		uint64_t block = step->random ? next_random(&reader->seed)
					      : atomic_fetch_add(&step->next, 1);
		ssize_t got;

		begun_ns = pa_clock_mono_ns();
		got = pread(step->fd, bytes, step->read_bytes,
			    (off_t)(block % blocks * step->read_bytes));
		done_ns = pa_clock_mono_ns();
		if (got < 0) {
			atomic_store(&step->error, -errno);
			break;
		}
		atomic_fetch_add(&step->reads, 1);
		atomic_fetch_add(&step->reads_ns, done_ns - begun_ns);
	}
	free(bytes);
	return NULL;
}

/* Run depth readers until the step's end. Returns 0 or a negative errno; *took_ns is its time. */
static int run_step(struct step *step, uint32_t depth, uint64_t for_ns, uint64_t *took_ns)
{
	struct reader readers[DEPTH_MAX];
	uint64_t begun_ns = pa_clock_mono_ns();
	pthread_attr_t attributes;
	uint32_t started = 0;
	int error = 0;

	step->until_ns = begun_ns + for_ns;
	(void)pthread_attr_init(&attributes);
	(void)pthread_attr_setstacksize(&attributes, STACK_BYTES);
	for (; started < depth && !error; started += !error) {
		readers[started] = (struct reader){ .step = step,
						    .seed = begun_ns + started * 7919 + 1 };
		error = -pthread_create(&readers[started].thread, &attributes, run_reader,
					&readers[started]);
	}
	(void)pthread_attr_destroy(&attributes);
	if (error)
		atomic_store(&step->error, error);
	for (uint32_t i = 0; i < started; i++)
		(void)pthread_join(readers[i].thread, NULL);
	*took_ns = pa_clock_mono_ns() - begun_ns;
	return atomic_load(&step->error);
}

bool pa_disk_knee(struct pa_disk_capacity *capacity)
{
	const struct pa_disk_step *step = capacity->step;
	uint32_t knee = 0;
	double most = 0;

	if (!capacity->step_count)
		return false;
	for (uint32_t i = 0; i < capacity->step_count; i++)
		most = step[i].iops_per_s > most ? step[i].iops_per_s : most;
	while (step[knee].iops_per_s < most * 0.9)
		knee++;
	capacity->iops_per_s = most;
	capacity->latency_us = step[0].latency_us;
	capacity->depth_count = step[knee].depth_count;
	capacity->knee_seen = knee + 1 < capacity->step_count;
	return true;
}

/* Two steps of twice the depth each that gave no more: the rest would only queue. */
static bool is_flat(const struct pa_disk_capacity *capacity)
{
	uint32_t count = capacity->step_count;
	const struct pa_disk_step *step = capacity->step;

	return count >= 3 && step[count - 1].iops_per_s < step[count - 3].iops_per_s * 1.1 &&
	       step[count - 2].iops_per_s < step[count - 3].iops_per_s * 1.1;
}

static int measure_random(int fd, uint64_t device_bytes, uint64_t for_ns,
			  struct pa_disk_capacity *out)
{
	for (uint32_t depth = 1; depth <= DEPTH_MAX && !is_flat(out); depth *= 2) {
		struct step step = { .fd = fd,
				     .device_bytes = device_bytes,
				     .read_bytes = BLOCK_BYTES,
				     .random = true };
		uint64_t took_ns, reads;
		int error = run_step(&step, depth, for_ns, &took_ns);

		if (error)
			return error;
		reads = atomic_load(&step.reads);
		out->step[out->step_count++] = (struct pa_disk_step){
			.depth_count = depth,
			.iops_per_s = (double)reads * 1e9 / (double)took_ns,
			.latency_us = (double)atomic_load(&step.reads_ns) / 1e3 / (double)reads,
		};
	}
	return 0;
}

static int measure_sequential(int fd, uint64_t device_bytes, uint64_t for_ns,
			      struct pa_disk_capacity *out)
{
	struct step step = { .fd = fd, .device_bytes = device_bytes, .read_bytes = CHUNK_BYTES };
	uint64_t took_ns;
	int error = run_step(&step, SEQUENTIAL_DEPTH, for_ns, &took_ns);

	if (!error)
		out->bytes_per_s = (double)atomic_load(&step.reads) * CHUNK_BYTES * 1e9 /
				   (double)took_ns;
	return error;
}

/* Reads and writes completed so far, and requests in flight. Source: Documentation/block/stat.rst
 */
static int read_stat(const char *name, uint64_t *requests, uint64_t *in_flight)
{
	struct pa_root *root = pa_root_live();
	uint64_t number[9];
	struct pa_buf text;
	struct pa_scan scan;
	char path[320];
	int error;

	(void)snprintf(path, sizeof(path), "sys/block/%s/stat", name);
	pa_buf_init(&text, BLOCK_BYTES);
	error = pa_root_read_path(root, path, &text);
	if (!error) {
		pa_scan_init(&scan, text.bytes, text.used_bytes);
		for (size_t i = 0; i < 9 && !error; i++)
			error = pa_scan_u64(&scan, &number[i]) ? 0 : -EBADMSG;
	}
	pa_buf_done(&text);
	pa_root_free(root);
	if (error)
		return error;
	*requests = number[0] + number[4];
	*in_flight = number[8];
	return 0;
}

static int check_quiet(const char *name, uint64_t for_ns, struct pa_err *err)
{
	const struct timespec pause = { .tv_sec = (time_t)(for_ns / 1000000000),
					.tv_nsec = (long)(for_ns % 1000000000) };
	uint64_t before, after, in_flight;
	int error = read_stat(name, &before, &in_flight);

	if (!error) {
		(void)nanosleep(&pause, NULL); /* cut short by a signal: watched less long */
		error = read_stat(name, &after, &in_flight);
	}
	if (error)
		return pa_err_set(err, error, "read /sys/block/%s/stat", name);
	if (after - before > QUIET_REQUESTS || in_flight > QUIET_REQUESTS)
		return pa_err_say(err, -EBUSY,
				  "%s is in use (%llu requests while it was watched): its "
				  "capacity is measured only when it is idle",
				  name, (unsigned long long)(after - before));
	return 0;
}

static int open_device(const char *name, uint64_t *device_bytes, struct pa_err *err)
{
	char path[320];
	struct stat info;
	int fd, error = 0;

	(void)snprintf(path, sizeof(path), "/dev/%s", name);
	for (char *at = path; (at = strchr(at, '!'));)
		*at = '/';
	if (!stat(path, &info) && !S_ISBLK(info.st_mode))
		return pa_err_set(err, -ENOTBLK, "measure %s", path);
	fd = open(path, O_RDONLY | O_DIRECT | O_CLOEXEC);
	if (fd < 0)
		return pa_err_set(err, -errno, "open %s", path);
	if (ioctl(fd, BLKGETSIZE64, device_bytes))
		error = pa_err_set(err, -errno, "size of %s", path);
	else if (*device_bytes < DEVICE_MIN_BYTES)
		error = pa_err_say(err, -EINVAL, "%s is smaller than 16 MiB", path);
	if (!error)
		return fd;
	(void)close(fd);
	return error;
}

int pa_disk_measure(const char *device, uint64_t budget_ns, struct pa_disk_capacity *out,
		    struct pa_err *err)
{
	const char *name = strncmp(device, "/dev/", 5) ? device : device + 5;
	struct pa_disk_capacity capacity = { .step_count = 0 };
	uint64_t device_bytes, begun_ns = pa_clock_mono_ns();
	int error, fd;

	if (budget_ns < 100000000)
		return pa_err_say(err, -EINVAL, "a tenth of a second is the least to measure %s in",
				  device);
	if (!*name || strlen(name) > 255 || strstr(name, ".."))
		return pa_err_set(err, -ENODEV, "measure %s", device);
	fd = open_device(name, &device_bytes, err);
	if (fd < 0)
		return fd;
	error = check_quiet(name, budget_ns / 20, err);
	if (!error) {
		error = measure_random(fd, device_bytes, budget_ns / 10, &capacity);
		if (!error)
			error = measure_sequential(fd, device_bytes, budget_ns / 5, &capacity);
		if (error)
			(void)pa_err_set(err, error, "read %s", device);
	}
	(void)close(fd);
	if (error)
		return error;
	(void)pa_disk_knee(&capacity); /* there is a step: no error */
	capacity.took_ns = pa_clock_mono_ns() - begun_ns;
	*out = capacity;
	return 0;
}
