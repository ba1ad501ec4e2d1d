/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole cases from synthetic machines: for every hypothesis of the catalog one in which it is
 * the verdict, and the traps in which nobody may be accused. The name of a test is the
 * hypothesis, or what the trap looks like.
 */
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cases_storage.h"
#include "cases_memory.h"
#include "cases_tasks.h"
#include "scene.h"

/* ---- CPUs ---- */

static void every_cpu(struct scene *s, double busy)
{
	scene_cpus(s, busy, 0);
	scene_cpu(s, "cpu0", busy);
	scene_cpu(s, "cpu1", busy);
	scene_cpu(s, "cpu2", busy);
	scene_cpu(s, "cpu3", busy);
}

static void one_full_cpu(struct scene *s)
{
	scene_cpus(s, 0.27, 0);
	scene_cpu(s, "cpu0", 1);
	scene_cpu(s, "cpu1", 0.03);
	scene_cpu(s, "cpu2", 0.02);
	scene_cpu(s, "cpu3", 0.03);
}

/* n threads of one process, each running this part of the time. */
static struct scene_task *busy_process(struct scene *s, int32_t pid, const char *comm, int n,
				       double running)
{
	struct scene_task *first = scene_task(s, pid, pid, comm, running);

	for (int i = 1; i < n; i++)
		(void)scene_task(s, pid, pid + i, comm, running);
	return first;
}

static void hardware_counters(struct scene *s)
{
	scene_counter(s, PA_V_CPU_PIPELINE_CYCLES_COUNT, "cpu0", 3e9);
	scene_counter(s, PA_V_CPU_PIPELINE_INSTRUCTIONS_COUNT, "cpu0", 3e9);
}

static void count_hardware(struct scene_task *t, double instructions, double references,
			   double misses)
{
	t->base.has |= PA_TASK_COUNTERS | PA_TASK_CACHE;
	t->per_s.cycles = 6000000000;
	t->per_s.instructions = (uint64_t)(6e9 * instructions);
	t->per_s.cache_references = (uint64_t)references;
	t->per_s.cache_misses = (uint64_t)misses;
}

static void cpu_saturated(struct scene *s)
{
	struct scene_task *t = busy_process(s, 100, "compiler", 8, 0.5);

	every_cpu(s, 1);
	scene_counter(s, PA_V_PSI_ALL_CPU_SOME_US, "", 950000);
	for (int i = 0; i < 8; i++)
		t[i].per_s.run_delay_ns = SCENE_S / 2;
}

static void cpu_onehot(struct scene *s)
{
	one_full_cpu(s);
	(void)busy_process(s, 100, "single", 1, 0.99);
}

/* The scheduler moves it: over the window no CPU by itself is full. */
static void cpu_onehot_moving(struct scene *s)
{
	static const char *const cpus[] = { "cpu0", "cpu1", "cpu2", "cpu3" };

	cpu_onehot(s);
	for (int i = 0; i < 4; i++)
		scene_cpu(s, cpus[i], 0.27);
}

static void cpu_pinned(struct scene *s)
{
	struct scene_task *t = busy_process(s, 100, "bound", 2, 0.5);

	one_full_cpu(s);
	for (int i = 0; i < 2; i++) {
		t[i].per_s.run_delay_ns = SCENE_S / 2;
		t[i].base.cpus_allowed_count = 1;
		t[i].base.cpu_only = 0;
	}
}

static void quota_group(struct scene *s, const char *group)
{
	scene_gauge(s, PA_V_CG_CPU_QUOTA_US, group, 20000);
	scene_gauge(s, PA_V_CG_CPU_PERIOD_US, group, 100000);
	scene_counter(s, PA_V_CG_CPU_PERIODS_COUNT, group, 10);
	scene_counter(s, PA_V_CG_CPU_THROTTLED_COUNT, group, 9.8);
	scene_counter(s, PA_V_CG_CPU_THROTTLED_US, group, 790000);
	scene_counter(s, PA_V_CG_CPU_USAGE_US, group, 200000);
}

static void cpu_quota(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "pricing-api", 0.2);

	quota_group(s, "cg1:cpu:/tenant-blue");
	scene_joins(s, t, "cg1:cpu:/tenant-blue");
	t->per_s.run_delay_ns = 791000000;
	scene_cpus(s, 0.07, 0.01);
}

static void cpu_rt_hog(struct scene *s)
{
	struct scene_task *hog = scene_task(s, 100, 100, "control-loop", 0.95);
	struct scene_task *poor = scene_task(s, 200, 200, "ordinary", 0.05);

	one_full_cpu(s);
	hog->base.policy = 1;
	hog->base.rt_priority = 50;
	poor->per_s.run_delay_ns = 900000000;
}

static void cpu_steal(struct scene *s)
{
	struct scene_task *t = busy_process(s, 100, "guest", 4, 0.6);

	scene_cpus(s, 0.6, 0);
	scene_counter(s, PA_V_CPU_ALL_IDLE_TICKS, "", 0);
	scene_counter(s, PA_V_CPU_STEAL_STEAL_TICKS, "", 160);
	for (int i = 0; i < 4; i++)
		t[i].per_s.run_delay_ns = SCENE_S * 4 / 10;
}

static void cpu_false_sharing(struct scene *s)
{
	every_cpu(s, 1);
	hardware_counters(s);
	count_hardware(busy_process(s, 100, "counters", 4, 0.99), 0.15, 2e7, 1.2e7);
}

static void cpu_stalled(struct scene *s)
{
	struct scene_task *t = busy_process(s, 100, "stream", 4, 0.99);

	every_cpu(s, 1);
	hardware_counters(s);
	count_hardware(t, 0.3, 1e8, 8e7);
	t->base.rss_pages = (1ULL << 30) / 4096;
}

static void cpu_full(struct scene *s)
{
	every_cpu(s, 1);
	hardware_counters(s);
	count_hardware(busy_process(s, 100, "render", 4, 0.99), 2.2, 1e7, 1e5);
}

static void cpu_full_unseen(struct scene *s)
{
	every_cpu(s, 1);
	(void)busy_process(s, 100, "render", 4, 0.99);
}

static void cpu_thermal(struct scene *s)
{
	every_cpu(s, 0.97);
	hardware_counters(s);
	count_hardware(busy_process(s, 100, "render", 4, 0.96), 2.2, 1e7, 1e5);
	scene_counter(s, PA_V_CPU_THERMAL_PACKAGE_THROTTLED_MS, "cpu0", 400);
}

/* One CPU whose ticks are interrupts, three that do this much of it. */
static void interrupts_of(struct scene *s, double hot, double others)
{
	static const char *const cpus[] = { "cpu0", "cpu1", "cpu2", "cpu3" };

	for (int i = 0; i < 4; i++) {
		double share = i ? others : hot;

		scene_cpu(s, cpus[i], 0);
		scene_counter(s, PA_V_CPU_EACH_SOFTIRQ_TICKS, cpus[i], share * 100);
		scene_counter(s, PA_V_CPU_EACH_IDLE_TICKS, cpus[i], (1 - share) * 100);
	}
	scene_cpus(s, 0, (hot + 3 * others) / 4);
}

static void irq_one_cpu(struct scene *s)
{
	interrupts_of(s, 0.93, 0.02);
}

static void host_lockup(struct scene *s)
{
	scene_counter(s, PA_V_HOST_LOCKUP_SOFTLOCKUPS_COUNT, "", 0.1);
}

static void mem_ecc(struct scene *s)
{
	scene_counter(s, PA_V_MEM_ECC_UNCORRECTED_COUNT, "mc0", 0.2);
}

static void pcie_fatal(struct scene *s)
{
	scene_counter(s, PA_V_PCIE_LINK_FATAL_COUNT, "0000:3b:00.0", 1);
}

static void gpu_busy(struct scene *s)
{
	scene_gauge(s, PA_V_GPU_NV_BUSY_PERCENT, "gpu0", 99);
	scene_gauge(s, PA_V_GPU_NV_HEAT_SLOWED_FLAG, "gpu0", 0);
}

static void gpu_heat(struct scene *s)
{
	gpu_busy(s);
	scene_gauge(s, PA_V_GPU_NV_HEAT_SLOWED_FLAG, "gpu0", 1);
}

static void gpu_card_busy(struct scene *s)
{
	scene_gauge(s, PA_V_GPU_DRM_BUSY_PERCENT, "card0", 100);
}

/* ---- locks ---- */

static void lock_futex(struct scene *s)
{
	struct scene_task *t = busy_process(s, 100, "worker", 4, 0.25);

	scene_cpus(s, 0.25, 0);
	for (int i = 0; i < 4; i++) {
		scene_queues(s, &t[i], 0x7f00, 0.7);
		t[i].per_s.voluntary_switches = 200;
	}
}

static void lock_mmap(struct scene *s)
{
	struct scene_task *t = busy_process(s, 100, "mapper", 4, 0.5);

	scene_cpus(s, 0.1, 0.4);
	for (int i = 0; i < 4; i++) {
		t[i].per_s.user_ticks = 10;
		t[i].per_s.system_ticks = 40;
		t[i].per_s.minor_faults = 10000;
		scene_waits(s, &t[i], 'D', "rwsem_down_write_slowpath", 11, 0.5);
	}
	t->base.has |= PA_TASK_LOCKS;
	t->per_s.rwsem_contended = 3000;
}

static void lock_kernel(struct scene *s)
{
	struct scene_task *t = busy_process(s, 100, "renamer", 4, 0.1);

	for (int i = 0; i < 4; i++)
		scene_waits(s, &t[i], 'D', "rwsem_down_write_slowpath", 82, 0.5);
}

/* ---- memory ---- */

static void cg_mem_refault(struct scene *s)
{
	static const char group[] = "cg1:memory:/tenant-red";
	struct scene_task *t = scene_task(s, 100, 100, "search", 0.3);

	scene_joins(s, t, group);
	scene_waits(s, t, 'D', "folio_wait_bit_common", 0, 0.6);
	t->per_s.read_bytes = 20 << 20;
	scene_gauge(s, PA_V_CG_MEM_USAGE_BYTES, group, 99 << 20);
	scene_gauge(s, PA_V_CG_MEM_LIMIT_BYTES, group, 100 << 20);
	scene_counter(s, PA_V_CG_MEM_REFAULT_FILE_PAGES, group, 5000);
	scene_counter(s, PA_V_CG_MEM_LIMIT_HITS_COUNT, group, 100);
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", 500000);
	scene_disk(s, "vda", 5000, 0.1, 0.5, 4096);
}

static void mem_swap_thrash(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "leaky", 0.2);

	t->per_s.major_faults = 2000;
	scene_gauge(s, PA_V_MEM_CAP_AVAILABLE_KIB, "", 100000);
	scene_gauge(s, PA_V_MEM_SWAP_DEVICE_USED_KIB, "/swapfile", 900000);
	scene_counter(s, PA_V_MEM_SWAP_IN_PAGES, "", 4000);
	scene_counter(s, PA_V_MEM_THRASH_REFAULT_ANON_PAGES, "", 4000);
	scene_counter(s, PA_V_PSI_ALL_MEMORY_SOME_US, "", 600000);
}

static void mem_refault(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "scanner", 0.2);

	t->per_s.read_bytes = 50 << 20;
	scene_gauge(s, PA_V_MEM_CAP_AVAILABLE_KIB, "", 500000);
	scene_counter(s, PA_V_MEM_THRASH_REFAULT_FILE_PAGES, "", 8000);
	scene_counter(s, PA_V_PSI_ALL_MEMORY_SOME_US, "", 200000);
}

static void mem_oom_kill(struct scene *s)
{
	scene_counter(s, PA_V_MEM_CAP_OOM_KILLS_COUNT, "", 0.2);
}

/* ---- disks and file systems ---- */

static struct scene_task *disk_user(struct scene *s, double share)
{
	struct scene_task *t = scene_task(s, 100, 100, "dbwriter", 0.05);

	scene_waits(s, t, 'D', "io_schedule", 17, share);
	t->per_s.read_bytes = 1 << 20;
	t->per_s.voluntary_switches = 60;
	scene_mount(s, "/data", "vdb", 100ULL << 30, 50ULL << 30);
	(void)scene_file(s, 100, "/data/table", 0);
	return t;
}

static void disk_errors(struct scene *s)
{
	(void)disk_user(s, 0.1);
	scene_disk(s, "vdb", 10, 1, 0.01, 4096);
	for (int i = 0; i < 5; i++)
		scene_note(s, PA_NOTE_IO_ERROR, "vdb", i + 1);
}

static void disk_slow(struct scene *s)
{
	(void)disk_user(s, 0.9);
	scene_disk(s, "vdb", 20, 45, 0.9, 16384);
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", 900000);
}

static void disk_quota(struct scene *s)
{
	(void)disk_user(s, 0.9);
	scene_disk(s, "vdb", 400, 30, 0.99, 8192);
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", 900000);
	scene_gauge(s, PA_V_BLK_CAPACITY_DECLARED_IOPS_PER_S, "vdb", 400);
}

static void disk_saturated(struct scene *s)
{
	struct scene_task *t;

	(void)disk_user(s, 0.9);
	for (int i = 1; i < 8; i++) {
		t = scene_task(s, 100, 100 + i, "dbwriter", 0.05);
		scene_waits(s, t, 'D', "io_schedule", 17, 0.9);
	}
	scene_disk(s, "vdb", 400, 30, 0.99, 8192);
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", 980000);
}

static void full_file_system(struct scene *s)
{
	scene_mount(s, "/var", "vda2", 10ULL << 30, 0);
	scene_mount(s, "/", "vda1", 10ULL << 30, 5ULL << 30);
}

static struct scene_task *failing_writer(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "logger", 0.02);

	t->per_s.write_calls = 50;
	scene_file(s, 100, "/var/log/app.log", 0)->flags = 1;
	scene_file(s, 100, "/root/state", 0)->flags = 1;
	return t;
}

static void fs_full(struct scene *s)
{
	full_file_system(s);
	(void)failing_writer(s);
}

static void fs_full_quiet(struct scene *s)
{
	full_file_system(s);
}

static void fs_inodes_full(struct scene *s)
{
	scene_mount(s, "/spool", "vda2", 10ULL << 30, 5ULL << 30);
	scene_gauge(s, PA_V_FS_INODE_TOTAL_COUNT, "/spool", 100000);
	scene_gauge(s, PA_V_FS_INODE_FREE_COUNT, "/spool", 2);
}

static void fs_journal(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "mailq", 0.05);

	scene_waits(s, t, 'D', "jbd2_log_wait_commit", 74, 0.9);
	scene_disk(s, "vdb", 300, 2, 0.5, 4096);
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", 800000);
	scene_counter(s, PA_V_FS_JBD2_COMMITS_COUNT, "vdb", 150);
	scene_counter(s, PA_V_FS_JBD2_REQUESTED_COUNT, "vdb", 150);
	scene_gauge(s, PA_V_FS_JBD2_BLOCKS_COUNT, "vdb", 3);
	scene_mount(s, "/spool", "vdb", 100ULL << 30, 50ULL << 30);
	(void)scene_file(s, 100, "/spool/q1", 0);
}

static void fs_reread(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "report", 0.3);

	scene_waits(s, t, 'D', "folio_wait_bit_common", 0, 0.6);
	t->per_s.read_bytes = 200 << 20;
	(void)scene_file(s, 100, "/data/table.csv", 300 << 20);
	scene_mount(s, "/data", "vdb", 100ULL << 30, 50ULL << 30);
	scene_disk(s, "vdb", 1600, 0.5, 0.6, 131072);
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", 600000);
}

static void cg_io_limit(struct scene *s)
{
	static const char group[] = "cg1:blkio:/backup";
	struct scene_task *t = scene_task(s, 100, 100, "backup", 0.02);

	scene_joins(s, t, group);
	scene_waits(s, t, 'D', "blk_throtl_bio", 1, 0.9);
	t->per_s.write_bytes = 1 << 20;
	scene_counter(s, PA_V_CG_IO_READ_BYTES, group, 0);
	scene_counter(s, PA_V_CG_IO_WRITE_BYTES, group, 1 << 20);
	scene_counter(s, PA_V_CG_IO_LIMITED_WRITE_BYTES, group, 1 << 20);
	scene_gauge(s, PA_V_CG_IO_LIMIT_WRITE_BYTES_PER_S, group, 1 << 20);
	scene_disk(s, "vda", 16, 1, 0.02, 65536);
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", 900000);
}

/* ---- network ---- */

static void net_quota(struct scene *s)
{
	scene_counter(s, PA_V_NET_IF_RX_BYTES, "eth0", 1e6);
	scene_counter(s, PA_V_NET_IF_TX_BYTES, "eth0", 124e6);
	scene_counter(s, PA_V_NET_TCP_RETX_SEGMENTS_OUT_COUNT, "", 100000);
	scene_counter(s, PA_V_NET_TCP_RETX_RETRANSMITS_COUNT, "", 3000);
	scene_gauge(s, PA_V_CLOUD_NET_DECLARED_BYTES_PER_S, "eth0", 125e6);
}

static void net_shaped(struct scene *s)
{
	static const char device[] = "netns:blue/veth0";
	struct pa_sock *sock = scene_sock(s, PA_SOCK_TCP);

	sock->netns = scene_name(s, "blue");
	sock->bytes_sent = 1 << 20;
	scene_counter(s, PA_V_NET_QDISC_SENT_BYTES, device, 125000);
	scene_counter(s, PA_V_NET_QDISC_OVERLIMITS_COUNT, device, 300);
	scene_gauge(s, PA_V_NET_QDISC_BACKLOG_BYTES, device, 60000);
	scene_gauge(s, PA_V_NET_QDISC_RATE_BYTES_PER_S, device, 125000);
}

static void net_loss(struct scene *s)
{
	struct pa_sock *sock = scene_sock(s, PA_SOCK_TCP);

	sock->retransmits = 400;
	scene_counter(s, PA_V_NET_TCP_RETX_RETRANSMITS_COUNT, "", 40);
}

static void net_listen_overflow(struct scene *s)
{
	struct pa_sock *sock = scene_sock(s, PA_SOCK_TCP_LISTEN);

	sock->receive_queue = 6;
	sock->send_queue = 5;
	(void)scene_task(s, 100, 100, "acceptor", 0.01);
	(void)scene_file(s, 100, "socket:[9001]", 0);
	scene_counter(s, PA_V_NET_TCP_LISTEN_OVERFLOWS_COUNT, "", 30);
}

static void net_udp_buffer(struct scene *s)
{
	struct pa_sock *sock = scene_sock(s, PA_SOCK_UDP);

	sock->drops = 5000;
	scene_counter(s, PA_V_NET_UDP_RECEIVED_COUNT, "", 1000);
	scene_counter(s, PA_V_NET_UDP_RCVBUF_ERRORS_COUNT, "", 500);
}

static void net_conntrack_full(struct scene *s)
{
	scene_gauge(s, PA_V_NET_CONNTRACK_ENTRIES_COUNT, "", 65536);
	scene_gauge(s, PA_V_NET_CONNTRACK_LIMIT_COUNT, "", 65536);
	scene_counter(s, PA_V_NET_CONNTRACK_DROPS_COUNT, "", 100);
}

static struct scene_task *small_packets(struct scene *s, const char *device, double per_s)
{
	struct scene_task *t = scene_task(s, 100, 100, "flood", 0.97);

	t->per_s.user_ticks = 20;
	t->per_s.system_ticks = 77;
	one_full_cpu(s);
	scene_counter(s, PA_V_NET_IF_RX_BYTES, device, per_s * 60);
	scene_counter(s, PA_V_NET_IF_TX_BYTES, device, per_s * 60);
	scene_counter(s, PA_V_NET_IF_RX_PACKETS_COUNT, device, per_s);
	scene_counter(s, PA_V_NET_IF_TX_PACKETS_COUNT, device, per_s);
	return t;
}

static void net_small_packets(struct scene *s)
{
	(void)small_packets(s, "lo", 200000);
}

static void net_softnet_drops(struct scene *s)
{
	scene_counter(s, PA_V_NET_SOFTNET_DROPPED_COUNT, "cpu0", 30);
}

static void interface(struct scene *s, double bytes, double errors)
{
	scene_counter(s, PA_V_NET_IF_RX_BYTES, "eth0", bytes);
	scene_counter(s, PA_V_NET_IF_TX_BYTES, "eth0", 1000);
	scene_counter(s, PA_V_NET_IF_RX_ERRORS_COUNT, "eth0", errors);
	scene_gauge(s, PA_V_NET_IF_SPEED_BYTES_PER_S, "eth0", 125000000);
}

static void net_if_full(struct scene *s)
{
	interface(s, 119000000, 0);
}

static void net_if_errors(struct scene *s)
{
	interface(s, 1000000, 20);
}

static void net_ports_exhausted(struct scene *s)
{
	scene_gauge(s, PA_V_NET_PORTS_USED_COUNT, "", 28000);
	scene_gauge(s, PA_V_NET_PORTS_RANGE_COUNT, "", 28232);
}

/* A gauge that grows. */
static void rising(struct scene *s, uint16_t metric, double value, double per_s)
{
	scene_counter(s, metric, "", per_s)->value = value;
}

static void net_ports_filling(struct scene *s)
{
	rising(s, PA_V_NET_PORTS_USED_COUNT, 14000, 400);
	scene_gauge(s, PA_V_NET_PORTS_RANGE_COUNT, "", 28232);
}

static void net_conntrack_filling(struct scene *s)
{
	rising(s, PA_V_NET_CONNTRACK_ENTRIES_COUNT, 40000, 1000);
	scene_gauge(s, PA_V_NET_CONNTRACK_LIMIT_COUNT, "", 65536);
}

static void net_class_shaped(struct scene *s)
{
	scene_counter(s, PA_V_NET_QDISC_CLASS_BYTES, "eth0/1:10", 1.2e6);
	scene_gauge(s, PA_V_NET_QDISC_CLASS_RATE_BYTES_PER_S, "eth0/1:10", 1.25e6);
	scene_gauge(s, PA_V_NET_QDISC_CLASS_BACKLOG_BYTES, "eth0/1:10", 90000);
}

static void net_txq_timeout(struct scene *s)
{
	scene_counter(s, PA_V_NET_TXQ_TIMEOUTS_COUNT, "eth0/tx-3", 0.2);
}

static void net_link_slow(struct scene *s)
{
	scene_counter(s, PA_V_NET_IF_RX_BYTES, "eth0", 1e6);
	scene_counter(s, PA_V_NET_IF_TX_BYTES, "eth0", 12.2e6);
	scene_gauge(s, PA_V_NET_IF_SPEED_BYTES_PER_S, "eth0", 12.5e6);
	scene_gauge(s, PA_V_NET_LINK_MAX_BYTES_PER_S, "eth0", 125e6);
}

static void net_ring_overrun(struct scene *s)
{
	scene_counter(s, PA_V_NET_IF_RX_BYTES, "eth0", 50e6);
	scene_counter(s, PA_V_NET_IF_TX_BYTES, "eth0", 1e6);
	scene_counter(s, PA_V_NET_IF_RX_PACKETS_COUNT, "eth0", 40000);
	scene_counter(s, PA_V_NET_RXRING_MISSED_COUNT, "eth0", 800);
}

static void net_bond_degraded(struct scene *s)
{
	scene_gauge(s, PA_V_NET_BOND_PORTS_COUNT, "bond0", 2);
	scene_gauge(s, PA_V_NET_BOND_PORTS_UP_COUNT, "bond0", 1);
}

/* A connection that had data to send for nearly all of ten seconds. */
static struct pa_sock *busy_flow(struct scene *s)
{
	struct pa_sock *sock = scene_sock(s, PA_SOCK_TCP);

	s->socks_before[s->sock_count - 1].has = PA_SOCK_HAS_TCP_INFO;
	sock->has = PA_SOCK_HAS_TCP_INFO;
	sock->busy_us = 9900000;
	sock->bytes_sent = sock->bytes_acked = 5000000;
	sock->rtt_us = 20000;
	return sock;
}

static void net_receiver_window(struct scene *s)
{
	busy_flow(s)->rwnd_limited_us = 9500000;
}

static void net_send_buffer(struct scene *s)
{
	busy_flow(s)->sndbuf_limited_us = 9000000;
}

static void net_fragments_full(struct scene *s)
{
	scene_counter(s, PA_V_NET_IP_RECEIVED_COUNT, "", 5000);
	scene_gauge(s, PA_V_NET_IP_FRAGMENT_MEMORY_BYTES, "", 4190000);
	scene_gauge(s, PA_V_NET_IP_FRAGMENT_LIMIT_BYTES, "", 4194304);
	scene_counter(s, PA_V_NET_IP_REASSEMBLY_FAILS_COUNT, "", 200);
}

static void net_neigh_full(struct scene *s)
{
	scene_gauge(s, PA_V_NET_NEIGH_ENTRIES_COUNT, "", 1024);
	scene_gauge(s, PA_V_NET_NEIGH_LIMIT_COUNT, "", 1024);
	scene_counter(s, PA_V_NET_NEIGH_TABLE_FULL_COUNT, "", 30);
}

static void net_netlink_drops(struct scene *s)
{
	scene_counter(s, PA_V_NET_IP_RECEIVED_COUNT, "", 5000);
	scene_counter(s, PA_V_NET_NETLINK_DROPS_COUNT, "", 40);
}

static void net_packet_drops(struct scene *s)
{
	scene_counter(s, PA_V_NET_IP_RECEIVED_COUNT, "", 5000);
	scene_counter(s, PA_V_NET_PACKET_DROPS_COUNT, "", 40);
}

static void cloud_net_exceeded(struct scene *s)
{
	scene_counter(s, PA_V_CLOUD_NET_IN_EXCEEDED_COUNT, "eth0", 0);
	scene_counter(s, PA_V_CLOUD_NET_PACKETS_EXCEEDED_COUNT, "eth0", 300);
}

static void net_tcp_memory(struct scene *s)
{
	scene_counter(s, PA_V_NET_TCP_MEM_PRUNES_COUNT, "", 50);
	scene_gauge(s, PA_V_NET_TCP_MEM_USED_PAGES, "", 99000);
	scene_gauge(s, PA_V_NET_TCP_MEM_LIMIT_PAGES, "", 100000);
}

/* ---- tasks and limits ---- */

static void task_switching(struct scene *s)
{
	for (int i = 0; i < 2; i++) {
		struct scene_task *t = scene_task(s, 100 + i, 100 + i, "pingpong", 0.48);

		t->per_s.voluntary_switches = 80000;
	}
	one_full_cpu(s);
}

static void task_fork_storm(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "script", 0.3);

	t->per_s.children_user_ticks = 20;
	t->per_s.children_system_ticks = 30;
	scene_counter(s, PA_V_TASK_SHORT_FORKS_COUNT, "", 800);
	scene_cpus(s, 0.1, 0.15);
}

static struct scene_task *at_its_limit(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "proxy", 0.05);

	t->base.has |= PA_TASK_FDS | PA_TASK_FD_LIMIT;
	t->base.fd_count = t->base.fd_limit_count = 1024;
	return t;
}

static void fd_exhausted(struct scene *s)
{
	(void)at_its_limit(s);
	s->errnos[s->errno_count++] = (struct pa_errno_count){ 100, EMFILE, 20 };
}

static void fd_system_exhausted(struct scene *s)
{
	scene_gauge(s, PA_V_FD_SYS_USED_COUNT, "", 99900);
	scene_gauge(s, PA_V_FD_SYS_LIMIT_COUNT, "", 100000);
}

static void task_pids_exhausted(struct scene *s)
{
	scene_gauge(s, PA_V_TASK_PID_THREADS_COUNT, "", 32700);
	scene_gauge(s, PA_V_TASK_PID_PID_LIMIT_COUNT, "", 32768);
}

static void cg_pids_exhausted(struct scene *s)
{
	scene_gauge(s, PA_V_CG_PIDS_USED_COUNT, "cg1:pids:/ci", 64);
	scene_gauge(s, PA_V_CG_PIDS_LIMIT_COUNT, "cg1:pids:/ci", 64);
	scene_counter(s, PA_V_CG_PIDS_REFUSED_COUNT, "cg1:pids:/ci", 5);
}

/* ---- traps: nobody may be accused ---- */

static void full_page_cache(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "reader", 0.1);

	t->per_s.read_bytes = 100 << 20;
	scene_gauge(s, PA_V_MEM_CAP_FREE_KIB, "", 60000);
	scene_gauge(s, PA_V_FS_PAGECACHE_CACHED_KIB, "", 6 << 20);
}

static void high_load_average(struct scene *s)
{
	for (int i = 0; i < 20; i++)
		scene_waits(s, scene_task(s, 100 + i, 100 + i, "waiter", 0.001), 'D',
			    "rpc_wait_bit_killable", 500, 1);
	scene_gauge(s, PA_V_CPU_ALL_RUNNING_COUNT, "", 24);
	scene_gauge(s, PA_V_TASK_BLOCKED_BLOCKED_COUNT, "", 20);
}

static void used_but_quiet_swap(struct scene *s)
{
	scene_gauge(s, PA_V_MEM_SWAP_TOTAL_KIB, "", 2 << 20);
	scene_gauge(s, PA_V_MEM_SWAP_FREE_KIB, "", 1000);
	scene_counter(s, PA_V_MEM_SWAP_IN_PAGES, "", 3);
}

static void iowait_on_an_idle_machine(struct scene *s)
{
	scene_counter(s, PA_V_CPU_ALL_IDLE_TICKS, "", 40);
	scene_counter(s, PA_V_CPU_ALL_IOWAIT_TICKS, "", 350);
	scene_disk(s, "vda", 5, 2, 0.01, 4096);
}

static void fast_device_busy_at_depth_one(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "copy", 0.3);

	t->per_s.read_bytes = 800 << 20;
	scene_disk(s, "nvme0n1", 8000, 0.12, 1, 131072);
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", 500000);
}

static void idle_pool_on_a_condition(struct scene *s)
{
	struct scene_task *t = busy_process(s, 100, "pool", 16, 0.001);

	for (int i = 0; i < 16; i++) {
		scene_queues(s, &t[i], 0x7f00, 1);
		t[i].look.syscall_args[1] = 0x189;
		t[i].look.syscall_args[2] = 0;
	}
}

static void busy_but_not_saturated(struct scene *s)
{
	struct scene_task *t = busy_process(s, 100, "build", 4, 0.8);

	every_cpu(s, 0.85);
	scene_counter(s, PA_V_PSI_ALL_CPU_SOME_US, "", 150000);
	for (int i = 0; i < 4; i++)
		t[i].per_s.run_delay_ns = 50000000;
}

/* Congestion control did its work: the window grew until the path was full. */
static void network_limits(struct scene *s)
{
	struct pa_sock *sock = busy_flow(s);

	sock->rwnd_limited_us = 400000;
	sock->sndbuf_limited_us = 300000;
	sock->bytes_sent = sock->bytes_acked = 900000000;
}

static void slow_link_at_rest(struct scene *s)
{
	net_link_slow(s);
	scene_counter(s, PA_V_NET_IF_TX_BYTES, "eth0", 2e6);
}

static void lossy_receiver(struct scene *s)
{
	struct pa_sock *sock = busy_flow(s);

	sock->sndbuf_limited_us = 9000000;
	sock->bytes_resent = 500000;
}

static void a_burst_overran_the_ring(struct scene *s)
{
	net_ring_overrun(s);
	scene_counter(s, PA_V_NET_RXRING_MISSED_COUNT, "eth0", 20);
}

static void a_few_retransmits(struct scene *s)
{
	scene_counter(s, PA_V_NET_TCP_RETX_SEGMENTS_OUT_COUNT, "", 10000);
	scene_counter(s, PA_V_NET_TCP_RETX_RETRANSMITS_COUNT, "", 80);
}

static void full_read_only_file_system(struct scene *s)
{
	/* The platform asks a read-only file system nothing: only its mount is told. */
	s->mounts[s->mount_count++] = (struct pa_mount){ .point = scene_name(s, "/snap/core"),
							 .device = scene_name(s, "loop0"),
							 .type = scene_name(s, "squashfs"),
							 .read_only = 1 };
	(void)failing_writer(s);
}

static void full_descriptors_whose_opens_do_not_fail(struct scene *s)
{
	(void)at_its_limit(s);
	s->errnos[s->errno_count++] = (struct pa_errno_count){ 100, EMFILE, 0 };
}

static void quota_that_is_hardly_met(struct scene *s)
{
	cpu_quota(s);
	scene_counter(s, PA_V_CG_CPU_THROTTLED_COUNT, "cg1:cpu:/tenant-blue", 0.3);
	scene_counter(s, PA_V_CG_CPU_THROTTLED_US, "cg1:cpu:/tenant-blue", 3000);
	s->tasks[1].per_s.run_delay_ns = 4000000;
}

static void full_cgroup_without_refaults(struct scene *s)
{
	cg_mem_refault(s);
	scene_counter(s, PA_V_CG_MEM_REFAULT_FILE_PAGES, "cg1:memory:/tenant-red", 2);
	scene_counter(s, PA_V_CG_MEM_LIMIT_HITS_COUNT, "cg1:memory:/tenant-red", 0);
	scene_counter(s, PA_V_PSI_ALL_IO_SOME_US, "", 5000);
}

static void bulk_copy_with_a_long_queue(struct scene *s)
{
	disk_saturated(s);
	scene_disk(s, "vdb", 400, 30, 0.99, 1 << 20);
	s->tasks[1].per_s.read_bytes = 400 << 20;
}

static void direct_reads_of_one_file(struct scene *s)
{
	fs_reread(s);
	s->files[0].flags = 040000;
	scene_disk(s, "vdb", 1600, 0.3, 0.5, 131072);
}

static void io_errors_before_we_looked(struct scene *s)
{
	(void)disk_user(s, 0.1);
	scene_disk(s, "vdb", 10, 1, 0.01, 4096);
	scene_note(s, PA_NOTE_IO_ERROR, "vdb", -600);
}

static void oom_kill_before_we_looked(struct scene *s)
{
	scene_counter(s, PA_V_MEM_CAP_OOM_KILLS_COUNT, "", 0);
	scene_note(s, PA_NOTE_OOM_KILL, "mailq", -840);
}

static void many_small_packets_that_cost_little(struct scene *s)
{
	(void)small_packets(s, "eth0", 60000);
	s->tasks[1].per_s.run_ns = 300000000;
	s->tasks[1].per_s.system_ticks = 10;
	scene_cpus(s, 0.05, 0.05);
	scene_cpu(s, "cpu0", 0.3);
}

static void database_that_sleeps_for_its_disk(struct scene *s)
{
	struct scene_task *t = scene_task(s, 100, 100, "database", 0.15);

	t->per_s.voluntary_switches = 12000;
	t->per_s.read_bytes = 12000 * 4096;
}

static void few_children_that_work_long(struct scene *s)
{
	task_fork_storm(s);
	scene_counter(s, PA_V_TASK_SHORT_FORKS_COUNT, "", 20);
}

static void interrupts_spread_over_all_cpus(struct scene *s)
{
	interrupts_of(s, 0.4, 0.35);
}

static void heat_on_cpus_that_hardly_work(struct scene *s)
{
	scene_cpus(s, 0.1, 0);
	scene_counter(s, PA_V_CPU_THERMAL_CORE_THROTTLED_MS, "cpu0", 300);
}

/* At its power limit, cool, corrected errors now and then, a card in a small slot. */
static void hardware_that_is_well_loaded(struct scene *s)
{
	scene_counter(s, PA_V_PWR_RAPL_ENERGY_JOULES, "intel-rapl:0:package-0", 125);
	scene_gauge(s, PA_V_PWR_RAPL_LIMIT_WATTS, "intel-rapl:0:package-0", 125);
	scene_counter(s, PA_V_CPU_THERMAL_CORE_THROTTLED_MS, "cpu0", 5);
	scene_gauge(s, PA_V_GPU_NV_BUSY_PERCENT, "gpu0", 80);
	scene_gauge(s, PA_V_GPU_NV_POWER_CAPPED_FLAG, "gpu0", 1);
	scene_counter(s, PA_V_MEM_ECC_CORRECTED_COUNT, "mc0", 0.5);
	scene_counter(s, PA_V_MEM_ECC_UNCORRECTED_COUNT, "mc0", 0);
	scene_counter(s, PA_V_PCIE_LINK_CORRECTED_COUNT, "0000:3b:00.0", 3);
	scene_gauge(s, PA_V_PCIE_LINK_CAPACITY_BYTES_PER_S, "0000:3b:00.0", 4e9);
	scene_gauge(s, PA_V_PCIE_LINK_POSSIBLE_BYTES_PER_S, "0000:3b:00.0", 16e9);
}

static void gpu_that_is_hot_at_rest(struct scene *s)
{
	scene_gauge(s, PA_V_GPU_NV_BUSY_PERCENT, "gpu0", 2);
	scene_gauge(s, PA_V_GPU_NV_HEAT_SLOWED_FLAG, "gpu0", 1);
}

static void lockup_before_we_looked(struct scene *s)
{
	scene_counter(s, PA_V_HOST_LOCKUP_SOFTLOCKUPS_COUNT, "", 0);
	scene_counter(s, PA_V_HOST_LOCKUP_LOGGED_COUNT, "", 0);
	scene_note(s, PA_NOTE_LOCKUP, "spin", -600);
}

/* Short work that sleeps whenever the tick comes: busy time is not counted, idle time is. */
static void ticks_missing_on_a_machine_that_idles(struct scene *s)
{
	scene_cpus(s, 0.4, 0);
	scene_counter(s, PA_V_CPU_ALL_IDLE_TICKS, "", 100);
}

/* ---- the tables ---- */

struct row {
	const char *name;
	void (*build)(struct scene *s);
};

static const struct row verdicts[] = {
	{ "btrfs.errors", btrfs_errors },
	{ "cg.cpuset-small", case_cg_cpuset_small },
	{ "cg.hugetlb-limit", case_cg_hugetlb_limit },
	{ "aio.contexts-exhausted", case_aio_contexts_exhausted },
	{ "audit.backlog", case_audit_backlog },
	{ "audit.lost", case_audit_lost },
	{ "cg.io-limit", cg_io_limit },
	{ "cg.mem-high", case_cg_mem_high },
	{ "cg.mem-refault", cg_mem_refault },
	{ "cg.pids-exhausted", cg_pids_exhausted },
	{ "cg.swap-limit", case_cg_swap_limit },
	{ "clock.unsynchronized", case_clock_unsynchronized },
	{ "cpu.false-sharing", cpu_false_sharing },
	{ "cpu.full", cpu_full },
	{ "cpu.full-unseen", cpu_full_unseen },
	{ "cpu.onehot", cpu_onehot },
	{ "cpu.onehot", cpu_onehot_moving },
	{ "cpu.pinned", cpu_pinned },
	{ "cpu.quota", cpu_quota },
	{ "cpu.rt-hog", cpu_rt_hog },
	{ "cpu.saturated", cpu_saturated },
	{ "cpu.stalled", cpu_stalled },
	{ "cpu.steal", cpu_steal },
	{ "cpu.thermal", cpu_thermal },
	{ "disk.errors", disk_errors },
	{ "disk.quota", disk_quota },
	{ "disk.saturated", disk_saturated },
	{ "disk.slow", disk_slow },
	{ "dm.broken", dm_broken },
	{ "dm.paths", dm_paths },
	{ "dm.pool-filling", dm_pool_filling },
	{ "dm.pool-full", dm_pool_full },
	{ "fd.exhausted", fd_exhausted },
	{ "fd.inotify-exhausted", case_inotify_exhausted },
	{ "fd.inotify-full", case_inotify_full },
	{ "fd.system-exhausted", fd_system_exhausted },
	{ "fs.filling", fs_filling },
	{ "fs.full", fs_full },
	{ "fs.full-quiet", fs_full_quiet },
	{ "fs.inodes-full", fs_inodes_full },
	{ "fs.journal", fs_journal },
	{ "fs.quota", fs_quota },
	{ "fs.reread", fs_reread },
	{ "ipc.mqueue-full", case_mqueue_full },
	{ "ipc.sysv-exhausted", case_sysv_exhausted },
	{ "key.quota", case_key_quota },
	{ "gpu.busy", gpu_busy },
	{ "gpu.card-busy", gpu_card_busy },
	{ "gpu.heat", gpu_heat },
	{ "host.lockup", host_lockup },
	{ "irq.one-cpu", irq_one_cpu },
	{ "lock.futex", lock_futex },
	{ "lock.kernel", lock_kernel },
	{ "lock.mmap", lock_mmap },
	{ "mem.ecc", mem_ecc },
	{ "md.degraded", md_degraded },
	{ "md.resync", md_resync },
	{ "mem.balloon", case_mem_balloon },
	{ "mem.commit-exhausted", case_mem_commit_exhausted },
	{ "mem.fragmented", case_mem_fragmented },
	{ "mem.hugetlb-exhausted", case_mem_hugetlb_exhausted },
	{ "mem.maps-limit", case_mem_maps_limit },
	{ "mem.oom-kill", mem_oom_kill },
	{ "mem.refault", mem_refault },
	{ "mem.swap-errors", case_mem_swap_errors },
	{ "mem.swap-thrash", mem_swap_thrash },
	{ "cloud.net-exceeded", cloud_net_exceeded },
	{ "net.bond-degraded", net_bond_degraded },
	{ "net.class-shaped", net_class_shaped },
	{ "net.conntrack-filling", net_conntrack_filling },
	{ "mem.zone-min", case_mem_zone_min },
	{ "net.conntrack-full", net_conntrack_full },
	{ "net.fragments-full", net_fragments_full },
	{ "net.if-errors", net_if_errors },
	{ "net.if-full", net_if_full },
	{ "net.link-slow", net_link_slow },
	{ "net.listen-overflow", net_listen_overflow },
	{ "net.loss", net_loss },
	{ "net.neigh-full", net_neigh_full },
	{ "net.netlink-drops", net_netlink_drops },
	{ "net.packet-drops", net_packet_drops },
	{ "net.ports-exhausted", net_ports_exhausted },
	{ "net.ports-filling", net_ports_filling },
	{ "net.receiver-window", net_receiver_window },
	{ "net.ring-overrun", net_ring_overrun },
	{ "net.send-buffer", net_send_buffer },
	{ "net.quota", net_quota },
	{ "net.shaped", net_shaped },
	{ "net.small-packets", net_small_packets },
	{ "net.softnet-drops", net_softnet_drops },
	{ "net.tcp-memory", net_tcp_memory },
	{ "net.txq-timeout", net_txq_timeout },
	{ "net.udp-buffer", net_udp_buffer },
	{ "pcie.fatal", pcie_fatal },
	{ "numa.node-full", case_numa_node_full },
	{ "nfs.slow", nfs_slow },
	{ "nfs.timeout", nfs_timeout },
	{ "nvme.failing", nvme_failing },
	{ "scsi.offline", scsi_offline },
	{ "scsi.timeout", scsi_timeout },
	{ "task.fork-storm", task_fork_storm },
	{ "task.pids-exhausted", task_pids_exhausted },
	{ "task.switching", task_switching },
	{ "zfs.pool", zfs_pool },
	{ "rlimit.addresses", case_rlimit_addresses },
	{ "rlimit.threads", case_rlimit_threads },
	{ "sig.queue-full", case_signals_lost },
	{ "task.zombies", case_zombies },
};

static const struct row traps[] = {
	{ "huge pages all in use, none wanted", trap_full_huge_pages },
	{ "balloon that takes what nobody misses", trap_quiet_balloon },
	{ "compaction that succeeds", trap_compaction_that_succeeds },
	{ "memory kept between low and high", trap_kswapd_keeps_up },
	{ "full cpuset, nobody waits", trap_full_cpuset },
	{ "commit limit passed in the lenient mode", trap_lenient_commit },
	{ "cgroup busy on a device without a limit", trap_busy_on_another_device },
	{ "full page cache", full_page_cache },
	{ "high load average", high_load_average },
	{ "used but quiet swap", used_but_quiet_swap },
	{ "iowait on an idle machine", iowait_on_an_idle_machine },
	{ "fast device busy all the time at depth one", fast_device_busy_at_depth_one },
	{ "idle thread pool on a condition", idle_pool_on_a_condition },
	{ "busy but not saturated CPUs", busy_but_not_saturated },
	{ "transfers that the network limits", network_limits },
	{ "slow link that is not full", slow_link_at_rest },
	{ "a few packets lost in the ring of a busy card", a_burst_overran_the_ring },
	{ "window limit of a flow that loses", lossy_receiver },
	{ "retransmits below one percent", a_few_retransmits },
	{ "full read-only file system", full_read_only_file_system },
	{ "descriptors at the limit, opens do not fail", full_descriptors_whose_opens_do_not_fail },
	{ "quota that is hardly met", quota_that_is_hardly_met },
	{ "cgroup at its limit without refaults", full_cgroup_without_refaults },
	{ "bulk copy with a long queue", bulk_copy_with_a_long_queue },
	{ "direct reads of one file", direct_reads_of_one_file },
	{ "I/O errors before we looked", io_errors_before_we_looked },
	{ "OOM kill before we looked", oom_kill_before_we_looked },
	{ "many small packets that cost little", many_small_packets_that_cost_little },
	{ "database that sleeps for its disk", database_that_sleeps_for_its_disk },
	{ "few children that work long", few_children_that_work_long },
	{ "interrupts spread over all CPUs", interrupts_spread_over_all_cpus },
	{ "heat on CPUs that hardly work", heat_on_cpus_that_hardly_work },
	{ "hardware that is well loaded", hardware_that_is_well_loaded },
	{ "GPU that is hot at rest", gpu_that_is_hot_at_rest },
	{ "lockup before we looked", lockup_before_we_looked },
	{ "ticks missing on a machine that idles", ticks_missing_on_a_machine_that_idles },
	{ "thin pool with room", dm_pool_with_room },
	{ "errors of an empty drive", scsi_errors_of_an_empty_drive },
	{ "NVMe that is warm", nvme_that_is_warm },
	{ "btrfs errors long ago", btrfs_errors_long_ago },
	{ "NFS fast and busy", nfs_fast_and_busy },
	{ "NFS far away and idle", nfs_far_away_and_idle },
	{ "quota reached and nobody writes", quota_reached_and_nobody_writes },
	{ "file system that fills with room", fs_filling_with_room },
	{ "workers that share a file lock", workers_that_share_a_file_lock },
	{ "calls that fail far from a limit", trap_calls_that_fail_far_from_a_limit },
	{ "forks that a group refuses", trap_forks_that_a_group_refuses },
	{ "full limits that refuse nobody", trap_full_limits_that_refuse_nobody },
	{ "low entropy", trap_low_entropy },
	{ "inotify watches counted twice", trap_watches_counted_twice },
};

enum {
	VERDICTS = sizeof(verdicts) / sizeof(verdicts[0]),
	TRAPS = sizeof(traps) / sizeof(traps[0])
};

static const struct pa_rule *rule_of(const char *id)
{
	for (size_t i = 0; i < pa_rule_count; i++)
		if (!strcmp(pa_rules[i].id, id))
			return &pa_rules[i];
	return NULL;
}

static struct scene *built(const struct row *row)
{
	struct scene *s = pa_alloc(sizeof(*s));

	scene_init(s);
	row->build(s);
	return s;
}

static void unbuild(struct scene *s)
{
	scene_done(s);
	free(s);
}

/* A notice is told beside the verdict, and is never the verdict. */
static void is_the_verdict(void **state)
{
	const struct row *row = *state;
	const struct pa_rule *rule = rule_of(row->name);
	struct scene *s = built(row);
	struct pa_advice *advice = scene_advise(s);

	assert_non_null(rule);
	if (rule->class == PA_CLASS_NOTICE) {
		assert_string_equal(scene_verdict(advice), "healthy");
		assert_non_null(scene_finding(advice, row->name));
	} else {
		assert_string_equal(scene_verdict(advice), row->name);
		assert_int_equal(advice->verdict.state, rule->inconclusive ? PA_VERDICT_INCONCLUSIVE
									   : PA_VERDICT_BOTTLENECK);
		assert_null(strstr(advice->verdict.sentence, "{"));
		assert_null(strstr(advice->verdict.sentence, " - "));
	}
	pa_advice_free(advice);
	unbuild(s);
}

static void is_healthy(void **state)
{
	struct scene *s = built(*state);
	struct pa_advice *advice = scene_advise(s);

	if (advice->verdict.state != PA_VERDICT_HEALTHY)
		print_message("accused: %s\n", advice->verdict.sentence);
	assert_string_equal(scene_verdict(advice), "healthy");
	pa_advice_free(advice);
	unbuild(s);
}

static void every_hypothesis_has_a_case(void **state)
{
	(void)state;
	for (size_t i = 0; i < pa_rule_count; i++) {
		bool found = false;

		for (size_t k = 0; k < VERDICTS; k++)
			found |= !strcmp(verdicts[k].name, pa_rules[i].id);
		if (!found)
			print_message("no case for %s\n", pa_rules[i].id);
		assert_true(found);
	}
}

/* One hypothesis is told of one thing once. */
static void no_finding_is_told_twice(void **state)
{
	(void)state;
	for (size_t r = 0; r < VERDICTS; r++) {
		struct scene *s = built(&verdicts[r]);
		struct pa_advice *advice = scene_advise(s);

		for (size_t i = 0; i < advice->finding_count; i++)
			for (size_t k = 0; k < i; k++)
				assert_false(!strcmp(advice->findings[i].sentence,
						     advice->findings[k].sentence));
		pa_advice_free(advice);
		unbuild(s);
	}
}

int main(void)
{
	struct CMUnitTest tests[VERDICTS + TRAPS + 2] = {
		cmocka_unit_test(every_hypothesis_has_a_case),
		cmocka_unit_test(no_finding_is_told_twice),
	};
	size_t n = 2;

	for (size_t i = 0; i < VERDICTS; i++, n++) {
		tests[n].name = verdicts[i].name;
		tests[n].test_func = is_the_verdict;
		tests[n].initial_state = (void *)(uintptr_t)&verdicts[i];
	}
	for (size_t i = 0; i < TRAPS; i++, n++) {
		tests[n].name = traps[i].name;
		tests[n].test_func = is_healthy;
		tests[n].initial_state = (void *)(uintptr_t)&traps[i];
	}
	return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
