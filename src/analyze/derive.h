/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what was sampled to what can be judged: rates, shares, means, and the composite values
 * of the catalog. A value is put only when everything it rests on is known.
 */
#ifndef PA_ANALYZE_DERIVE_H
#define PA_ANALYZE_DERIVE_H

#include "analyze/facts.h"
#include "analyze/procs.h"
#include "analyze/window.h"

/* Everything one verdict rests on. */
struct pa_case {
	const struct pa_window *window;
	const struct pa_machine *machine;
	struct pa_names *names;
	struct pa_procs procs;
	struct pa_facts facts;
	double window_s;
};

/* Build procs and all facts from the window; own with pa_case_done(). */
void pa_case_init(struct pa_case *c, const struct pa_window *window);
void pa_case_done(struct pa_case *c);

/* One for each group of the catalog; in this order, later ones use facts of earlier ones. */
void pa_derive_cpu(struct pa_case *c);
void pa_derive_memory(struct pa_case *c);
void pa_derive_numa(struct pa_case *c); /* called by pa_derive_memory() */
void pa_derive_cgroups(struct pa_case *c);
void pa_derive_storage(struct pa_case *c);
void pa_derive_volumes(struct pa_case *c);
void pa_derive_file_systems(struct pa_case *c);
void pa_derive_files(struct pa_case *c);
void pa_derive_network(struct pa_case *c);
void pa_derive_declared(struct pa_case *c);
void pa_derive_interfaces(struct pa_case *c);
void pa_derive_tcp(struct pa_case *c);
void pa_derive_tasks(struct pa_case *c);
void pa_derive_limits(struct pa_case *c);
void pa_derive_locks(struct pa_case *c);
void pa_derive_execution(struct pa_case *c);
void pa_derive_platform(struct pa_case *c);
void pa_derive_kvm(struct pa_case *c);
void pa_derive_tuning(struct pa_case *c);

/* Helpers of the derive files. */

/* Put the rate of a counter, times scale, as metric; true when it was known. */
bool pa_derive_rate(struct pa_case *c, uint16_t metric, uint16_t counter, uint32_t instance,
		    double scale);

/* Call each(c, instance) for every instance that has this value, in order of appearance. */
void pa_derive_each(struct pa_case *c, uint16_t metric,
		    void (*each)(struct pa_case *c, uint32_t instance));

/* The sum of the rates of a counter over all its instances; false when there is none. */
bool pa_derive_rate_sum(const struct pa_case *c, uint16_t counter, double *per_s);

/*
 * The mean number of threads that close looks found blocked in a wait channel with one of these
 * prefixes (the last one NULL). False when nobody looked although threads were blocked.
 * Source: /proc/TID/wchan of threads in state D; the kernel may add suffixes.
 */
bool pa_derive_blocked_in(const struct pa_case *c, const char *const *prefixes, double *threads);

/* The block device a path of an open file lies on: a name id, 0 when it is not known. */
uint32_t pa_derive_device_of_path(const struct pa_case *c, const char *path);

/* The block device that a mounted file system lies on; 0 when instance is no mount point. */
uint32_t pa_derive_device_of_mount(const struct pa_case *c, uint32_t instance);

/* The mount a path lies under; NULL when none is known. */
const struct pa_mount *pa_derive_mount_of_path(const struct pa_case *c, const char *path);

#endif
