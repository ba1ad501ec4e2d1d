/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc/net/rpc/nfsd and /proc/fs/nfsd/pool_stats of our own network namespace: the NFS server.
 * Parsed by pa_file_rows_number().
 * Source: fs/nfsd/stats.c, nfsd_show(); net/sunrpc/stats.c, svc_seq_show() ("rpc CALLS BAD …");
 * net/sunrpc/svc_xprt.c, svc_pool_stats_show().
 */
#ifndef PA_PLATFORM_LINUX_NFSD_H
#define PA_PLATFORM_LINUX_NFSD_H

struct pa_source;

extern const struct pa_source pa_source_nfsd;

#endif
