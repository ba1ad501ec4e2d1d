/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network namespaces of the machine. The counters of /proc/net and the sockets are kept by
 * namespace, so every source of the network asks each of them. Namespaces are found by nsfs
 * mounts (/run/netns/NAME: the name is NAME) and by /proc/PID/ns/net (the name is the inode
 * number). The first is ours: its instance is 0; the others' is "netns:NAME".
 *
 * A namespace is entered once, by the calling thread and only to open its files and sockets:
 * these stay bound to it (measured on 6.18, sysctl files too). They also keep it alive, so one
 * that nobody else uses dies when the next look at mounts and processes misses it.
 * The list owns its namespaces; a pointer is good until the next refresh.
 */
#ifndef PA_PLATFORM_LINUX_NETNS_H
#define PA_PLATFORM_LINUX_NETNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_buf;
struct pa_linux;
struct pa_moment;
struct pa_netns_list;
struct pa_source;

extern const struct pa_source pa_source_netns; /* before all other sources of the network */

/* More are counted (ns.user.netns_unread_count) and not read. */
enum { PA_NETNS_MAX = 256, PA_NETNS_NAME_BYTES = 256 };

/* What can be read in a namespace. */
enum pa_netns_file {
	PA_NETNS_DEV,
	PA_NETNS_SNMP,
	PA_NETNS_NETSTAT,
	PA_NETNS_SOCKSTAT,
	PA_NETNS_SOCKSTAT6,
	PA_NETNS_CONNTRACK_STAT,
	PA_NETNS_CONNTRACK_COUNT,
	PA_NETNS_PORT_RANGE,
	PA_NETNS_TW_BUCKETS,
	PA_NETNS_SNMP6,
	PA_NETNS_XFRM_STAT,
	PA_NETNS_TLS_STAT,
	PA_NETNS_RT6_STATS,
	PA_NETNS_FRAGMENT_LIMIT,
	PA_NETNS_FRAGMENT6_LIMIT,
	PA_NETNS_ROUTE6_LIMIT,
	PA_NETNS_ARP_STAT, /* this and the next seven: the first namespace only */
	PA_NETNS_ARP_LIMIT,
	PA_NETNS_NDISC_STAT,
	PA_NETNS_NDISC_LIMIT,
	PA_NETNS_RT_CACHE,
	PA_NETNS_CONNTRACK_MAX,
	PA_NETNS_TCP_MEM,
	PA_NETNS_UDP_MEM,
	PA_NETNS_TCP, /* this and those below: when sock_diag cannot be used */
	PA_NETNS_TCP6,
	PA_NETNS_UDP,
	PA_NETNS_UDP6,
	PA_NETNS_NETLINK,
	PA_NETNS_PACKET,
	PA_NETNS_FILE_COUNT
};

/* An interface of a namespace. */
struct pa_netif {
	char name[16];
	uint32_t instance; /* name id: "eth0" or "netns:NAME/eth0" */
	uint32_t index;	   /* the kernel's number; 0 when not told */
	bool is_card;	   /* of a driver: no bridge, bond, tunnel, veth, loopback … */
	char qdisc[16];	   /* kind of its root qdisc; "" when not told */
};

struct pa_netifs {
	struct pa_netif *at;
	uint32_t count, room;
};

struct pa_netns {
	char name[PA_NETNS_NAME_BYTES]; /* "self" for the first */
	uint64_t inode;
	uint32_t id; /* name id of "netns:NAME"; 0 for the first */
	bool is_first;

	/* What sources learn for one another; false or 0: not known. */
	bool has_established;
	uint64_t established_count; /* TCP connections, of snmp at this tick */
	bool has_sockets;	    /* the next five, of sockstat and sockstat6 at this tick */
	uint64_t tcp4_sockets_count, tcp6_sockets_count; /* without TIME-WAIT */
	uint64_t udp4_sockets_count, udp6_sockets_count;
	uint64_t tcp_time_wait_count; /* of sockstat, both families */
	bool has_listeners;	      /* the next two, as inet_diag found them last */
	uint64_t tcp4_listeners_count, tcp6_listeners_count;
	uint16_t port_first, port_last; /* ip_local_port_range */
	/* Their kernel modules need not be started by us. */
	bool tcp_diag_ready, udp_diag_ready;
	bool unix_diag_ready, netlink_diag_ready, packet_diag_ready;
	struct pa_netifs netifs; /* of net_dev, in its order */
	struct pa_netifs links;	 /* of RTM_GETLINK, with index */

	int fd[PA_NETNS_FILE_COUNT]; /* or the negative errno of opening it */
	int diag_fd, route_fd;	     /* netlink sockets, or a negative errno */
};

/* How many are read now, the first included; 0 before the first refresh. list may be NULL. */
uint32_t pa_netns_count(const struct pa_netns_list *list);

/* Number at, below the count. */
struct pa_netns *pa_netns_at(struct pa_netns_list *list, uint32_t at);

/*
 * What a source does at each tick: one(self, …) for every namespace. When it fails for the
 * first, misses are put for every value of the source (instance 0) and its error is returned;
 * when another may not be read, misses are put for that instance.
 * Returns -ENOENT when the list is empty.
 */
int pa_netns_each(struct pa_linux *sys, struct pa_moment *moment, const char *source,
		  int (*one)(void *self, struct pa_linux *sys, struct pa_netns *ns,
			     struct pa_moment *moment),
		  void *self);

/* The name id of the namespace with this inode number (as in /proc/PID/ns/net: "net:[…]").
 * False when it is not in the list; *id is then untouched. list may be NULL. */
bool pa_netns_id(const struct pa_netns_list *list, uint64_t inode, uint32_t *id);

/* The content of a file of a namespace. Recorded as "src/netns/NAME/net/snmp".
 * Returns 0 or a negative errno. */
int pa_netns_read(const struct pa_linux *sys, const struct pa_netns *ns, enum pa_netns_file file,
		  struct pa_buf *out);

/* Which of its netlink sockets. */
enum pa_netns_socket { PA_NETNS_DIAG, PA_NETNS_ROUTE };

/*
 * A netlink dump in a namespace, raw: see pa_nl_dump(). Recorded as "src/SOURCE/NAME" or, with
 * what, "src/SOURCE/NAME/WHAT". what may be NULL.
 */
int pa_netns_dump(const struct pa_linux *sys, const struct pa_netns *ns,
		  enum pa_netns_socket socket, const char *source, const char *what, void *request,
		  struct pa_buf *out);

/*
 * Ask something of a namespace through one of its netlink sockets, which also take the ioctls
 * of interfaces: ask() is handed the descriptor, or is not called and its negative errno
 * returned. Recorded as "src/SOURCE/NAME/WHAT". Returns what ask() does.
 */
int pa_netns_ask(const struct pa_linux *sys, const struct pa_netns *ns, enum pa_netns_socket socket,
		 const char *source, const char *what,
		 int (*ask)(void *arg, int fd, struct pa_buf *out), void *arg, struct pa_buf *out);

/* The interface of this name, made when it is new. hint: the place it had last time; names in
 * the same order as at the last tick are found at once. */
struct pa_netif *pa_netns_netif(const struct pa_linux *sys, const struct pa_netns *ns,
				struct pa_netifs *netifs, uint32_t hint, const char *name,
				size_t name_bytes);

/*
 * The nsfs mounts of network namespaces in a mountinfo text: each() is handed the inode number
 * and the mount point as the kernel wrote it (blank, tab, newline and \ are \ooo).
 * text: text_bytes bytes, need not end in NUL. A namespace mounted twice is told twice.
 * Source: fs/proc_namespace.c, show_mountinfo(); fs/nsfs.c, nsfs_show_path().
 */
void pa_netns_mounts_parse(const char *text, size_t text_bytes,
			   void (*each)(void *arg, uint64_t inode, const char *point,
					size_t point_bytes),
			   void *arg);

/* The text "net:[INODE]" of such a link; false when it is another. */
bool pa_netns_inode_parse(const char *text, size_t text_bytes, uint64_t *inode);

/*
 * The list as it is recorded ("src/netns/list"): lines "NAME INODE", the first being "self",
 * and a last line "- COUNT" for those left out. each() is called for each; name NULL tells the
 * count left out. Returns 0, or -EBADMSG at the first line that is no such thing (a name with
 * a slash, more than PA_NETNS_MAX); each() may have been called before.
 */
int pa_netns_list_parse(const char *text, size_t text_bytes,
			void (*each)(void *arg, const char *name, size_t name_bytes,
				     uint64_t number),
			void *arg);

#endif
