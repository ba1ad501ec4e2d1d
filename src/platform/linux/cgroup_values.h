/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of one control group say, both versions. Every parser takes text_bytes bytes
 * that need not end in NUL and adds what it finds to out; lines and words it does not know are
 * skipped, and a limit that is not set adds nothing. Each returns 0, or -EBADMSG with out as
 * it was. Counters are since the group began.
 * Source: kernel/sched/core.c (cpu), mm/memcontrol.c and mm/memcontrol-v1.c (memory),
 * block/blk-throttle.c and block/blk-cgroup.c (io), kernel/cgroup/pids.c (pids),
 * kernel/cgroup/cpuset.c, mm/hugetlb_cgroup.c, kernel/cgroup/misc.c and rdma.c.
 */
#ifndef PA_PLATFORM_LINUX_CGROUP_VALUES_H
#define PA_PLATFORM_LINUX_CGROUP_VALUES_H

#include <stddef.h>
#include <stdint.h>

struct pa_keyed;

enum { PA_CGROUP_VALUES_MAX = 16, PA_CGROUP_DEVICES_MAX = 8 };

/* Values of one group: value[i] is of metric[i] (enum pa_value_id). */
struct pa_cgroup_values {
	uint64_t value[PA_CGROUP_VALUES_MAX];
	uint16_t metric[PA_CGROUP_VALUES_MAX];
	uint32_t count;
	/* Block devices with a limit: major << 32 | minor. The parsers of limits add to it, those
	 * of use sum what went to them. */
	uint32_t device_count;
	uint64_t device[PA_CGROUP_DEVICES_MAX];
};

/* layout: of keyed.h, kept for each kind of file and used by the
 * files that are tables of keys; others ignore it and may be given NULL. */
typedef int pa_cgroup_parser(struct pa_keyed *layout, const char *text, size_t text_bytes,
			     struct pa_cgroup_values *out);

/* Version 1: throttled_time and cpuacct.usage are nanoseconds, told as microseconds. */
pa_cgroup_parser pa_cgroup1_cpu_stat;
pa_cgroup_parser pa_cgroup1_cpu_quota;
pa_cgroup_parser pa_cgroup1_cpu_period; /* told only right behind a quota */
pa_cgroup_parser pa_cgroup1_cpuacct_usage;
pa_cgroup_parser pa_cgroup1_memory_usage;
pa_cgroup_parser pa_cgroup1_memory_limit; /* 2^62 and above is no limit */
pa_cgroup_parser pa_cgroup1_memory_failcnt;
pa_cgroup_parser pa_cgroup1_memory_oom_control;
pa_cgroup_parser pa_cgroup1_memory_stat; /* the total_ lines: with all groups below */
pa_cgroup_parser pa_cgroup1_memsw_limit;
pa_cgroup_parser pa_cgroup1_io_bytes;
pa_cgroup_parser pa_cgroup1_io_calls;
pa_cgroup_parser pa_cgroup1_io_read_bytes_limit; /* of several devices the lowest stays */
pa_cgroup_parser pa_cgroup1_io_write_bytes_limit;
pa_cgroup_parser pa_cgroup1_io_read_calls_limit;
pa_cgroup_parser pa_cgroup1_io_write_calls_limit;
pa_cgroup_parser pa_cgroup1_memory_peak;
pa_cgroup_parser pa_cgroup1_memsw_usage;
pa_cgroup_parser pa_cgroup1_memsw_failcnt;
pa_cgroup_parser pa_cgroup1_hugetlb_2m_failcnt;
pa_cgroup_parser pa_cgroup1_hugetlb_1g_failcnt;

/* Version 2. */
pa_cgroup_parser pa_cgroup2_cpu_stat;
pa_cgroup_parser pa_cgroup2_cpu_max;
pa_cgroup_parser pa_cgroup2_memory_current;
pa_cgroup_parser pa_cgroup2_memory_max;
pa_cgroup_parser pa_cgroup2_memory_events;
pa_cgroup_parser pa_cgroup2_memory_stat;
pa_cgroup_parser pa_cgroup2_swap_current;
pa_cgroup_parser pa_cgroup2_swap_max;
pa_cgroup_parser pa_cgroup2_memory_high;
pa_cgroup_parser pa_cgroup2_memory_peak;
pa_cgroup_parser pa_cgroup2_swap_events;
pa_cgroup_parser pa_cgroup2_zswap_current;
pa_cgroup_parser pa_cgroup2_cpuset_partition; /* 1 when it ends in "invalid (…)", else 0 */
pa_cgroup_parser pa_cgroup2_hugetlb_2m_events;
pa_cgroup_parser pa_cgroup2_hugetlb_1g_events;
pa_cgroup_parser pa_cgroup2_misc_max; /* a sum, told only when everything in it is limited */
pa_cgroup_parser pa_cgroup2_misc_current;
pa_cgroup_parser pa_cgroup2_misc_events;
pa_cgroup_parser pa_cgroup2_rdma_max; /* as misc */
pa_cgroup_parser pa_cgroup2_rdma_current;
pa_cgroup_parser pa_cgroup2_io_stat;
pa_cgroup_parser pa_cgroup2_io_max;
pa_cgroup_parser pa_cgroup2_cpu_pressure;
pa_cgroup_parser pa_cgroup2_memory_pressure;
pa_cgroup_parser pa_cgroup2_io_pressure;

/* Both. */
pa_cgroup_parser pa_cgroup_hugetlb_2m_used;
pa_cgroup_parser pa_cgroup_hugetlb_1g_used;
pa_cgroup_parser pa_cgroup_hugetlb_2m_max;
pa_cgroup_parser pa_cgroup_hugetlb_1g_max;
/* A list of CPUs: how many, and their bits, 64 in a value of cg.cpuset.mask_state. With CPUs
 * beyond what fits only the number is told; an empty list adds nothing. */
pa_cgroup_parser pa_cgroup_cpuset_cpus;
pa_cgroup_parser pa_cgroup_pids_peak;
pa_cgroup_parser pa_cgroup_pids_current;
pa_cgroup_parser pa_cgroup_pids_max;
pa_cgroup_parser pa_cgroup_pids_events;

#endif
