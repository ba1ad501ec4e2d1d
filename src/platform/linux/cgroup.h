/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sources that read control groups: instances are "cg1:cpu:/path" (the same for cpuacct),
 * "cg1:memory:/path", "cg1:blkio:/path", "cg1:pids:/path", "cg1:cpuset:/path", "cg1:hugetlb:/path"
 * and, for version 2, "cg2:/path".
 * The root group has usage only. A file that a group lacks is skipped in silence (its
 * controller is not enabled there); a source none of whose controllers is mounted is ABSENT.
 */
#ifndef PA_PLATFORM_LINUX_CGROUP_H
#define PA_PLATFORM_LINUX_CGROUP_H

struct pa_source;

extern const struct pa_source pa_source_cgroup_walk; /* read before the others */
extern const struct pa_source pa_source_cgroup_cpu;
extern const struct pa_source pa_source_cgroup_memory;
extern const struct pa_source pa_source_cgroup_io;
extern const struct pa_source pa_source_cgroup_pids;
extern const struct pa_source pa_source_cgroup_pressure;
extern const struct pa_source pa_source_cgroup_cpuset;
extern const struct pa_source pa_source_cgroup_hugetlb;
extern const struct pa_source pa_source_cgroup_misc;

#endif
