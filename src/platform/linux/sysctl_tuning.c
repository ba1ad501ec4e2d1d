/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sysctl_tuning.h"

#include "catalog/values.h"
#include "platform/linux/settings.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { MS_OF_CENTISECOND = 10 };

static const struct pa_setting_row rows[] = {
	{ .path = "proc/sys/vm/swappiness", .metric = PA_V_MEM_SWAP_SWAPPINESS_COUNT },
	{ .path = "proc/sys/vm/page-cluster", .metric = PA_V_MEM_SWAP_CLUSTER_COUNT },
	{ .path = "proc/sys/vm/dirty_ratio", .metric = PA_V_MEM_DIRTY_PERCENT_COUNT },
	{ .path = "proc/sys/vm/dirty_background_ratio",
	  .metric = PA_V_MEM_DIRTY_BACKGROUND_PERCENT_COUNT },
	{ .path = "proc/sys/vm/dirty_bytes", .metric = PA_V_MEM_DIRTY_LIMIT_BYTES },
	{ .path = "proc/sys/vm/dirty_writeback_centisecs",
	  .metric = PA_V_MEM_DIRTY_WAKE_MS,
	  .scale = MS_OF_CENTISECOND },
	{ .path = "proc/sys/vm/zone_reclaim_mode", .metric = PA_V_MEM_ZONE_RECLAIM_MODE_COUNT },
	{ .path = "proc/sys/vm/min_free_kbytes", .metric = PA_V_MEM_ZONE_MIN_FREE_KIB },
	{ .path = "proc/sys/vm/watermark_scale_factor",
	  .metric = PA_V_MEM_ZONE_WATERMARK_SCALE_COUNT },
	{ .path = "proc/sys/vm/vfs_cache_pressure", .metric = PA_V_FS_DCACHE_PRESSURE_COUNT },
	{ .path = "proc/sys/kernel/numa_balancing", .metric = PA_V_NUMA_LOCAL_BALANCING_COUNT },
	{ .path = "proc/sys/kernel/sched_schedstats", .metric = PA_V_TASK_CTXSW_SCHEDSTATS_FLAG },
	{ .path = "proc/sys/kernel/sched_min_granularity_ns",
	  .metric = PA_V_CPU_RUNQ_GRANULARITY_NS },
	{ .path = "proc/sys/kernel/sched_migration_cost_ns",
	  .metric = PA_V_CPU_IMBALANCE_MIGRATION_COST_NS },
	{ .path = "proc/sys/kernel/sched_rt_runtime_us", .metric = PA_V_RT_THROTTLE_BUDGET_STATE },
	{ .path = "proc/sys/kernel/sched_cfs_bandwidth_slice_us", .metric = PA_V_CG_CPU_SLICE_US },
	{ .path = "proc/sys/kernel/prove_locking", .metric = PA_V_LOCK_KERNEL_PROVE_FLAG },
	{ .path = "proc/sys/kernel/lock_stat", .metric = PA_V_LOCK_KERNEL_STAT_FLAG },
	{ .path = "proc/sys/kernel/bpf_stats_enabled", .metric = PA_V_BPF_PROG_STATS_FLAG },
	{ .path = "proc/sys/net/core/bpf_jit_enable", .metric = PA_V_BPF_PROG_JIT_COUNT },
	{ .path = "proc/sys/net/core/somaxconn", .metric = PA_V_NET_TCP_LISTEN_SOMAXCONN_COUNT },
	{ .path = "proc/sys/net/core/netdev_max_backlog",
	  .metric = PA_V_NET_SOFTNET_BACKLOG_LIMIT_COUNT },
	{ .path = "proc/sys/net/core/netdev_budget", .metric = PA_V_NET_SOFTNET_BUDGET_COUNT },
	{ .path = "proc/sys/net/core/netdev_budget_usecs", .metric = PA_V_NET_SOFTNET_BUDGET_US },
	{ .path = "proc/sys/net/core/rmem_max", .metric = PA_V_NET_SOCKBUF_RECEIVE_LIMIT_BYTES },
	{ .path = "proc/sys/net/core/rmem_default",
	  .metric = PA_V_NET_SOCKBUF_RECEIVE_DEFAULT_BYTES },
	{ .path = "proc/sys/net/core/wmem_max", .metric = PA_V_NET_SOCKBUF_SEND_LIMIT_BYTES },
	{ .path = "proc/sys/net/ipv4/tcp_rmem",
	  .metric = PA_V_NET_SOCKBUF_TCP_RECEIVE_LIMIT_BYTES,
	  .column = 2 },
	{ .path = "proc/sys/net/ipv4/tcp_wmem",
	  .metric = PA_V_NET_SOCKBUF_TCP_SEND_LIMIT_BYTES,
	  .column = 2 },
	{ .path = "proc/sys/net/ipv4/tcp_congestion_control",
	  .metric = PA_V_NET_TCP_CONN_CONTROL_STATE },
	{ .path = "proc/sys/net/ipv4/tcp_slow_start_after_idle",
	  .metric = PA_V_NET_TCP_CONN_IDLE_RESTART_FLAG },
	{ .path = "proc/sys/net/ipv4/tcp_max_syn_backlog",
	  .metric = PA_V_NET_TCP_CONN_SYN_BACKLOG_COUNT },
	{ .path = "proc/sys/net/ipv4/tcp_syncookies",
	  .metric = PA_V_NET_TCP_CONN_SYN_COOKIES_MODE_COUNT },
	{ .path = "proc/sys/net/ipv4/tcp_tw_reuse", .metric = PA_V_NET_TCP_TW_REUSE_COUNT },
	{ .path = "proc/sys/net/ipv4/tcp_sack", .metric = PA_V_NET_TCP_RETX_SACK_FLAG },
	{ .path = "proc/sys/net/ipv4/tcp_window_scaling",
	  .metric = PA_V_NET_TCP_CONN_WINDOW_SCALING_FLAG },
	{ .path = "proc/sys/net/ipv4/tcp_moderate_rcvbuf",
	  .metric = PA_V_NET_TCP_MEM_AUTOTUNE_FLAG },
};

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	(void)self; /* there is none */
	return pa_settings_read(rows, sizeof(rows) / sizeof(rows[0]), sys, moment);
}

const struct pa_source pa_source_sysctl_tuning = {
	.name = "sysctl_tuning",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
