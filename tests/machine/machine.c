/* SPDX-License-Identifier: Apache-2.0 */
#include "machine.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_internal.h"

enum { TEXT_MAX_BYTES = 32 << 20, FIRST_PID = 100000, IRQS = 64, NETNS_MAX = 256 };

void machine_begin(struct machine *machine, struct pa_snapshot *from, uint32_t moments)
{
	*machine = (struct machine){ .from = from,
				     .writer = pa_snapshot_create(NULL, 0, NULL),
				     .moments = moments };
}

static void put_bytes(struct machine *machine, const struct machine_reply *r)
{
	struct pa_tape tape = pa_snapshot_tape(machine->writer);

	tape.put(tape.self, r->moment, r->path, r->error, r->error ? NULL : r->bytes,
		 r->error ? 0 : r->size_bytes);
}

void machine_put(struct machine *machine, uint32_t moment, const char *path, const char *text)
{
	put_bytes(machine, &(struct machine_reply){ .moment = moment,
						    .path = path,
						    .bytes = text,
						    .size_bytes = strlen(text) });
}

void machine_fail(struct machine *machine, uint32_t moment, const char *path, int error)
{
	put_bytes(machine,
		  &(struct machine_reply){ .moment = moment, .path = path, .error = error });
}

void machine_put_all(struct machine *machine, const char *path, const char *text)
{
	for (uint32_t moment = 0; moment < machine->moments; moment++)
		machine_put(machine, moment, path, text);
}

struct pa_snapshot *machine_end(struct machine *machine, machine_edit *edit, void *arg)
{
	const struct pa_replies *replies = &machine->from->replies;

	for (uint32_t i = 0; i < replies->count; i++) {
		const struct pa_reply *reply = &replies->reply[i];
		struct machine_reply r = { reply->moment, pa_replies_path(replies, reply),
					   reply->error, reply->bytes, reply->size_bytes };

		if (r.moment < machine->moments && (!edit || edit(arg, &r)))
			put_bytes(machine, &r);
	}
	return pa_snapshot_keep(machine->writer);
}

/* ---- a large machine ---- */

/* "a" with numbers, into every moment or one. */
static void put_format(struct machine *m, uint32_t moment, struct pa_buf *path,
		       const struct pa_buf *text)
{
	machine_put(m, moment, path->bytes, text->bytes);
}

static void name(struct pa_buf *path, uint32_t pid, uint32_t tid, const char *file)
{
	pa_buf_clear(path);
	if (tid)
		pa_buf_printf(path, "proc/%u/task/%u/%s", pid, tid, file);
	else
		pa_buf_printf(path, "proc/%u/%s", pid, file);
}

/* fs/proc/array.c, do_task_stat(): comm holds a blank and parentheses, as it may. */
static void grow_thread(struct machine *m, const struct machine_size *size, uint32_t moment,
			uint32_t pid, uint32_t tid, struct pa_buf *path, struct pa_buf *text)
{
	uint32_t threads = size->threads ? size->threads : 1;
	unsigned int ran = moment * (tid % 7), busy_ns = moment * size->busy_ms * 1000000;

	name(path, pid, tid, "stat");
	pa_buf_clear(text);
	pa_buf_printf(text,
		      "%u (worker (%u) x) S 1 %u %u 0 -1 4194304 %u 0 %u 0 %u %u 0 0 20 0 %u 0 "
		      "500 12345678 2345 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 "
		      "0 0 0 0 0 0 0 0 0\n",
		      tid, tid % 50, pid, pid, 100 + ran, ran, 10 + ran, 5 + ran, threads);
	put_format(m, moment, path, text);
	name(path, pid, tid == pid ? 0 : tid, "schedstat");
	pa_buf_clear(text);
	pa_buf_printf(text, "%u %u %u\n", 1000000 + ran * 50000 + busy_ns,
		      2000 + ran * 100 + busy_ns, 10 + ran);
	put_format(m, moment, path, text);
	name(path, pid, tid == pid ? 0 : tid, "status");
	pa_buf_clear(text);
	pa_buf_printf(text,
		      "Name:\tworker\nState:\tS (sleeping)\nTgid:\t%u\nPid:\t%u\nPPid:\t1\n"
		      "Uid:\t1000\t1000\t1000\t1000\nFDSize:\t64\nThreads:\t%u\n"
		      "Cpus_allowed:\t3\nCpus_allowed_list:\t0-1\n"
		      "voluntary_ctxt_switches:\t%u\nnonvoluntary_ctxt_switches:\t%u\n",
		      pid, tid, threads, 10 + ran, ran);
	put_format(m, moment, path, text);
}

static void grow_process(struct machine *m, const struct machine_size *size, uint32_t moment,
			 uint32_t pid, struct pa_buf *path, struct pa_buf *text)
{
	static const struct {
		const char *file, *text;
	} files[] = {
		{ "fd-count", "12\n" },
		{ "cgroup", "2:memory:/big/g7\n0::/big/g7\n" },
		{ "ns/net", "net:[4026531833]" },
		{ "io", "rchar: 1000\nwchar: 2000\nsyscr: 10\nsyscw: 20\nread_bytes: 4096\n"
			"write_bytes: 8192\ncancelled_write_bytes: 0\n" },
		{ "limits", "Limit                     Soft Limit           Hard Limit           "
			    "Units     \nMax open files            1024                 4096       "
			    "          files     \n" },
	};

	for (uint32_t i = 0; i < (size->threads ? size->threads : 1); i++)
		grow_thread(m, size, moment, pid, pid + i, path, text);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		name(path, pid, 0, files[i].file);
		machine_put(m, moment, path->bytes, files[i].text);
	}
}

static void grow_tasks(struct machine *m, const struct machine_size *size, struct pa_buf *path,
		       struct pa_buf *text)
{
	uint32_t threads = size->threads ? size->threads : 1;

	for (uint32_t moment = 0; moment < m->moments; moment++)
		for (uint32_t p = 0; p < size->processes; p++)
			grow_process(m, size, moment, FIRST_PID + p * threads, path, text);
}

/* ---- CPUs ---- */

static bool is_online(const struct machine_size *size, uint32_t cpu)
{
	/* Every second one of the last ones is offline: the list has holes. */
	return !size->online || cpu < size->online || cpu % 2;
}

/* fs/proc/stat.c, show_stat(); offline CPUs have no line. The first line is their sum. */
static void grow_proc_stat(struct machine *m, const struct machine_size *size, uint32_t moment,
			   struct pa_buf *text)
{
	uint32_t count = 0;

	for (uint32_t cpu = 0; cpu < size->cpus; cpu++)
		count += is_online(size, cpu);
	pa_buf_clear(text);
	pa_buf_printf(text, "cpu  %u 0 %u %u 0 0 0 0 0 0\n", count * (100 + moment),
		      count * (50 + moment), count * (1000 + moment * 98));
	for (uint32_t cpu = 0; cpu < size->cpus; cpu++)
		if (is_online(size, cpu))
			pa_buf_printf(text, "cpu%u %u 0 %u %u 0 0 0 0 0 0\n", cpu, 100 + moment,
				      50 + moment, 1000 + moment * 98);
	pa_buf_printf(text, "intr %u", 1000000 + moment * 1000);
	for (uint32_t i = 0; i < size->cpus * 16; i++)
		pa_buf_puts(text, " 0");
	pa_buf_printf(text,
		      "\nctxt %u\nbtime 1795171320\nprocesses %u\nprocs_running 1\n"
		      "procs_blocked 0\nsoftirq 9 1 1 1 1 1 1 1 1 1 0\n",
		      2000000 + moment * 5000, 90000 + moment);
	machine_put(m, moment, "proc/stat", text->bytes);
}

/* kernel/irq/proc.c, show_interrupts(); fs/proc/softirqs.c (all possible CPUs). */
static void grow_interrupts(struct machine *m, const struct machine_size *size, uint32_t moment,
			    struct pa_buf *text)
{
	static const char *const softirqs[] = { "HI",	    "TIMER",   "NET_TX", "NET_RX",  "BLOCK",
						"IRQ_POLL", "TASKLET", "SCHED",	 "HRTIMER", "RCU" };

	pa_buf_clear(text);
	for (uint32_t cpu = 0; cpu < size->cpus; cpu++)
		if (is_online(size, cpu))
			pa_buf_printf(text, "       CPU%u", cpu);
	for (uint32_t irq = 0; irq < IRQS; irq++) {
		pa_buf_printf(text, "\n%3u:", irq + 24);
		for (uint32_t cpu = 0; cpu < size->cpus; cpu++)
			if (is_online(size, cpu))
				pa_buf_printf(text, " %10u", (cpu == irq) * moment * 100);
		pa_buf_printf(text, "  PCI-MSIX-0000:00:01.0   %u-edge      eth0-rx-%u", irq, irq);
	}
	pa_buf_puts(text, "\n");
	machine_put(m, moment, "proc/interrupts", text->bytes);
	pa_buf_clear(text);
	for (uint32_t cpu = 0; cpu < size->cpus; cpu++)
		pa_buf_printf(text, "       CPU%u", cpu);
	for (size_t i = 0; i < sizeof(softirqs) / sizeof(softirqs[0]); i++) {
		pa_buf_printf(text, "\n%12s:", softirqs[i]);
		for (uint32_t cpu = 0; cpu < size->cpus; cpu++)
			pa_buf_printf(text, " %10u", 100 + moment);
	}
	pa_buf_puts(text, "\n");
	machine_put(m, moment, "proc/softirqs", text->bytes);
}

/* net/core/net-procfs.c, softnet_seq_show(): online CPUs only, the number is column 13. */
static void grow_softnet(struct machine *m, const struct machine_size *size, struct pa_buf *text)
{
	pa_buf_clear(text);
	for (uint32_t cpu = 0; cpu < size->cpus; cpu++)
		if (is_online(size, cpu))
			pa_buf_printf(text,
				      "00000010 00000000 00000000 00000000 00000000 00000000 "
				      "00000000 00000000 00000000 00000000 00000000 00000000 %08x "
				      "00000000 00000000\n",
				      cpu);
	machine_put_all(m, "proc/net/softnet_stat", text->bytes);
}

static void grow_cpus(struct machine *m, const struct machine_size *size, struct pa_buf *text)
{
	if (!size->cpus)
		return;
	for (uint32_t moment = 0; moment < m->moments; moment++) {
		grow_proc_stat(m, size, moment, text);
		grow_interrupts(m, size, moment, text);
	}
	grow_softnet(m, size, text);
	pa_buf_clear(text);
	pa_buf_printf(text, size->cpus > 1 ? "0-%u\n" : "%u\n", size->cpus - 1);
	machine_put_all(m, "sys/devices/system/cpu/present", text->bytes);
	machine_put_all(m, "sys/devices/system/cpu/possible", text->bytes);
	pa_buf_clear(text);
	for (uint32_t cpu = 0; cpu < size->cpus; cpu++)
		if (is_online(size, cpu))
			pa_buf_printf(text, "%s%u", text->used_bytes ? "," : "", cpu);
	pa_buf_puts(text, "\n");
	machine_put_all(m, "sys/devices/system/cpu/online", text->bytes);
}

/* ---- groups, mounts, namespaces ---- */

static void grow_cgroups(struct machine *m, const struct machine_size *size, struct pa_buf *path,
			 struct pa_buf *text)
{
	static const struct {
		const char *file, *text;
	} files[] = {
		{ "memory.limit_in_bytes", "9223372036854771712\n" },
		{ "memory.usage_in_bytes", "4096000\n" },
		{ "memory.stat", "cache 4096\nrss 8192\ntotal_cache 4096\ntotal_rss 8192\n" },
		{ "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n" },
	};

	for (uint32_t g = 0; g < size->cgroups; g++)
		for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
			pa_buf_clear(path);
			pa_buf_printf(path, "sys/fs/cgroup/memory/big/g%u/%s", g, files[i].file);
			machine_put_all(m, path->bytes, files[i].text);
		}
	if (!size->cgroups)
		return;
	pa_buf_clear(text);
	pa_buf_printf(text, "#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t4\t%u\t1\n",
		      size->cgroups + 15);
	machine_put_all(m, "proc/cgroups", text->bytes);
}

static void grow_mounts(struct machine *m, const struct machine_size *size, struct pa_buf *path,
			struct pa_buf *text)
{
	const char *bytes = NULL;
	size_t size_bytes = 0;
	struct pa_replay replay = pa_snapshot_replay(m->from);

	if (!size->mounts || replay.get(replay.self, 0, "proc/self/mountinfo", &bytes, &size_bytes))
		return;
	pa_buf_clear(text);
	pa_buf_put(text, bytes, size_bytes);
	for (uint32_t i = 0; i + 1 < size->mounts; i++) {
		pa_buf_printf(text, "%u 27 0:%u / /srv/a%u\\040b rw - tmpfs tmpfs rw\n", 1000 + i,
			      1000 + i, i);
		pa_buf_clear(path);
		pa_buf_printf(path, "src/statvfs/0:%u", 1000 + i);
		machine_put_all(m, path->bytes, "4096 1000 900 900 1000 900 900 0\n");
	}
	pa_buf_puts(text, "999 27 0:999 / /srv/dead rw - nfs4 server:/export rw\n");
	machine_put_all(m, "proc/self/mountinfo", text->bytes);
	for (uint32_t moment = 0; moment < m->moments; moment++)
		machine_fail(m, moment, "src/statvfs/0:999", -ETIMEDOUT);
}

/* What the first namespace said, said by each of the others. */
static void grow_namespaces(struct machine *m, const struct machine_size *size, struct pa_buf *path,
			    struct pa_buf *text)
{
	static const char *const files[] = { "dev", "snmp", "netstat", "sockstat", "sockstat6" };
	struct pa_replay replay = pa_snapshot_replay(m->from);
	size_t size_bytes = 0;
	const char *bytes = NULL;

	if (!size->namespaces)
		return;
	pa_buf_clear(text);
	pa_buf_puts(text, "self 4026531833\n");
	for (uint32_t n = 0; n < size->namespaces && n < NETNS_MAX - 1; n++) {
		pa_buf_printf(text, "n%u %u\n", n, 4026540000U + n);
		for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
			pa_buf_clear(path);
			pa_buf_printf(path, "src/netns/self/net/%s", files[i]);
			if (replay.get(replay.self, 0, path->bytes, &bytes, &size_bytes))
				continue;
			pa_buf_clear(path);
			pa_buf_printf(path, "src/netns/n%u/net/%s", n, files[i]);
			machine_put_all(m, path->bytes, bytes);
		}
	}
	if (size->namespaces > NETNS_MAX - 1)
		pa_buf_printf(text, "- %u\n", size->namespaces - (NETNS_MAX - 1));
	machine_put_all(m, "src/netns/list", text->bytes);
}

void machine_grow(struct machine *machine, const struct machine_size *size)
{
	struct pa_buf path, text;

	pa_buf_init(&path, 4096);
	pa_buf_init(&text, TEXT_MAX_BYTES);
	grow_tasks(machine, size, &path, &text);
	grow_cpus(machine, size, &text);
	grow_cgroups(machine, size, &path, &text);
	grow_mounts(machine, size, &path, &text);
	grow_namespaces(machine, size, &path, &text);
	pa_buf_done(&path);
	pa_buf_done(&text);
}
