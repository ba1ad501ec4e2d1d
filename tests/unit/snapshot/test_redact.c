/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "help.h"
#include "snapshot/redact_internal.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_internal.h"

static int begin(void **state)
{
	*state = pa_snapshot_create(NULL, 0, NULL);
	help_put(*state, 0, "clock", "1 1 0\n");
	return *state ? 0 : -1;
}

static int end(void **state)
{
	pa_snapshot_abandon(*state);
	return 0;
}

static struct pa_snapshot *redacted(void **state)
{
	struct pa_snapshot *content = pa_snapshot_content(*state);

	assert_int_equal(pa_snapshot_redact(content, NULL), 0);
	return content;
}

/* What a text becomes; host web-7.corp.test, user alice, mounts /data and /home/alice/m are known.
 */
static void becomes(const char *text, uint32_t flags, const char *want)
{
	struct pa_redact redact;
	struct pa_buf out;

	pa_redact_init(&redact);
	pa_buf_init(&out, 4096);
	pa_redact_learn_host(&redact, "web-7.corp.test", strlen("web-7.corp.test"));
	pa_redact_learn_user(&redact, "alice", strlen("alice"));
	pa_redact_learn_place(&redact, "/data", strlen("/data"));
	pa_redact_learn_place(&redact, "/tenant/blue", strlen("/tenant/blue"));
	pa_redact_text(&redact, text, strlen(text), flags, &out);
	assert_string_equal(out.bytes ? out.bytes : "", want);
	pa_buf_done(&out);
	pa_redact_done(&redact);
}

static void names_of_containers_are_left_out(void **state)
{
	(void)state;
	assert_int_equal(pa_redact_kind_of("src/containers/3f2a1b9c"), PA_REDACT_EMPTY);
	assert_int_equal(pa_redact_kind_of("src/task_memory/4121"), PA_REDACT_KEEP);
	assert_int_equal(pa_redact_kind_of("proc/self/ns/cgroup"), PA_REDACT_KEEP);
}

static void addresses_become_examples(void **state)
{
	(void)state;
	becomes("10.1.2.3 10.1.2.4:80 (10.1.2.3)", 0, "192.0.2.1 192.0.2.2:80 (192.0.2.1)");
	becomes("addr=10.1.2.3,x", 0, "addr=192.0.2.1,x");
	becomes("[2a01:4f8::7]:443 2a01:4f8::7/64", 0, "[2001:db8::1]:443 2001:db8::1/64");
	becomes("at 2a01:4f8:0:0:0:0:0:7.", 0, "at 2001:db8::1.");
	becomes("fe80::5054:ff:fe12:3456%eth0", 0, "fe80::1%eth0");
	becomes("::ffff:10.1.2.3", 0, "::ffff:192.0.2.1");
	becomes("link 52:54:00:ab:cd:ef up", 0, "link 00:00:00:00:00:00 up");
	becomes("ip-10-1-2-3 x", 0, "host-1 x");
}

static void what_only_looks_like_an_address_stays(void **state)
{
	static const char *const same[] = {
		"127.0.0.1:80 0.0.0.0 255.255.255.0 ::1 ::",
		"0000:00:1f.2 at 12:34:56 1.2.3",
		"std::abc",
		"0::/user.slice",
		"4:memory:/a.slice\n0::/",
		"std::abc",
		"1.2.3.4.5 300.1.1.1",
		"25 30 0:22 / /sys rw - sysfs sysfs rw",
		"7f12ab34cd56e",
		"I/O error on sda",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		becomes(same[i], 0, same[i]);
	becomes("proc/4/net/sys/devices/pci0000:00/0000:00:1f.2/x", PA_REDACT_PATH,
		"proc/4/net/sys/devices/pci0000:00/0000:00:1f.2/x");
}

static void hosts_users_and_homes_are_numbered(void **state)
{
	(void)state;
	becomes("web-7.corp.test web-7 x.corp.test", 0, "host-1 host-2 host-3");
	becomes("bob@db.example.com alice alicex", 0, "user-1@host-1 user-2 alicex");
	becomes("/home/alice/m a", 0, "/home/user-1/file-1 a");
	becomes("/home/alice\n/home/bob/x.log", 0, "/home/user-1\n/home/user-2/file-1.log");
	becomes("src/statvfs//home/alice/a b", PA_REDACT_PATH, "src/statvfs//home/user-1/file-1");
	becomes("getty@tty1.service", 0, "getty@tty1.service");
}

static void ids_of_containers_and_users_are_numbered(void **state)
{
	(void)state;
	becomes("/docker/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 0,
		"/docker/id-1");
	becomes("podabcdef01-2345-6789-abcd-ef0123456789", 0, "podid-1");
	becomes("user.slice/user-1000.slice/user@1000.service", 0,
		"user.slice/user-70001.slice/user@70001.service");
	becomes("user-0.slice", 0, "user-0.slice");
	becomes("machine.slice/machine-qemu\\x2d1\\x2dacme.scope/x", 0,
		"machine.slice/machine-id-1.scope/x");
	becomes("dead12beef34 123456789012", 0, "id-1 123456789012");
}

static void network_mounts_lose_their_names(void **state)
{
	(void)state;
	becomes("36 - nfs4 filer:/export/acme rw,addr=10.0.0.1", 0,
		"36 - nfs4 host-1:/file-1 rw,addr=192.0.2.1");
	becomes("- nfs 10.0.0.1:/export/acme rw", 0, "- nfs 192.0.2.1:/file-1 rw");
	becomes("- cifs //nas/acme rw,username=joe,domain=x", 0,
		"- cifs //host-1/file-1 rw,username=redacted,domain=redacted");
	becomes("- fuse.sshfs joe@far:/srv rw", 0, "- fuse.sshfs user-1@host-1:/file-1 rw");
}

static void paths_in_a_log_are_files_unless_known_places(void **state)
{
	(void)state;
	becomes("open \"/srv/acme/x.db\" failed", PA_REDACT_LOG, "open \"/file-1.db\" failed");
	becomes("Task in /tenant/blue killed", PA_REDACT_LOG, "Task in /tenant/blue killed");
	becomes("dev /dev/sda1, /proc/x", PA_REDACT_LOG, "dev /dev/sda1, /proc/x");
	becomes("I/O error, dev vda, sector 7", PA_REDACT_LOG, "I/O error, dev vda, sector 7");
}

static void open_files_keep_mount_and_extension(void **state)
{
	struct pa_snapshot *content;

	help_put(
		*state, 0, "proc/self/mountinfo",
		"1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /data\\040b rw - xfs /dev/sdb rw\n");
	help_put(*state, 0, "proc/4/fd/1", "/data b/acme/ib.ibd");
	help_put(*state, 0, "proc/4/fd/2", "/srv/acme/x.log (deleted)");
	help_put(*state, 0, "proc/4/fd/3", "socket:[77]");
	help_put(*state, 0, "proc/4/fd/4", "/dev/null");
	help_put(*state, 0, "proc/4/fd/5", "/data b");
	help_put(*state, 0, "proc/4/fd/6", "/srv/acme/Customer");
	content = redacted(state);
	help_says(content, 0, "proc/4/fd/1", "/data b/file-1.ibd");
	help_says(content, 0, "proc/4/fd/2", "/file-2.log (deleted)");
	help_says(content, 0, "proc/4/fd/3", "socket:[77]");
	help_says(content, 0, "proc/4/fd/4", "/dev/null");
	help_says(content, 0, "proc/4/fd/5", "/data b");
	help_says(content, 0, "proc/4/fd/6", "/file-3");
}

static void arguments_go_and_commands_stay(void **state)
{
	struct pa_snapshot *content;
	const char *bytes = NULL;
	size_t size_bytes = 0;
	struct pa_replay replay;

	help_put(*state, 0, "proc/sys/kernel/hostname", "web-7\n");
	/* the tape would refuse these two: as in a recording made by other means */
	(void)pa_replies_put(&pa_snapshot_content(*state)->replies, 0, "proc/4/cmdline", 0,
			     "/opt/acme/mysqld\0--secret=x\0", 28);
	(void)pa_replies_put(&pa_snapshot_content(*state)->replies, 0, "proc/4/environ", 0,
			     "TOKEN=x", 7);
	help_put(*state, 0, "proc/4/task/5/stat", "5 (mysqld) S 1 2 3\n");
	help_put(*state, 0, "proc/4/task/6/stat", "6 (web-7) S 1 2 3\n");
	help_put(*state, 0, "proc/4/task/6/comm", "web-7\n");
	help_put(*state, 0, "proc/4/status", "Name:\tweb-7\nUmask:\t0022\n");
	help_put(*state, 0, "proc/version",
		 "Linux version 6.1.0-13-amd64 (joe@build) (gcc 12) #1 SMP Debian\n");
	help_put(*state, 0, "proc/cmdline",
		 "BOOT_IMAGE=/x root=UUID=1 isolcpus=2-3 quiet swiotlb=force\n");
	content = redacted(state);
	replay = pa_snapshot_replay(content);
	assert_int_equal(replay.get(replay.self, 0, "proc/4/cmdline", &bytes, &size_bytes), 0);
	assert_int_equal(size_bytes, 7);
	assert_string_equal(bytes, "mysqld");
	help_says(content, 0, "proc/4/environ", "");
	help_says(content, 0, "proc/4/task/5/stat", "5 (mysqld) S 1 2 3\n");
	help_says(content, 0, "proc/4/task/6/stat", "6 (host-1) S 1 2 3\n");
	help_says(content, 0, "proc/4/task/6/comm", "host-1\n");
	help_says(content, 0, "proc/4/status", "Name:\thost-1\nUmask:\t0022\n");
	help_says(content, 0, "proc/sys/kernel/hostname", "host-1\n");
	help_says(content, 0, "proc/version",
		  "Linux version 6.1.0-13-amd64 (redacted) #1 SMP Debian\n");
	help_says(content, 0, "proc/cmdline",
		  "BOOT_IMAGE=redacted root=redacted isolcpus=2-3 quiet swiotlb=force\n");
}

static const char hex_line[] =
	"   0: 0A00020A:1F90 0B00020A:C350 01 00000000:00000000 02:000A7214 00000000  1000\n";

static void addresses_in_hex_follow_those_in_text(void **state)
{
	struct pa_snapshot *content;

	help_put(*state, 0, "proc/arp", "10.2.0.10 0x1\n");
	help_put(*state, 0, "src/netns/self/net/tcp", hex_line);
	help_put(
		*state, 0, "src/netns/self/net/tcp6",
		"0: 0000000000000000FFFF00000B00020A:1F90 00000000000000000000000001000000:0050\n");
	content = redacted(state);
	help_says(content, 0, "proc/arp", "192.0.2.1 0x1\n");
	if (htonl(1) == 1)
		skip(); /* the lines above are of a little-endian machine */
	help_says(content, 0, "src/netns/self/net/tcp",
		  "   0: 010200C0:1F90 020200C0:C350 01 00000000:00000000 02:000A7214 00000000  "
		  "1000\n");
	help_says(
		content, 0, "src/netns/self/net/tcp6",
		"0: 0000000000000000FFFF0000020200C0:1F90 00000000000000000000000001000000:0050\n");
}

struct message {
	uint32_t length;
	uint16_t type, flags;
	uint32_t sequence, port;
	uint8_t body[72];
	uint16_t attribute_bytes, attribute_type;
	uint8_t attribute[8];
};

static void binary_addresses_follow_those_in_text(void **state)
{
	static const uint8_t six[16] = { 0x2a, 0x01, 4, 0xf8, [15] = 7 };
	static const uint8_t four[4] = { 10, 2, 0, 10 };
	static const uint8_t mac[6] = { 0x52, 0x54, 0, 0xab, 0xcd, 0xef };
	struct message diag[2] = { { .length = 100,
				     .type = 20,
				     .attribute_bytes = 12,
				     .attribute_type = 2,
				     .attribute = "figures" } };
	struct message link = { .length = 100, .type = 16, .attribute_bytes = 8 };
	struct message got[2];
	struct pa_snapshot *content;

	diag[1] = diag[0];
	diag[0].body[0] = AF_INET;
	memcpy(diag[0].body + 8, four, 4);
	diag[1].body[0] = AF_INET6;
	memcpy(diag[1].body + 24, six, 16);
	/* ifinfomsg, then IFLA_ADDRESS and, as the rest of the body, IFLA_IFNAME */
	memcpy(link.body + 16, (const uint16_t[]){ 10, 1 }, 4);
	memcpy(link.body + 20, mac, 6);
	memcpy(link.body + 28, (const uint16_t[]){ 44, 3 }, 4);
	memcpy(link.body + 32, "enx525400abcdef", 15);
	help_put(*state, 0, "proc/net/arp", "10.2.0.10 52:54:00:ab:cd:ef\n");
	help_put_bytes(*state, 0, "src/inet_diag/self/tcp", diag, sizeof(diag));
	help_put_bytes(*state, 0, "src/link/self", &link, sizeof(link));
	help_put(*state, 0, "sys/class/net/enx525400abcdef/mtu", "1500\n");
	content = redacted(state);
	assert_false(help_holds(content, four, 4));
	assert_false(help_holds(content, six, 16));
	assert_false(help_holds(content, mac, 6));
	assert_false(help_holds(content, "525400abcdef", 12));
	help_says(content, 0, "proc/net/arp", "192.0.2.1 00:00:00:00:00:00\n");
	memcpy(got, help_text(content, 0, "src/inet_diag/self/tcp"), sizeof(got));
	assert_memory_equal(got[0].body + 8, ((const uint8_t[]){ 192, 0, 2, 1 }), 4);
	assert_memory_equal(got[1].body + 24, ((const uint8_t[]){ 0x20, 1, 0xd, 0xb8, [15] = 1 }),
			    16);
	assert_string_equal((const char *)got[1].attribute, "figures");
	memcpy(got, help_text(content, 0, "src/link/self"), sizeof(got[0]));
	assert_string_equal((const char *)got[0].body + 32, "enx000000000001");
	assert_string_equal(help_list(content, 0, "sys/class/net"), "enx000000000001");
}

static void broken_messages_are_zeroed(void **state)
{
	char broken[64];

	memset(broken, 0x41, sizeof(broken));
	help_put_bytes(*state, 0, "src/inet_diag/self/tcp", broken, sizeof(broken));
	help_put_bytes(*state, 0, "src/link/self", broken, 7);
	help_put_bytes(*state, 0, "src/taskstats/7", broken, 64);
	assert_false(help_holds(redacted(state), "AAAA", 4));
}

static void the_name_in_taskstats_is_redacted_like_comm(void **state)
{
	char stats[328] = { 0 };
	struct pa_snapshot *content;

	memcpy(stats + 80, "web-7", 5);
	stats[200] = 77;
	help_put(*state, 0, "proc/sys/kernel/hostname", "web-7\n");
	help_put_bytes(*state, 0, "src/taskstats/7", stats, sizeof(stats));
	content = redacted(state);
	assert_string_equal(help_text(content, 0, "src/taskstats/7") + 80, "host-1");
	assert_int_equal(help_text(content, 0, "src/taskstats/7")[200], 77);
	help_put_bytes(*state, 1, "src/unheard/of", "a\0b", 3);
}

static void a_binary_reply_that_nobody_knows_is_left_out(void **state)
{
	help_put_bytes(*state, 0, "src/unheard/of", "web-7\0b", 7);
	help_fails(redacted(state), 0, "src/unheard/of", -ENODATA);
}

static void what_users_declared_keeps_its_meaning_only(void **state)
{
	struct pa_snapshot *content;

	help_put(*state, 0, "proc/sys/kernel/hostname", "web-7\n");
	help_put(*state, 0, "src/config/declared",
		 "[resource web-7]\ntitle = Orders of ACME\nfile = /srv/acme/queue\n"
		 "saturation = gauge of acme: # jobs\nerrors = counter\nsaturated_above = 100\n"
		 "unit = jobs\nsentence = ACME waits\nnext = acmectl\nculprit = acmed\n\n"
		 "[capacity]\ndisk vda = 3000 iops\n");
	help_put(*state, 0, "src/user/web-7", "saturation 812\n");
	content = redacted(state);
	help_says(content, 0, "src/config/declared",
		  "[resource host-1]\nfile = /redacted\nsaturation = gauge of redacted\n"
		  "errors = counter\nsaturated_above = 100\nunit = jobs\n\n"
		  "[capacity]\ndisk vda = 3000 iops\n");
	help_says(content, 0, "src/user/host-1", "saturation 812\n");
}

static void the_log_keeps_what_the_kernel_said(void **state)
{
	struct pa_snapshot *content;

	help_put(*state, 0, "proc/sys/kernel/hostname", "web-7\n");
	help_put(*state, 0, "proc/4/cgroup", "4:memory:/tenant/blue\n");
	help_put(*state, 0, "src/kmsg",
		 "6,1,0,-;Linux version 6.1 (joe@build) (gcc) #1 SMP\n"
		 "6,2,0,-;Command line: root=/dev/x secret=1\n"
		 "30,3,5,-;systemd[1]: web-7: started acme\n"
		 "4,4,9,-;Memory cgroup out of memory: Killed process 7 (web-7)\n"
		 "4,5,9,-;Task in /tenant/blue killed\n"
		 " SUBSYSTEM=pci\n DEVICE=+pci:0000:00:1f.2\n"
		 "3,6,9,-;I/O error, dev vda, sector 5 op 0x0:(READ)");
	content = redacted(state);
	help_says(content, 0, "src/kmsg",
		  "6,1,0,-;Linux version 6.1 (redacted) #1 SMP\n"
		  "6,2,0,-;Command line: redacted\n"
		  "30,3,5,-;redacted\n"
		  "4,4,9,-;Memory cgroup out of memory: Killed process 7 (host-1)\n"
		  "4,5,9,-;Task in /tenant/blue killed\n"
		  " SUBSYSTEM=pci\n DEVICE=+pci:0000:00:1f.2\n"
		  "3,6,9,-;I/O error, dev vda, sector 5 op 0x0:(READ)");
}

static void paths_of_replies_follow_their_texts(void **state)
{
	static const char id[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct pa_snapshot *content;
	char text[256], path[256];

	(void)snprintf(text, sizeof(text), "0::/docker/%s\n", id);
	(void)snprintf(path, sizeof(path), "sys/fs/cgroup/docker/%s/cpu.stat", id);
	help_put(*state, 0, "proc/4/cgroup", text);
	help_put(*state, 0, path, "usage_usec 1\n");
	help_fail(*state, 1, path, -EACCES);
	help_put(*state, 1, "clock", "2 2 0\n");
	content = redacted(state);
	help_says(content, 0, "proc/4/cgroup", "0::/docker/id-1\n");
	help_says(content, 0, "sys/fs/cgroup/docker/id-1/cpu.stat", "usage_usec 1\n");
	help_fails(content, 1, "sys/fs/cgroup/docker/id-1/cpu.stat", -EACCES);
}

static void kernel_tables_are_kept_to_the_byte(void **state)
{
	static const char text[] = "eth0: 12 10.2.3.4 web-7 ::7\n";
	struct pa_snapshot *content;

	help_put(*state, 0, "proc/sys/kernel/hostname", "web-7\n");
	help_put(*state, 0, "src/netns/self/net/dev", text);
	help_put(*state, 0, "proc/vmstat", text);
	help_put(*state, 0, "src/netns/self/sys/net/ipv4/tcp_mem", text);
	content = redacted(state);
	help_says(content, 0, "src/netns/self/net/dev", text);
	help_says(content, 0, "proc/vmstat", text);
	help_says(content, 0, "src/netns/self/sys/net/ipv4/tcp_mem", text);
}

static void a_host_called_like_a_word_of_the_kernel_spoils_nothing(void **state)
{
	struct pa_snapshot *content;

	help_put(*state, 0, "proc/sys/kernel/hostname", "memory\n");
	help_put(*state, 0, "proc/4/cgroup", "4:memory:/x\n");
	content = redacted(state);
	help_says(content, 0, "proc/sys/kernel/hostname", "host-1\n");
	help_says(content, 0, "proc/4/cgroup", "4:memory:/x\n");
}

static void a_host_called_like_a_folder_of_the_kernel_moves_no_reply(void **state)
{
	struct pa_snapshot *content;

	help_put(*state, 0, "proc/sys/kernel/hostname", "block\n");
	help_put(*state, 0, "sys/block/vda/stat", "1\n");
	help_put(*state, 0, "sys/fs/cgroup/block/cpu.stat", "usage_usec 1\n");
	content = redacted(state);
	help_says(content, 0, "sys/block/vda/stat", "1\n");
	help_says(content, 0, "sys/fs/cgroup/host-1/cpu.stat", "usage_usec 1\n");
}

static void serial_numbers_go(void **state)
{
	struct pa_snapshot *content;

	help_put(*state, 0, "sys/block/nvme0n1/device/serial", "S3X9NX0\n");
	help_put(*state, 0, "sys/block/nvme0n1/stat", "1 2 3\n");
	help_put(*state, 0, "sys/class/net/eth0/address", "52:54:00:ab:cd:ef\n");
	content = redacted(state);
	help_says(content, 0, "sys/block/nvme0n1/device/serial", "redacted\n");
	help_says(content, 0, "sys/block/nvme0n1/stat", "1 2 3\n");
	help_says(content, 0, "sys/class/net/eth0/address", "00:00:00:00:00:00\n");
}

static void addresses_of_the_kernel_go_and_tables_of_cpus_stay(void **state)
{
	struct pa_snapshot *content;

	help_put(*state, 0, "proc/timer_list", "cpu: 0\n #0: <ffff8880>, hrtimer_wakeup, S:01\n");
	help_put(*state, 0, "proc/irq/36/smp_affinity_list", "0-1\n");
	help_put(*state, 0, "sys/bus/pci/devices/0000:00:01.0/current_link_width", "4\n");
	help_put(*state, 0, "src/nvml", "0 busy_percent 83\n");
	content = redacted(state);
	help_says(content, 0, "proc/timer_list", "");
	help_says(content, 0, "proc/irq/36/smp_affinity_list", "0-1\n");
	help_says(content, 0, "sys/bus/pci/devices/0000:00:01.0/current_link_width", "4\n");
	help_says(content, 0, "src/nvml", "0 busy_percent 83\n");
}

static void meta_is_redacted_and_says_so(void **state)
{
	struct pa_snapshot *content;

	assert_int_equal(pa_snapshot_meta(*state, "machine.hostname", "memory.corp.test"), 0);
	assert_int_equal(pa_snapshot_meta(*state, "machine.note", "at 10.2.0.10"), 0);
	content = redacted(state);
	assert_string_equal(pa_snapshot_meta_get(content, "machine.hostname"), "host-1");
	assert_string_equal(pa_snapshot_meta_get(content, "machine.note"), "at 192.0.2.1");
	assert_string_equal(pa_snapshot_meta_get(content, "redacted"), "true");
	assert_string_equal(pa_snapshot_meta_get(content, "format"), "1");
}

static void redacting_twice_changes_nothing_more(void **state)
{
	struct pa_snapshot *content;

	help_put(*state, 0, "proc/x", "10.0.0.2 10.0.0.1");
	content = redacted(state);
	help_says(content, 0, "proc/x", "192.0.2.1 192.0.2.2");
	content = redacted(state);
	help_says(content, 0, "proc/x", "192.0.2.1 192.0.2.2");
}

static void numbers_go_past_the_first_example_network(void **state)
{
	struct pa_redact redact;
	uint8_t address[4] = { 10, 0, 0, 0 }, last[4];

	(void)state;
	pa_redact_init(&redact);
	for (unsigned int i = 0; i < 2000; i++) {
		memcpy(last, address, 4);
		last[2] = (uint8_t)(i >> 8);
		last[3] = (uint8_t)i;
		pa_redact_address4(&redact, last);
	}
	assert_memory_equal(last, ((const uint8_t[]){ 198, 18, 4, 214 }), 4);
	pa_redact_done(&redact);
}

/* Everything at once, written to a file and read back: none of the originals is left. */
static void no_original_is_left_in_the_file(void **state)
{
	static const char *const originals[] = {
		"web-7", "corp.test", "alice", "10.2.0.10", "0A00020A",	    "52:54:00:ab:cd:ef",
		"acme",	 "secret",    "joe",   "2a01:4f8",  "525400abcdef", "S3X9NX0",
	};
	struct help_place place;
	struct pa_snapshot *back;
	char *file;

	help_place_init(&place);
	assert_int_equal(pa_snapshot_meta(*state, "machine.hostname", "web-7.corp.test"), 0);
	help_put(*state, 0, "proc/sys/kernel/hostname", "web-7\n");
	help_put(*state, 0, "proc/self/mountinfo",
		 "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"
		 "2 1 8:2 / /home/alice/acme rw - nfs4 web-9.corp.test:/acme rw,addr=10.2.0.10\n");
	help_put(*state, 0, "src/statvfs//home/alice/acme", "1 2 3\n");
	help_fail(*state, 0, "src/statvfs//home/alice/x", -EACCES);
	help_put(*state, 0, "proc/9/fd/3", "/home/alice/acme/secret.db");
	help_put(*state, 0, "proc/9/comm", "alice\n");
	(void)pa_replies_put(&pa_snapshot_content(*state)->replies, 0, "proc/9/cmdline", 0,
			     "/home/alice/acme/tool --secret", 30);
	help_put(*state, 0, "proc/net/tcp", hex_line);
	help_put(*state, 0, "proc/net/unix",
		 "ffff: 2 0 0 1 1 77 @/tmp/acme\nx: 0 /run/alice/bus\n");
	help_put(*state, 0, "proc/9/maps", "7f0-7f1 r-xp 0 08:01 7    /home/alice/acme/lib.so\n");
	help_put(*state, 0, "src/kmsg", "6,1,0,-;eth0 52:54:00:ab:cd:ef ip 2a01:4f8::7 web-7\n");
	help_put(*state, 0, "sys/class/net/enx525400abcdef/mtu", "1500\n");
	help_put(*state, 0, "sys/block/sda/device/serial", "S3X9NX0\n");
	help_put(*state, 0, "sys/block/dm-0/dm/name", "acme-data\n");
	help_put(*state, 0, "proc/mounts", "joe@web-7:/x /mnt fuse.sshfs rw,user=joe 0 0\n");
	back = redacted(state);
	for (size_t i = 0; i < sizeof(originals) / sizeof(originals[0]); i++)
		if (help_holds(back, originals[i], strlen(originals[i])))
			fail_msg("left in memory: %s", originals[i]);
	assert_int_equal(pa_snapshot_write(back, help_path(&place, "a.tar"), 0, NULL), 0);
	file = calloc(1, 1 << 20);
	assert_non_null(file);
	{
		FILE *in = fopen(help_path(&place, "a.tar"), "re");
		size_t bytes;

		assert_non_null(in);
		bytes = fread(file, 1, 1 << 20, in);
		fclose(in);
		for (size_t i = 0; i < sizeof(originals) / sizeof(originals[0]); i++)
			if (memmem(file, bytes, originals[i], strlen(originals[i])))
				fail_msg("left in the file: %s", originals[i]);
	}
	free(file);
	help_place_done(&place);
}

#define FACT(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(names_of_containers_are_left_out),
		FACT(addresses_become_examples),
		FACT(what_only_looks_like_an_address_stays),
		FACT(hosts_users_and_homes_are_numbered),
		FACT(ids_of_containers_and_users_are_numbered),
		FACT(network_mounts_lose_their_names),
		FACT(paths_in_a_log_are_files_unless_known_places),
		FACT(open_files_keep_mount_and_extension),
		FACT(arguments_go_and_commands_stay),
		FACT(addresses_in_hex_follow_those_in_text),
		FACT(binary_addresses_follow_those_in_text),
		FACT(broken_messages_are_zeroed),
		FACT(the_name_in_taskstats_is_redacted_like_comm),
		FACT(a_binary_reply_that_nobody_knows_is_left_out),
		FACT(what_users_declared_keeps_its_meaning_only),
		FACT(the_log_keeps_what_the_kernel_said),
		FACT(paths_of_replies_follow_their_texts),
		FACT(kernel_tables_are_kept_to_the_byte),
		FACT(a_host_called_like_a_word_of_the_kernel_spoils_nothing),
		FACT(a_host_called_like_a_folder_of_the_kernel_moves_no_reply),
		FACT(serial_numbers_go),
		FACT(addresses_of_the_kernel_go_and_tables_of_cpus_stay),
		FACT(meta_is_redacted_and_says_so),
		FACT(redacting_twice_changes_nothing_more),
		FACT(numbers_go_past_the_first_example_network),
		FACT(no_original_is_left_in_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
