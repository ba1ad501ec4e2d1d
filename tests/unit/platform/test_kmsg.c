/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel log: one line of each kind as kernels of 4.18 to 6.18 print it, lines that look
 * alike and mean nothing, and records as /dev/kmsg writes them.
 */
#include "help.h"

#include "model/note.h"
#include "platform/linux/kmsg.h"

static const struct {
	const char *line;
	int kind; /* -1: nothing */
	const char *subject;
	int32_t pid;
} lines[] = {
	{ "I/O error, dev loop0, sector 2048 op 0x0:(READ) flags 0x80700", PA_NOTE_IO_ERROR,
	  "loop0", 0 },
	{ "blk_update_request: I/O error, dev sda, sector 8", PA_NOTE_IO_ERROR, "sda", 0 },
	{ "Buffer I/O error on dev dm-0, logical block 3, async page read", PA_NOTE_IO_ERROR,
	  "dm-0", 0 },
	{ "Buffer I/O error on device sdb1, logical block 3", PA_NOTE_IO_ERROR, "sdb1", 0 },
	{ "critical medium error, dev sdc, sector 77", PA_NOTE_IO_ERROR, "sdc", 0 },
	{ "operation not supported error, dev vda, sector 0 op 0x9", -1, "", 0 },
	{ "nvme nvme0: I/O 12 QID 3 timeout, aborting", PA_NOTE_IO_ERROR, "nvme0", 0 },
	{ "Out of memory: Killed process 4121 (mail (q)) total-vm:81kB, anon-rss:1kB",
	  PA_NOTE_OOM_KILL, "mail (q)", 4121 },
	{ "Out of memory: Kill process 12 (old) score 900 or sacrifice child", PA_NOTE_OOM_KILL,
	  "old", 12 },
	{ "Memory cgroup out of memory: Killed process 77 (app) total-vm:1kB",
	  PA_NOTE_CGROUP_OOM_KILL, "app", 77 },
	{ "INFO: task a:b:123 blocked for more than 120 seconds.", PA_NOTE_HUNG_TASK, "a:b", 123 },
	{ "EXT4-fs error (device dm-1): ext4_find_entry:1463: inode #2", PA_NOTE_FS_ERROR, "dm-1",
	  0 },
	{ "EXT4-fs (vda): mounted filesystem with ordered data mode", -1, "", 0 },
	{ "EXT4-fs (sda1): Remounting filesystem read-only", PA_NOTE_FS_ERROR, "sda1", 0 },
	{ "XFS (dm-2): metadata I/O error in \"xfs_trans_read_buf\"", PA_NOTE_FS_ERROR, "dm-2", 0 },
	{ "XFS (dm-2): Mounting V5 Filesystem", -1, "", 0 },
	{ "BTRFS error (device sdd): bdev /dev/sdd errs: wr 1", PA_NOTE_FS_ERROR, "sdd", 0 },
	{ "nf_conntrack: nf_conntrack: table full, dropping packet", PA_NOTE_CONNTRACK_FULL, "",
	  0 },
	{ "nf_conntrack: table full in netns 4026532000, dropping packet", PA_NOTE_CONNTRACK_FULL,
	  "", 0 },
	{ "watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [spin:900]", PA_NOTE_LOCKUP, "spin",
	  900 },
	{ "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:", PA_NOTE_LOCKUP, "", 0 },
	{ "mce: [Hardware Error]: Machine check events logged", PA_NOTE_MCE, "", 0 },
	{ "mce: Using 10 MCE banks", -1, "", 0 },
	{ "igb 0000:01:00.0 eth0: igb: eth0 NIC Link is Down", PA_NOTE_LINK_DOWN, "eth0", 0 },
	{ "r8169 0000:03:00.0 enp3s0: Link is Down", PA_NOTE_LINK_DOWN, "enp3s0", 0 },
	{ "ata1: SATA link down (SStatus 0 SControl 300)", -1, "", 0 },
	{ "TCP: request_sock_TCP: Possible SYN flooding on port 0.0.0.0:80. Sending cookies.",
	  PA_NOTE_SYN_FLOOD, "0.0.0.0:80", 0 },
	{ "VFS: file-max limit 1000 reached", PA_NOTE_FILE_MAX, "1000", 0 },
	{ "TCP: out of memory -- consider tuning tcp_mem", PA_NOTE_TCP_MEMORY, "", 0 },
	{ "TCP: too many orphaned sockets", PA_NOTE_TCP_ORPHANS, "", 0 },
	{ "cgroup: fork rejected by pids controller in /tenant.a", PA_NOTE_FORK_REJECTED,
	  "/tenant.a", 0 },
	{ "neighbour: arp_cache: neighbor table overflow!", PA_NOTE_NEIGHBOUR_FULL, "arp_cache",
	  0 },
	{ "kworker/u4:1: page allocation failure: order:4, mode:0x40", PA_NOTE_ALLOC_FAILURE,
	  "kworker/u4:1", 0 },
	{ "sched: RT throttling activated", PA_NOTE_RT_THROTTLED, "", 0 },
	{ "clocksource: Marking clocksource 'tsc' as unstable because the skew is too large",
	  PA_NOTE_CLOCK_UNSTABLE, "tsc", 0 },
	{ "mce: CPU3: Core temperature above threshold, cpu clock throttled", PA_NOTE_THERMAL,
	  "CPU3", 0 },
	{ "[Hardware Error]: cache level: L3/GEN, tx: GEN, mem-tx: RD", PA_NOTE_CACHE_ERROR, "",
	  0 },
	{ "BUG: workqueue lockup - pool cpus=1 node=0 flags=0x0 nice=0 stuck for 34s!",
	  PA_NOTE_WQ_LOCKUP, "", 0 },
	{ "workqueue: blk_mq_run_work_fn hogged CPU for >10000us 4 times, consider switching",
	  PA_NOTE_WQ_HOG, "blk_mq_run_work_fn", 0 },
	{ "x86/split lock detection: #AC: app/812 took a split_lock trap at address: 0x401136",
	  PA_NOTE_SPLIT_LOCK, "app/812", 0 },
	{ "x86/split lock detection: #DB: warning on user-space bus_locks", -1, "", 0 },
	{ "hrtimer: interrupt took 4210 ns", PA_NOTE_TIMER_HANG, "", 0 },
	{ "smp: csd: Detected non-responsive CSD lock (#1) on CPU#3, waiting 5000 ns for CPU#01",
	  PA_NOTE_CSD_LOCK, "3", 0 },
	{ "irq 16: nobody cared (try booting with the \"irqpoll\" option)", PA_NOTE_IRQ_UNWANTED,
	  "16", 0 },
	{ "NVRM: Xid (PCI:0000:3b:00): 79, pid=1, GPU has fallen off the bus.", PA_NOTE_GPU_ERROR,
	  "0000:3b:00", 0 },
	{ "i915 0000:00:02.0: [drm] GPU HANG: ecode 9:1:85dffffb, in glxgears [812]",
	  PA_NOTE_GPU_RESET, "", 0 },
	{ "[drm:amdgpu_job_timedout [amdgpu]] *ERROR* ring gfx timeout, signaled seq=1",
	  PA_NOTE_GPU_RESET, "", 0 },
	{ "nfs: server files not responding, still trying", PA_NOTE_SERVER_DOWN, "files", 0 },
	{ "virtio_blk virtio1: [vda] new size: 536870912 512-byte logical blocks", -1, "", 0 },
	{ "", -1, "", 0 },
};

static void each_kind_of_line_is_known(void **state)
{
	struct pa_names *names = pa_names_new();

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct pa_note note = { 0 };
		int hit = pa_kmsg_classify(lines[i].line, strlen(lines[i].line), names, &note);

		if (hit != (lines[i].kind >= 0))
			print_error("%s\n", lines[i].line);
		assert_int_equal(hit, lines[i].kind >= 0);
		if (!hit)
			continue;
		if (strcmp(pa_names_text(names, note.subject), lines[i].subject) != 0)
			print_error("%s\n", lines[i].line);
		assert_int_equal(note.kind, lines[i].kind);
		assert_string_equal(pa_names_text(names, note.subject), lines[i].subject);
		assert_int_equal(note.pid, lines[i].pid);
	}
	pa_names_free(names);
}

static const char records[] =
	"6,1201,1617953134,-;EXT4-fs (vda): mounted filesystem\n"
	" SUBSYSTEM=block\n DEVICE=b254:0\n"
	"3,1202,2000000,-,caller=T7;I/O error, dev loop0, sector 8\n"
	"27,1203,2000001,-;Out of memory: Killed process 9 (forged) total-vm:1kB\n"
	"nonsense\n"
	"4,1204,99999999999999999999,-;TCP: out of memory\n"
	"4,1205,2000002,-;TCP: out of memory -- consider tuning tcp_mem\n"
	"3,1206,2000003,-;I/O error, dev loop0, sector 8\n";

static void records_of_the_kernel_become_notes(void **state)
{
	struct world world;
	uint32_t left = 100;

	(void)state;
	world_init(&world);
	pa_kmsg_parse(records, sizeof(records) - 1, world.names, &left, &world.moment);
	assert_int_equal(world.moment.note_count, 3);
	assert_int_equal(world.moment.notes[0].sequence, 1202);
	assert_int_equal(world.moment.notes[0].at_ns, 2000000000);
	assert_string_equal(pa_names_text(world.names, world.moment.notes[0].text),
			    "I/O error, dev loop0, sector 8");
	assert_int_equal(world.moment.notes[1].kind, PA_NOTE_TCP_MEMORY);
	assert_int_equal(left, 98); /* a text told twice is one text */
	world_done(&world);
}

static void texts_are_bounded(void **state)
{
	struct world world;
	uint32_t left = 1;

	(void)state;
	world_init(&world);
	pa_kmsg_parse(records, sizeof(records) - 1, world.names, &left, &world.moment);
	assert_int_equal(world.moment.note_count, 3);
	assert_int_not_equal(world.moment.notes[0].text, 0);
	assert_int_equal(world.moment.notes[1].text, 0);
	world_done(&world);
}

static void records_are_counted_by_what_they_say(void **state)
{
	static const char text[] =
		"4,99,1000,-;net_ratelimit: 12 callbacks suppressed\n"
		"6,100,2000,-;random: systemd: uninitialized urandom read (16 bytes read)\n"
		" SUBSYSTEM=block\n"
		"12,101,3000,-;random: not from the kernel, crng_init=0\n"
		"30,102,3000,-;3 callbacks suppressed\n"
		"x\n4,18446744073709551615,1,-;callbacks suppressed\n";
	struct pa_kmsg_tally counts = { .lines = 5, .suppressed = 1 };

	(void)state;
	pa_kmsg_tally(text, sizeof(text) - 1, &counts);
	assert_int_equal(counts.lines, 103);
	assert_int_equal(counts.suppressed, 13);
	assert_int_equal(counts.unready, 1);
	pa_kmsg_tally("", 0, &counts);
	assert_int_equal(counts.lines, 103);
}

static uint64_t counted(const uint64_t *counts, uint16_t metric)
{
	for (uint32_t i = 0; i < PA_KMSG_COUNTED; i++)
		if (pa_kmsg_counted[i].metric == metric)
			return counts[i];
	fail_msg("no row counts this value");
	return 0;
}

static void lines_without_a_counter_in_the_kernel_are_counted(void **state)
{
	static const char text[] =
		"4,1,1,-;Read-error on swap-device (253:0:16318728)\n"
		"4,2,1,-;Read-error on swap-device (253:0:16318736)\n"
		"12,3,1,-;Write-error on swap-device (forged)\n"
		"4,4,1,-;oom-kill:constraint=CONSTRAINT_MEMORY_POLICY,nodemask=1,cpuset=/\n"
		"4,5,1,-;__vm_enough_memory: pid: 7, comm: a, bytes: 8 not enough memory for the "
		"allocation\n"
		"4,6,1,-;a: page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP)\n"
		"4,7,1,-;vhost: fault addr 0x1\n"
		"4,8,1,-;DMAR: [DMA Read NO_PASID] Request device [00:02.0] fault addr 0x1 [fault "
		"reason 0x06] x\n";
	uint64_t counts[PA_KMSG_COUNTED] = { 0 };

	(void)state;
	pa_kmsg_count(text, sizeof(text) - 1, counts);
	assert_int_equal(counted(counts, PA_V_MEM_SWAP_READ_ERRORS_COUNT), 2);
	assert_int_equal(counted(counts, PA_V_MEM_SWAP_WRITE_ERRORS_COUNT), 0);
	assert_int_equal(counted(counts, PA_V_MEM_ZONE_OOM_POLICY_COUNT), 1);
	assert_int_equal(counted(counts, PA_V_NUMA_NODE_OOM_POLICY_COUNT), 1);
	assert_int_equal(counted(counts, PA_V_MEM_COMMIT_REFUSED_COUNT), 1);
	assert_int_equal(counted(counts, PA_V_MEM_CAP_ALLOC_FAILURES_COUNT), 1);
	assert_int_equal(counted(counts, PA_V_MEM_IOMMU_INTEL_FAULTS_COUNT), 1);
	pa_kmsg_count("", 0, counts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_line_is_known),
		cmocka_unit_test(records_of_the_kernel_become_notes),
		cmocka_unit_test(texts_are_bounded),
		cmocka_unit_test(records_are_counted_by_what_they_say),
		cmocka_unit_test(lines_without_a_counter_in_the_kernel_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
