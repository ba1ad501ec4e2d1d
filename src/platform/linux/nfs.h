/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/self/mountstats: what each NFS mount asked of its server and how long it waited. Read only
 * where mountinfo knows an NFS mount. The instance is the mount point.
 */
#ifndef PA_PLATFORM_LINUX_NFS_H
#define PA_PLATFORM_LINUX_NFS_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_nfs;

/* One mount since it was mounted; sums over all operations. */
struct pa_nfs {
	char point[4096];	  /* NUL-terminated, escapes undone */
	uint64_t ops_count;	  /* requests that ended */
	uint64_t transmits_count; /* transmissions */
	uint64_t timeouts_count;  /* major timeouts */
	uint64_t failed_count;	  /* ended with an error; 0 before statvers 1.1 (4.20) */
	uint64_t sent_bytes, received_bytes;
	uint64_t queue_ms, rtt_ms, execute_ms;
	uint64_t backlog_count; /* requests waiting for a slot, summed at each send */
};

/*
 * Call each(arg, mount) for every NFS mount with statistics of its operations. Mounts of other
 * kinds, cut lines and points that do not fit are skipped. scratch is used meanwhile.
 * Source: fs/nfs/super.c, nfs_show_stats(); net/sunrpc/stats.c, rpc_clnt_show_stats() ("OP:
 * ops transmissions major-timeouts bytes-sent bytes-received queue rtt execute errors", times in
 * milliseconds); net/sunrpc/xprtsock.c, xs_tcp_print_stats(), xs_udp_print_stats().
 */
void pa_nfs_parse(const char *text, size_t text_bytes, struct pa_nfs *scratch,
		  void (*each)(void *arg, const struct pa_nfs *mount), void *arg);

#endif
