/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sources.h"

#include <stddef.h>

#include "platform/linux/buddyinfo.h"
#include "platform/linux/cgroup.h"
#include "platform/linux/conntrack.h"
#include "platform/linux/devlink.h"
#include "platform/linux/diskstats.h"
#include "platform/linux/ethtool.h"
#include "platform/linux/ethtool_stats.h"
#include "platform/linux/ext4.h"
#include "platform/linux/file_nr.h"
#include "platform/linux/inet_diag.h"
#include "platform/linux/interrupts.h"
#include "platform/linux/jbd2.h"
#include "platform/linux/kmsg.h"
#include "platform/linux/link.h"
#include "platform/linux/loadavg.h"
#include "platform/linux/meminfo.h"
#include "platform/linux/mounts.h"
#include "platform/linux/neigh.h"
#include "platform/linux/net_dev.h"
#include "platform/linux/netdev.h"
#include "platform/linux/netlink_diag.h"
#include "platform/linux/netns.h"
#include "platform/linux/netstat.h"
#include "platform/linux/packet_diag.h"
#include "platform/linux/pressure.h"
#include "platform/linux/proc_stat.h"
#include "platform/linux/qdisc.h"
#include "platform/linux/qdisc_class.h"
#include "platform/linux/rt6_stats.h"
#include "platform/linux/rt_cache.h"
#include "platform/linux/slabinfo.h"
#include "platform/linux/snmp.h"
#include "platform/linux/snmp6.h"
#include "platform/linux/sockstat.h"
#include "platform/linux/softirqs.h"
#include "platform/linux/softnet_stat.h"
#include "platform/linux/source.h"
#include "platform/linux/swaps.h"
#include "platform/linux/sysctl_fs.h"
#include "platform/linux/sysctl_kernel.h"
#include "platform/linux/sysctl_net.h"
#include "platform/linux/sysfs_block.h"
#include "platform/linux/sysfs_cpu.h"
#include "platform/linux/sysfs_infiniband.h"
#include "platform/linux/sysfs_kernel.h"
#include "platform/linux/sysfs_mm.h"
#include "platform/linux/sysfs_net.h"
#include "platform/linux/sysfs_node.h"
#include "platform/linux/sysfs_queues.h"
#include "platform/linux/task.h"
#include "platform/linux/task_memory.h"
#include "platform/linux/tls_stat.h"
#include "platform/linux/unix_diag.h"
#include "platform/linux/vmstat.h"
#include "platform/linux/xfrm_sad.h"
#include "platform/linux/xfrm_stat.h"
#include "platform/linux/zoneinfo.h"
#include "platform/linux/zram.h"

const struct pa_source *const pa_linux_sources[] = {
	/* CPU and execution */
	&pa_source_interrupts,
	&pa_source_loadavg,
	&pa_source_pressure,
	&pa_source_proc_stat,
	&pa_source_softirqs,
	&pa_source_sysfs_cpu,
	/* Memory */
	&pa_source_meminfo,
	&pa_source_swaps,
	&pa_source_vmstat,
	&pa_source_zoneinfo,
	&pa_source_buddyinfo,
	&pa_source_sysfs_node,
	&pa_source_ksm,
	&pa_source_zram,
	&pa_source_zswap,
	&pa_source_swiotlb,
	&pa_source_sysctl_vm,
	&pa_source_slabinfo,
	&pa_source_hugepages,
	&pa_source_transparent_hugepage,
	&pa_source_memory_tiering,
	&pa_source_task_memory,
	/* Storage and file systems */
	&pa_source_diskstats,
	&pa_source_ext4,
	&pa_source_jbd2,
	&pa_source_mounts,
	&pa_source_sysctl_fs,
	&pa_source_sysfs_block,
	/* Network: the namespaces first, then what inet_diag wants to know of the others */
	&pa_source_netns,
	&pa_source_snmp,
	&pa_source_sockstat,
	&pa_source_sysctl_net,
	&pa_source_inet_diag,
	&pa_source_conntrack,
	&pa_source_neigh,
	&pa_source_neigh6,
	&pa_source_net_dev,
	&pa_source_netstat,
	&pa_source_snmp6,
	&pa_source_rt_cache,
	&pa_source_rt6_stats,
	&pa_source_xfrm_stat,
	&pa_source_xfrm_sad,
	&pa_source_tls_stat,
	&pa_source_unix_diag,
	&pa_source_netlink_diag,
	&pa_source_packet_diag,
	&pa_source_link, /* before those that ask the cards it finds */
	&pa_source_qdisc,
	&pa_source_qdisc_class,
	&pa_source_sysfs_queues,
	&pa_source_ethtool,
	&pa_source_ethtool_stats,
	&pa_source_netdev,
	&pa_source_page_pool_stats,
	&pa_source_devlink,
	&pa_source_softnet_stat,
	&pa_source_sysfs_net,
	&pa_source_sysfs_infiniband,
	/* Control groups: the walk first, it finds what the others read */
	&pa_source_cgroup_walk,
	&pa_source_cgroup_cpu,
	&pa_source_cgroup_io,
	&pa_source_cgroup_memory,
	&pa_source_cgroup_pids,
	&pa_source_cgroup_pressure,
	&pa_source_cgroup_cpuset,
	&pa_source_cgroup_hugetlb,
	&pa_source_cgroup_misc,
	/* Tasks and the kernel itself */
	&pa_source_file_nr,
	&pa_source_kmsg,
	&pa_source_sysctl_kernel,
	&pa_source_sysfs_kernel,
	&pa_source_task,
	NULL,
};
