/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/netns_open.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "platform/linux/kernel_module.h"
#include "platform/linux/netns.h"
#include "platform/linux/netns_find.h"
#include "platform/linux/nl.h"

enum { PATH_BYTES = 128 };

struct file_info {
	const char *path;   /* "net/…" is below /proc/thread-self, "sys/…" below /proc */
	bool one_record;    /* single_open() or a sysctl: a read that fits is the whole */
	bool short_records; /* so is one of at most half a page */
	bool first_only;
	bool fallback; /* for when sock_diag cannot be used */
};

static const struct file_info files[PA_NETNS_FILE_COUNT] = {
	[PA_NETNS_DEV] = { .path = "net/dev", .short_records = true },
	[PA_NETNS_SNMP] = { .path = "net/snmp", .one_record = true },
	[PA_NETNS_NETSTAT] = { .path = "net/netstat", .one_record = true },
	[PA_NETNS_SOCKSTAT] = { .path = "net/sockstat", .one_record = true },
	[PA_NETNS_SOCKSTAT6] = { .path = "net/sockstat6", .one_record = true },
	[PA_NETNS_CONNTRACK_STAT] = { .path = "net/stat/nf_conntrack", .short_records = true },
	[PA_NETNS_CONNTRACK_COUNT] = { .path = "sys/net/netfilter/nf_conntrack_count",
				       .one_record = true },
	[PA_NETNS_PORT_RANGE] = { .path = "sys/net/ipv4/ip_local_port_range", .one_record = true },
	[PA_NETNS_TW_BUCKETS] = { .path = "sys/net/ipv4/tcp_max_tw_buckets", .one_record = true },
	[PA_NETNS_SNMP6] = { .path = "net/snmp6", .one_record = true },
	[PA_NETNS_XFRM_STAT] = { .path = "net/xfrm_stat", .one_record = true },
	[PA_NETNS_TLS_STAT] = { .path = "net/tls_stat", .one_record = true },
	[PA_NETNS_RT6_STATS] = { .path = "net/rt6_stats", .one_record = true },
	[PA_NETNS_FRAGMENT_LIMIT] = { .path = "sys/net/ipv4/ipfrag_high_thresh",
				      .one_record = true },
	[PA_NETNS_FRAGMENT6_LIMIT] = { .path = "sys/net/ipv6/ip6frag_high_thresh",
				       .one_record = true },
	[PA_NETNS_ROUTE6_LIMIT] = { .path = "sys/net/ipv6/route/max_size", .one_record = true },
	[PA_NETNS_ARP_STAT] = { .path = "net/stat/arp_cache",
				.short_records = true,
				.first_only = true },
	[PA_NETNS_ARP_LIMIT] = { .path = "sys/net/ipv4/neigh/default/gc_thresh3",
				 .one_record = true,
				 .first_only = true },
	[PA_NETNS_NDISC_STAT] = { .path = "net/stat/ndisc_cache",
				  .short_records = true,
				  .first_only = true },
	[PA_NETNS_NDISC_LIMIT] = { .path = "sys/net/ipv6/neigh/default/gc_thresh3",
				   .one_record = true,
				   .first_only = true },
	[PA_NETNS_RT_CACHE] = { .path = "net/stat/rt_cache",
				.short_records = true,
				.first_only = true },
	[PA_NETNS_CONNTRACK_MAX] = { .path = "sys/net/netfilter/nf_conntrack_max",
				     .one_record = true,
				     .first_only = true },
	[PA_NETNS_TCP_MEM] = { .path = "sys/net/ipv4/tcp_mem",
			       .one_record = true,
			       .first_only = true },
	[PA_NETNS_UDP_MEM] = { .path = "sys/net/ipv4/udp_mem",
			       .one_record = true,
			       .first_only = true },
	[PA_NETNS_TCP] = { .path = "net/tcp", .fallback = true },
	[PA_NETNS_TCP6] = { .path = "net/tcp6", .fallback = true },
	[PA_NETNS_UDP] = { .path = "net/udp", .fallback = true },
	[PA_NETNS_UDP6] = { .path = "net/udp6", .fallback = true },
	[PA_NETNS_NETLINK] = { .path = "net/netlink", .fallback = true },
	[PA_NETNS_PACKET] = { .path = "net/packet", .fallback = true },
};

const char *pa_netns_file_path(unsigned int file)
{
	return files[file].path;
}

enum pa_file_end pa_netns_file_end(unsigned int file)
{
	if (files[file].one_record)
		return PA_FILE_ONE_RECORD;
	return files[file].short_records ? PA_FILE_SHORT_RECORDS : PA_FILE_ASKED;
}

void pa_netns_door_init(struct pa_netns_door *door)
{
	*door = (struct pa_netns_door){
		.tcp_diag_ready = pa_kernel_module_ready("tcp_diag"),
		.udp_diag_ready = pa_kernel_module_ready("udp_diag"),
		.unix_diag_ready = pa_kernel_module_ready("unix_diag"),
		.netlink_diag_ready = pa_kernel_module_ready("netlink_diag"),
		.packet_diag_ready = pa_kernel_module_ready("af_packet_diag"),
	};
	door->home_fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	if (door->home_fd < 0)
		door->home_fd = -errno;
	/* Who may not enter his own namespace could not come back to it. */
	door->refused = door->home_fd;
	if (door->home_fd >= 0)
		door->refused = setns(door->home_fd, CLONE_NEWNET) ? -errno : 0;
}

void pa_netns_door_done(struct pa_netns_door *door)
{
	pa_fd_closep(&door->home_fd);
	door->home_fd = -EBADF;
}

static int open_or_errno(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/* Text is only for what sock_diag cannot tell. */
static bool needs_fallback(const struct pa_netns *ns, const struct file_info *file)
{
	if (ns->diag_fd < 0)
		return true;
	if (file == &files[PA_NETNS_NETLINK])
		return !ns->netlink_diag_ready;
	if (file == &files[PA_NETNS_PACKET])
		return !ns->packet_diag_ready;
	return !ns->tcp_diag_ready || !ns->udp_diag_ready;
}

/* One file, seen from inside (pid 0) or through /proc/PID from outside. */
static int open_file(const struct pa_netns *ns, const struct file_info *file, int32_t pid)
{
	bool is_sysctl = !strncmp(file->path, "sys/", 4);
	char path[PATH_BYTES];

	if ((file->first_only && !ns->is_first) || (file->fallback && !needs_fallback(ns, file)))
		return -ENOENT;
	if (is_sysctl && pid)
		return -EPERM;
	if (is_sysctl)
		(void)snprintf(path, sizeof(path), "/proc/%s", file->path);
	else if (pid)
		(void)snprintf(path, sizeof(path), "/proc/%d/%s", pid, file->path);
	else
		(void)snprintf(path, sizeof(path), "/proc/thread-self/%s", file->path);
	return open_or_errno(path);
}

static void open_here(struct pa_netns *ns)
{
	ns->diag_fd = pa_nl_open(NETLINK_SOCK_DIAG);
	ns->route_fd = pa_nl_open(NETLINK_ROUTE);
	for (int i = 0; i < PA_NETNS_FILE_COUNT; i++)
		ns->fd[i] = open_file(ns, &files[i], 0);
}

static void open_outside(struct pa_netns *ns, int32_t pid, int refused)
{
	ns->diag_fd = refused;
	ns->route_fd = refused;
	for (int i = 0; i < PA_NETNS_FILE_COUNT; i++)
		ns->fd[i] = pid ? open_file(ns, &files[i], pid) : refused;
}

/* A descriptor of the namespace, or a negative errno. A process may have ended, and its number
 * or the mount may mean another one by now: -ESTALE. */
static int way_in(const struct pa_netns_found *found)
{
	char path[PATH_BYTES];
	struct stat st;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/ns/net", found->pid);
	fd = open_or_errno(found->pid ? path : found->mount ? found->mount : "");
	if (fd >= 0 && (fstat(fd, &st) < 0 || st.st_ino != found->inode)) {
		pa_fd_closep(&fd);
		return -ESTALE;
	}
	return fd;
}

static void go_home(const struct pa_netns_door *door)
{
	/* It was tried when the door was made. Were it refused now, every later answer would
	 * be about the wrong machine: there is no going on. */
	if (setns(door->home_fd, CLONE_NEWNET))
		abort();
}

void pa_netns_open(const struct pa_netns_door *door, const struct pa_netns_found *found,
		   struct pa_netns *ns)
{
	int error = door->refused, fd = -1;

	ns->tcp_diag_ready = door->tcp_diag_ready;
	ns->udp_diag_ready = door->udp_diag_ready;
	ns->unix_diag_ready = door->unix_diag_ready;
	ns->netlink_diag_ready = door->netlink_diag_ready;
	ns->packet_diag_ready = door->packet_diag_ready;
	if (ns->is_first) {
		open_here(ns);
		return;
	}
	if (!found)
		error = -ENOENT;
	if (!error) {
		fd = way_in(found);
		error = fd < 0 ? fd : setns(fd, CLONE_NEWNET) ? -errno : 0;
	}
	if (error) {
		open_outside(ns, found && error != -ESTALE ? found->pid : 0, error);
	} else {
		open_here(ns);
		go_home(door);
	}
	pa_fd_closep(&fd);
}

static void shut(int *fd)
{
	pa_fd_closep(fd);
	*fd = -EBADF;
}

void pa_netns_close(struct pa_netns *ns)
{
	shut(&ns->diag_fd);
	shut(&ns->route_fd);
	for (int i = 0; i < PA_NETNS_FILE_COUNT; i++)
		shut(&ns->fd[i]);
}
