/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the clock of the CPUs may be set: one instance for each policy ("policy0").
 * Source: Documentation/admin-guide/pm/cpufreq.rst, Documentation/admin-guide/pm/intel_pstate.rst.
 */
#ifndef PA_PLATFORM_LINUX_CPUFREQ_POLICY_H
#define PA_PLATFORM_LINUX_CPUFREQ_POLICY_H

struct pa_source;

extern const struct pa_source pa_source_cpufreq_policy;

#endif
