/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/machine.h"

#include <stdio.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/scan.h"
#include "model/moment.h"
#include "platform/linux/cpu_list.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/source.h"
#include "platform/root.h"

enum { DEFAULT_HZ = 100, DEFAULT_PAGE_BYTES = 4096 };

static int ask_uname(void *arg, struct pa_buf *out)
{
	struct utsname name;

	(void)arg;
	(void)uname(&name); /* fails only for a bad pointer */
	pa_buf_printf(out, "release %s\nmachine %s\n", name.release, name.machine);
	return 0;
}

/* Memory and boot time are also in meminfo and stat, but those are asked by their sources, and
 * a recording keeps only one reply to a path in a moment. */
static int ask_sysconf(void *arg, struct pa_buf *out)
{
	struct sysinfo info;

	(void)arg;
	pa_buf_printf(out, "hz %ld\npage_bytes %ld\n", sysconf(_SC_CLK_TCK), sysconf(_SC_PAGESIZE));
	if (sysinfo(&info))
		return 0; /* fails only for a bad pointer */
	pa_buf_printf(out, "memory_bytes %llu\n",
		      (unsigned long long)info.totalram * info.mem_unit);
	/* uptime is rounded up (kernel/sys.c, do_sysinfo()): right to a second. */
	pa_buf_printf(out, "boot_real_s %llu\n",
		      (unsigned long long)((pa_clock_real_ns() + 500000000) / 1000000000 -
					   (uint64_t)info.uptime));
	return 0;
}

static int ask_uid(void *arg, struct pa_buf *out)
{
	(void)arg;
	pa_buf_printf(out, "euid %u\n", (unsigned int)geteuid());
	return 0;
}

/* The rest of the first line that begins with key, a cursor after it. False when none does. */
static bool find_line(const struct pa_buf *text, const char *key, struct pa_scan *rest)
{
	struct pa_scan scan;

	pa_scan_init(&scan, text->bytes, text->used_bytes);
	while (pa_scan_line(&scan, rest))
		if (pa_scan_text(rest, key))
			return true;
	return false;
}

static uint64_t number_after(const struct pa_buf *text, const char *key, uint64_t otherwise)
{
	struct pa_scan rest;
	uint64_t value;

	return find_line(text, key, &rest) && pa_scan_u64(&rest, &value) ? value : otherwise;
}

static void copy_text(const char *text, size_t text_bytes, char *out, size_t out_bytes)
{
	size_t bytes = text_bytes < out_bytes - 1 ? text_bytes : out_bytes - 1;

	if (bytes)
		memcpy(out, text, bytes);
	out[bytes] = '\0';
}

static void word_after(const struct pa_buf *text, const char *key, char *out, size_t out_bytes)
{
	struct pa_scan rest;
	struct pa_word word;

	if (find_line(text, key, &rest) && pa_scan_word(&rest, &word))
		copy_text(word.at, word.bytes, out, out_bytes);
}

uint32_t pa_machine_version(const char *release, size_t release_bytes)
{
	struct pa_scan scan;
	uint64_t major, minor;

	pa_scan_init(&scan, release, release_bytes);
	if (!pa_scan_u64(&scan, &major) || !pa_scan_text(&scan, ".") ||
	    !pa_scan_u64(&scan, &minor) || major > UINT8_MAX || minor > UINT8_MAX)
		return 0;
	return (uint32_t)(major << 16 | minor << 8);
}

uint64_t pa_machine_cache_bytes(const char *text, size_t text_bytes)
{
	struct pa_scan scan;
	uint64_t size;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_u64(&scan, &size) || size > UINT64_MAX >> 30)
		return 0;
	if (pa_scan_text(&scan, "M"))
		return size << 20;
	return pa_scan_text(&scan, "K") ? size << 10 : size;
}

void pa_machine_cpu_model(const char *text, size_t text_bytes, char *out, size_t out_bytes)
{
	static const char *const keys[] = { "model name", "Processor", "cpu model", "cpu\t" };
	const struct pa_buf whole = { .bytes = (char *)(uintptr_t)text, .used_bytes = text_bytes };
	struct pa_scan rest;

	out[0] = '\0';
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!find_line(&whole, keys[i], &rest) || !pa_scan_text(&rest, ":"))
			continue;
		(void)pa_scan_text(&rest, ""); /* to the first byte that is not blank */
		copy_text(rest.at, (size_t)(rest.end - rest.at), out, out_bytes);
		return;
	}
}

/* The largest cache of one CPU that holds data; level by level until one is missing. */
static uint64_t cache_of_cpu(struct pa_linux *sys, uint32_t cpu)
{
	uint64_t largest = 0;

	for (unsigned int index = 0; index < 16; index++) {
		uint64_t bytes;
		char path[96];

		(void)snprintf(path, sizeof(path),
			       "sys/devices/system/cpu/cpu%u/cache/index%u/type", cpu,
			       index); /* fits by its numbers */
		if (pa_root_read_path(sys->root, path, sys->text))
			break;
		if (!memcmp(sys->text->bytes, "Instruction",
			    sys->text->used_bytes < 11 ? sys->text->used_bytes : 11))
			continue;
		(void)snprintf(path, sizeof(path),
			       "sys/devices/system/cpu/cpu%u/cache/index%u/size", cpu, index);
		if (pa_root_read_path(sys->root, path, sys->text))
			continue;
		bytes = pa_machine_cache_bytes(sys->text->bytes, sys->text->used_bytes);
		largest = bytes > largest ? bytes : largest;
	}
	return largest;
}

/* Of first and last online CPU: on mixed machines these are the large cores and the small. */
static void read_cpus(struct pa_linux *sys, struct pa_machine *out)
{
	struct pa_cpu_list online;
	uint64_t last;

	if (pa_root_read_path(sys->root, "sys/devices/system/cpu/online", sys->text) ||
	    pa_cpu_list_parse(sys->text->bytes, sys->text->used_bytes, &online) || !online.count)
		return;
	out->cpu_count = online.count;
	out->cache_bytes = cache_of_cpu(sys, online.first);
	if (online.last == online.first)
		return;
	last = cache_of_cpu(sys, online.last);
	out->cache_bytes = last > out->cache_bytes ? last : out->cache_bytes;
}

static void read_constants(struct pa_linux *sys, struct pa_machine *out)
{
	struct pa_buf *text = sys->text;

	if (!pa_root_ask(sys->root, "src/uname", ask_uname, NULL, text)) {
		word_after(text, "release ", out->kernel, sizeof(out->kernel));
		word_after(text, "machine ", out->architecture, sizeof(out->architecture));
	}
	sys->kernel_version = pa_machine_version(out->kernel, strlen(out->kernel));
	if (!pa_root_ask(sys->root, "src/sysconf", ask_sysconf, NULL, text)) {
		out->hz = (uint32_t)number_after(text, "hz ", DEFAULT_HZ);
		out->page_bytes = (uint32_t)number_after(text, "page_bytes ", DEFAULT_PAGE_BYTES);
		out->memory_bytes = number_after(text, "memory_bytes ", 0);
		out->boot_real_ns = number_after(text, "boot_real_s ", 0) * 1000000000ULL;
	}
	if (!pa_root_ask(sys->root, "src/uid", ask_uid, NULL, text))
		out->privileged = number_after(text, "euid ", 1) == 0;
}

static void read_files(struct pa_linux *sys, struct pa_machine *out)
{
	struct pa_buf *text = sys->text;

	if (!out->memory_bytes && !pa_root_read_path(sys->root, "proc/meminfo", text))
		out->memory_bytes = number_after(text, "MemTotal:", 0) * 1024;
	if (!out->boot_real_ns && !pa_root_read_path(sys->root, "proc/stat", text))
		out->boot_real_ns = number_after(text, "btime ", 0) * 1000000000ULL;
	if (!pa_root_read_path(sys->root, "proc/sys/kernel/hostname", text))
		word_after(text, "", out->hostname, sizeof(out->hostname));
	if (!pa_root_read_path(sys->root, "proc/cpuinfo", text))
		pa_machine_cpu_model(text->bytes, text->used_bytes, out->cpu_model,
				     sizeof(out->cpu_model));
	/* The switch came with 5.14 (kernel/delayacct.c); before, accounting was always on. */
	if (!pa_root_read_path(sys->root, "proc/sys/kernel/task_delayacct", text))
		out->task_delayacct = number_after(text, "", 0) != 0;
	else
		out->task_delayacct = sys->kernel_version &&
				      sys->kernel_version < (5 << 16 | 14 << 8);
}

/*
 * Is this the first namespace of its kind? It has a number of its own, fixed for good
 * (include/uapi/linux/nsfs.h of 6.17, include/linux/proc_ns.h before). 1 yes, 0 no, -1 unknown.
 */
static int is_first_ns(struct pa_linux *sys, const char *path, uint64_t first)
{
	struct pa_scan scan;
	struct pa_word word;
	uint64_t inode;

	if (pa_root_link(sys->root, path, sys->text) || !sys->text->used_bytes)
		return -1;
	pa_scan_init(&scan, sys->text->bytes, sys->text->used_bytes);
	if (!pa_scan_word(&scan, &word))
		return -1;
	scan.at = memchr(word.at, '[', word.bytes);
	if (!scan.at)
		return -1;
	scan.at++;
	return pa_scan_u64(&scan, &inode) ? inode == first : -1;
}

/* Whether we stand in a container, and what of the machine it hides. */
static void read_container(struct pa_linux *sys, struct pa_machine *out)
{
	static const uint64_t first_cgroup_ns = 0xEFFFFFFB, first_pid_ns = 0xEFFFFFFC;
	size_t count = 0;
	const struct pa_mountinfo_row *rows;

	out->in_cgroup_ns = is_first_ns(sys, "proc/self/ns/cgroup", first_cgroup_ns) == 0;
	out->in_pid_ns = is_first_ns(sys, "proc/self/ns/pid", first_pid_ns) == 0;
	sys->in_cgroup_ns = out->in_cgroup_ns;
	if (!out->in_cgroup_ns && !out->in_pid_ns)
		return;
	if (!pa_root_read_path(sys->root, "run/systemd/container", sys->text))
		word_after(sys->text, "", out->container, sizeof(out->container));
	else if (!pa_root_read_path(sys->root, ".dockerenv", sys->text))
		copy_text("docker", 6, out->container, sizeof(out->container));
	else if (!pa_root_read_path(sys->root, "run/.containerenv", sys->text))
		copy_text("podman", 6, out->container, sizeof(out->container));
	if (!sys->mountinfo || pa_mountinfo_refresh(sys))
		return;
	rows = pa_mountinfo_rows(sys->mountinfo, &count);
	for (size_t i = 0; i < count; i++)
		if (!strncmp(rows[i].type, "fuse.lxcfs", 10) &&
		    !strncmp(rows[i].point, "/proc/", 6))
			out->has_lxcfs = 1;
}

void pa_machine_read(struct pa_linux *sys, struct pa_machine *out)
{
	*out = (struct pa_machine){ .hz = DEFAULT_HZ,
				    .page_bytes = DEFAULT_PAGE_BYTES,
				    .rung = 'D' };
	read_constants(sys, out);
	read_cpus(sys, out);
	read_files(sys, out);
	read_container(sys, out);
	if (!out->cpu_count) /* no sysfs: processors of which we may see the times */
		out->cpu_count = sys->cpu_count ? sys->cpu_count : 1;
	if (!out->hz)
		out->hz = DEFAULT_HZ;
	if (!out->page_bytes)
		out->page_bytes = DEFAULT_PAGE_BYTES;
	sys->hz = out->hz;
	sys->page_bytes = out->page_bytes;
}
