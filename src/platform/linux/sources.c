/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sources.h"

#include <stddef.h>

#include "platform/linux/adjtimex.h"
#include "platform/linux/audit.h"
#include "platform/linux/bpf_prog.h"
#include "platform/linux/btrfs.h"
#include "platform/linux/buddyinfo.h"
#include "platform/linux/cgroup.h"
#include "platform/linux/cmdline.h"
#include "platform/linux/conntrack.h"
#include "platform/linux/containers.h"
#include "platform/linux/cpufreq.h"
#include "platform/linux/cpufreq_policy.h"
#include "platform/linux/cpuidle.h"
#include "platform/linux/cpuinfo.h"
#include "platform/linux/debugfs_block.h"
#include "platform/linux/device_mapper.h"
#include "platform/linux/devlink.h"
#include "platform/linux/diskstats.h"
#include "platform/linux/drm.h"
#include "platform/linux/dsa.h"
#include "platform/linux/edac.h"
#include "platform/linux/ethtool.h"
#include "platform/linux/ethtool_stats.h"
#include "platform/linux/ext4.h"
#include "platform/linux/file_nr.h"
#include "platform/linux/fuse.h"
#include "platform/linux/hugepages.h"
#include "platform/linux/hwmon.h"
#include "platform/linux/inet_diag.h"
#include "platform/linux/interrupts.h"
#include "platform/linux/io_cost.h"
#include "platform/linux/irq_domains.h"
#include "platform/linux/jbd2.h"
#include "platform/linux/key_users.h"
#include "platform/linux/kmsg.h"
#include "platform/linux/ksm.h"
#include "platform/linux/kvm_debugfs.h"
#include "platform/linux/link.h"
#include "platform/linux/loadavg.h"
#include "platform/linux/locks.h"
#include "platform/linux/md.h"
#include "platform/linux/meminfo.h"
#include "platform/linux/mount_options.h"
#include "platform/linux/mounts.h"
#include "platform/linux/mqueue.h"
#include "platform/linux/neigh.h"
#include "platform/linux/net_dev.h"
#include "platform/linux/netdev.h"
#include "platform/linux/netlink_diag.h"
#include "platform/linux/netns.h"
#include "platform/linux/netstat.h"
#include "platform/linux/nfs.h"
#include "platform/linux/nfsd.h"
#include "platform/linux/nvme.h"
#include "platform/linux/nvml.h"
#include "platform/linux/pci.h"
#include "platform/linux/powercap.h"
#include "platform/linux/packet_diag.h"
#include "platform/linux/pressure.h"
#include "platform/linux/proc_irq.h"
#include "platform/linux/proc_stat.h"
#include "platform/linux/qdisc.h"
#include "platform/linux/quota.h"
#include "platform/linux/resctrl.h"
#include "platform/linux/schedstat.h"
#include "platform/linux/qdisc_class.h"
#include "platform/linux/rt6_stats.h"
#include "platform/linux/rt_cache.h"
#include "platform/linux/scsi.h"
#include "platform/linux/slabinfo.h"
#include "platform/linux/snmp.h"
#include "platform/linux/snmp6.h"
#include "platform/linux/sockstat.h"
#include "platform/linux/softirqs.h"
#include "platform/linux/softnet_stat.h"
#include "platform/linux/source.h"
#include "platform/linux/swaps.h"
#include "platform/linux/swiotlb.h"
#include "platform/linux/sysctl_fs.h"
#include "platform/linux/sysctl_kernel.h"
#include "platform/linux/sysctl_limits.h"
#include "platform/linux/sysctl_net.h"
#include "platform/linux/sysctl_tuning.h"
#include "platform/linux/sysctl_vm.h"
#include "platform/linux/sysfs_block.h"
#include "platform/linux/sysfs_cpu.h"
#include "platform/linux/sysfs_infiniband.h"
#include "platform/linux/sysfs_kernel.h"
#include "platform/linux/sysfs_link.h"
#include "platform/linux/sysfs_net.h"
#include "platform/linux/sysfs_node.h"
#include "platform/linux/sysfs_queue.h"
#include "platform/linux/sysfs_queues.h"
#include "platform/linux/sysfs_tuning.h"
#include "platform/linux/sysvipc.h"
#include "platform/linux/task.h"
#include "platform/linux/task_fds.h"
#include "platform/linux/task_limits.h"
#include "platform/linux/task_memory.h"
#include "platform/linux/task_ns.h"
#include "platform/linux/task_wait.h"
#include "platform/linux/thermal.h"
#include "platform/linux/thermal_throttle.h"
#include "platform/linux/timer_list.h"
#include "platform/linux/topology.h"
#include "platform/linux/tls_stat.h"
#include "platform/linux/transparent_hugepage.h"
#include "platform/linux/unix_diag.h"
#include "platform/linux/vmstat.h"
#include "platform/linux/xfrm_sad.h"
#include "platform/linux/xfrm_stat.h"
#include "platform/linux/xfs.h"
#include "platform/linux/zfs.h"
#include "platform/linux/zoneinfo.h"
#include "platform/linux/zram.h"
#include "platform/linux/zswap.h"

const struct pa_source *const pa_linux_sources[] = {
	/* CPU and execution */
	&pa_source_cpufreq,
	&pa_source_cpuidle,
	&pa_source_cpuinfo,
	&pa_source_interrupts,
	&pa_source_irq_domains,
	&pa_source_loadavg,
	&pa_source_pressure,
	&pa_source_proc_irq,
	&pa_source_proc_stat,
	&pa_source_schedstat,
	&pa_source_softirqs,
	&pa_source_sysfs_cpu,
	&pa_source_thermal,
	&pa_source_thermal_throttle,
	&pa_source_timer_list,
	&pa_source_topology,
	/* Memory */
	&pa_source_edac,
	&pa_source_meminfo,
	&pa_source_resctrl,
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
	&pa_source_btrfs,
	&pa_source_debugfs_block,
	&pa_source_device_mapper,
	&pa_source_diskstats,
	&pa_source_ext4,
	&pa_source_fuse,
	&pa_source_io_cost,
	&pa_source_jbd2,
	&pa_source_locks,
	&pa_source_md,
	&pa_source_mounts,
	&pa_source_nfs,
	&pa_source_nfsd,
	&pa_source_nvme,
	&pa_source_quota,
	&pa_source_scsi,
	&pa_source_sysctl_fs,
	&pa_source_sysfs_block,
	&pa_source_xfs,
	&pa_source_zfs,
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
	/* Hardware besides */
	&pa_source_drm,
	&pa_source_dsa,
	&pa_source_hwmon,
	&pa_source_nvml,
	&pa_source_pci,
	&pa_source_powercap,
	&pa_source_cgroup_cpuset,
	&pa_source_cgroup_hugetlb,
	&pa_source_cgroup_misc,
	&pa_source_containers,
	/* Tasks and the kernel itself */
	&pa_source_adjtimex,
	&pa_source_audit,
	&pa_source_bpf_prog,
	&pa_source_file_nr,
	&pa_source_key_users,
	&pa_source_kmsg,
	&pa_source_kvm_debugfs,
	&pa_source_mqueue,
	&pa_source_sysctl_kernel,
	&pa_source_sysctl_limits,
	&pa_source_sysfs_kernel,
	&pa_source_sysvipc,
	/* The threads first, then what asks more of those that were found */
	&pa_source_task,
	&pa_source_task_fds,
	&pa_source_task_limits,
	&pa_source_task_ns,
	&pa_source_task_wait,
	/* Settings: the audit of catalog/tuning, after mounts, which choose what is told */
	&pa_source_cmdline,
	&pa_source_cpufreq_policy,
	&pa_source_mount_options,
	&pa_source_sysctl_tuning,
	&pa_source_sysfs_link,
	&pa_source_sysfs_queue,
	&pa_source_sysfs_tuning,
	NULL,
};
