/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/platform.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/scan.h"
#include "model/moment.h"
#include "platform/linux/machine.h"
#include "platform/linux/genl.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/source.h"
#include "platform/linux/sources.h"
#include "platform/linux/task.h"
#include "platform/root.h"

/* The largest text a source may be: /proc/interrupts of 8192 CPUs is below it. */
enum { TEXT_MAX_BYTES = 64 << 20 };

struct pa_platform {
	struct pa_linux sys;
	struct pa_buf text;
	struct pa_machine machine;
	bool has_machine;
	bool measures;
	size_t source_count;
	void **self;		     /* private state of each source */
	struct pa_source_info *info; /* of each source */
};

/* A file that every Linux has and no source reads. */
static int readable(struct pa_platform *platform, struct pa_err *err)
{
	int error;

	if (pa_root_is_replay(platform->sys.root))
		return 0;
	error = pa_root_read_path(platform->sys.root, "proc/sys/kernel/ostype", &platform->text);
	return error ? pa_err_set(err, error, "read /proc/sys/kernel/ostype (is /proc mounted?)")
		     : 0;
}

struct pa_platform *pa_platform_open(struct pa_root *root, struct pa_names *names,
				     struct pa_err *err)
{
	struct pa_platform *platform = pa_alloc(sizeof(*platform));
	size_t count = 0;

	pa_buf_init(&platform->text, TEXT_MAX_BYTES);
	platform->sys = (struct pa_linux){ .root = root, .names = names, .text = &platform->text };
	if (readable(platform, err))
		return pa_platform_close(platform);
	platform->sys.mountinfo = pa_mountinfo_new();
	while (pa_linux_sources[count])
		count++;
	platform->source_count = count;
	platform->self = pa_alloc_array(count, sizeof(*platform->self));
	platform->info = pa_alloc_array(count, sizeof(*platform->info));
	for (size_t i = 0; i < count; i++) {
		platform->info[i].name = pa_linux_sources[i]->name;
		platform->info[i].pass = pa_linux_sources[i]->pass;
		platform->info[i].alternate = pa_linux_sources[i]->alternate;
		if (pa_linux_sources[i]->open)
			platform->self[i] = pa_linux_sources[i]->open(&platform->sys);
	}
	return platform;
}

struct pa_platform *pa_platform_close(struct pa_platform *platform)
{
	if (!platform)
		return NULL;
	for (size_t i = 0; i < platform->source_count; i++)
		if (pa_linux_sources[i]->close && platform->self[i])
			pa_linux_sources[i]->close(platform->self[i]);
	pa_mountinfo_free(platform->sys.mountinfo);
	pa_genl_free(platform->sys.genl);
	pa_buf_done(&platform->text);
	free(platform->self);
	free(platform->info);
	free(platform);
	return NULL;
}

/* Once, inside the first moment: whoever asks first, a recording then holds it all. */
static void know_machine(struct pa_platform *platform)
{
	if (platform->has_machine)
		return;
	platform->has_machine = true;
	pa_machine_read(&platform->sys, &platform->machine);
}

void pa_platform_machine(struct pa_platform *platform, struct pa_machine *out)
{
	know_machine(platform);
	*out = platform->machine;
}

/* A listing is three calls besides the open that is counted: two reads of names and a close. */
static uint64_t calls_of(const struct pa_root *root)
{
	struct pa_root_calls calls = pa_root_calls(root);

	return calls.opens + calls.reads + calls.closes + calls.links + calls.lists * 3 +
	       calls.asks;
}

static uint64_t values_of(const struct pa_moment *moment)
{
	return (uint64_t)moment->sample_count + moment->task_count + moment->sock_count +
	       moment->note_count + moment->file_count + moment->mount_count;
}

static void read_one(struct pa_platform *platform, size_t i, struct pa_moment *moment)
{
	struct pa_source_info *info = &platform->info[i];
	uint64_t before_ns = platform->measures ? pa_clock_cpu_ns() : 0;
	uint64_t calls = calls_of(platform->sys.root), values = values_of(moment);

	info->error = pa_linux_sources[i]->read(platform->self[i], &platform->sys, moment);
	info->reads++;
	if (platform->measures)
		info->cost_ns = pa_clock_cpu_ns() - before_ns;
	info->calls = calls_of(platform->sys.root) - calls;
	info->values = values_of(moment) - values;
}

/* Is it a source's turn? The first two passes read everything, so that rates are known. */
static bool is_due(const struct pa_platform *platform, const struct pa_source *source,
		   uint32_t passes)
{
	if (source->pass != PA_PASS_TASKS && !(passes & PA_PASS_SYSTEM))
		return false;
	if (!(source->pass & passes))
		return false;
	return !source->alternate || platform->sys.tick < 2 || platform->sys.tick % 2 == 0 ||
	       (passes & PA_PASS_SLOW);
}

static int ask_clocks(void *arg, struct pa_buf *out)
{
	(void)arg;
	pa_buf_printf(out, "%llu %llu %llu\n", (unsigned long long)pa_clock_boot_ns(),
		      (unsigned long long)pa_clock_mono_ns(),
		      (unsigned long long)pa_clock_real_ns());
	return 0;
}

/* What tells a machine that slept, or whose clock was set, from one that was only watched. */
static void read_clocks(struct pa_platform *platform, struct pa_moment *moment)
{
	struct pa_buf *text = &platform->text;
	struct pa_clocks clocks;
	struct pa_scan scan;

	if (pa_root_ask(platform->sys.root, "src/clocks", ask_clocks, NULL, text))
		return;
	pa_scan_init(&scan, text->bytes, text->used_bytes);
	if (pa_scan_u64(&scan, &clocks.boot_ns) && pa_scan_u64(&scan, &clocks.mono_ns) &&
	    pa_scan_u64(&scan, &clocks.real_ns))
		moment->clocks = clocks;
}

void pa_platform_read(struct pa_platform *platform, uint32_t passes, struct pa_moment *moment)
{
	know_machine(platform);
	platform->sys.passes = passes;
	if (passes & PA_PASS_SYSTEM)
		read_clocks(platform, moment);
	for (size_t i = 0; i < platform->source_count; i++)
		if (is_due(platform, pa_linux_sources[i], passes))
			read_one(platform, i, moment);
	if (passes & PA_PASS_SYSTEM)
		platform->sys.tick++;
}

const struct pa_source_info *pa_platform_sources(const struct pa_platform *platform, size_t *count)
{
	*count = platform->source_count;
	return platform->info;
}

void pa_platform_measure(struct pa_platform *platform)
{
	platform->measures = true;
}

void pa_platform_look(struct pa_platform *platform, const int32_t *pids, size_t pid_count,
		      struct pa_moment *moment)
{
	pa_task_look(&platform->sys, pids, pid_count, moment);
}

void pa_platform_files(struct pa_platform *platform, const int32_t *pids, size_t pid_count,
		       struct pa_moment *moment)
{
	pa_task_files(&platform->sys, pids, pid_count, moment);
}

void pa_platform_socket_owners(struct pa_platform *platform, const uint64_t *inodes,
			       size_t inode_count, struct pa_moment *moment)
{
	pa_task_socket_owners(&platform->sys, inodes, inode_count, moment);
}
