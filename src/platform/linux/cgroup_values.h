/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of one control group say, both versions. Every parser takes text_bytes bytes
 * that need not end in NUL and adds what it finds to out; lines and words it does not know are
 * skipped, and a limit that is not set adds nothing. Each returns 0, or -EBADMSG with out as
 * it was. Counters are since the group began.
 * Source: kernel/sched/core.c (cpu), mm/memcontrol.c and mm/memcontrol-v1.c (memory),
 * block/blk-throttle.c and block/blk-cgroup.c (io), kernel/cgroup/pids.c (pids).
 */
#ifndef PA_PLATFORM_LINUX_CGROUP_VALUES_H
#define PA_PLATFORM_LINUX_CGROUP_VALUES_H

#include <stddef.h>
#include <stdint.h>

struct pa_keyed;

enum { PA_CGROUP_VALUES_MAX = 16 };

/* Values of one group: value[i] is of metric[i] (enum pa_value_id). */
struct pa_cgroup_values {
	uint64_t value[PA_CGROUP_VALUES_MAX];
	uint16_t metric[PA_CGROUP_VALUES_MAX];
	uint32_t count;
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
pa_cgroup_parser pa_cgroup1_io_bytes_limit; /* of several devices and files the lowest stays */
pa_cgroup_parser pa_cgroup1_io_calls_limit;

/* Version 2. */
pa_cgroup_parser pa_cgroup2_cpu_stat;
pa_cgroup_parser pa_cgroup2_cpu_max;
pa_cgroup_parser pa_cgroup2_memory_current;
pa_cgroup_parser pa_cgroup2_memory_max;
pa_cgroup_parser pa_cgroup2_memory_events;
pa_cgroup_parser pa_cgroup2_memory_stat;
pa_cgroup_parser pa_cgroup2_swap_current;
pa_cgroup_parser pa_cgroup2_swap_max;
pa_cgroup_parser pa_cgroup2_io_stat;
pa_cgroup_parser pa_cgroup2_io_max;
pa_cgroup_parser pa_cgroup2_cpu_pressure;
pa_cgroup_parser pa_cgroup2_memory_pressure;
pa_cgroup_parser pa_cgroup2_io_pressure;

/* Both. */
pa_cgroup_parser pa_cgroup_pids_current;
pa_cgroup_parser pa_cgroup_pids_max;
pa_cgroup_parser pa_cgroup_pids_events;

#endif
