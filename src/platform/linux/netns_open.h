/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Going into a network namespace of the live machine, only to open what stays bound to it.
 * Whatever happens inside, the calling thread is back in its own namespace afterwards.
 */
#ifndef PA_PLATFORM_LINUX_NETNS_OPEN_H
#define PA_PLATFORM_LINUX_NETNS_OPEN_H

#include <stdbool.h>

#include "platform/root.h"

struct pa_netns;
struct pa_netns_found;

/* What is needed to go anywhere and come back. */
struct pa_netns_door {
	int home_fd; /* our own namespace, or a negative errno */
	int refused; /* 0, or the negative errno of entering even our own */
	bool tcp_diag_ready, udp_diag_ready;
	bool unix_diag_ready, netlink_diag_ready, packet_diag_ready;
};

void pa_netns_door_init(struct pa_netns_door *door);
void pa_netns_door_done(struct pa_netns_door *door);

/*
 * Open the files and sockets of a namespace that was found; what cannot be opened has its
 * negative errno in its place. Without the privilege to enter, files of /proc/PID/net are
 * opened from outside when a process is known. found may be NULL: all are -ENOENT.
 */
void pa_netns_open(const struct pa_netns_door *door, const struct pa_netns_found *found,
		   struct pa_netns *ns);

/* Close all of it. */
void pa_netns_close(struct pa_netns *ns);

/* The path of a file of enum pa_netns_file below src/netns/NAME: "net/snmp", "sys/net/…". */
const char *pa_netns_file_path(unsigned int file);

/* How its end is known. */
enum pa_file_end pa_netns_file_end(unsigned int file);

#endif
