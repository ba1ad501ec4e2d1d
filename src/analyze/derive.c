/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/derive.h"

#include <string.h>

#include "base/names.h"

void pa_case_init(struct pa_case *c, const struct pa_window *window)
{
	*c = (struct pa_case){ .window = window,
			       .machine = window->machine,
			       .names = window->names,
			       .window_s = pa_window_s(window) };
	pa_facts_init(&c->facts);
	pa_procs_init(&c->procs, window);
	pa_derive_cpu(c);
	pa_derive_memory(c);
	pa_derive_cgroups(c);
	pa_derive_storage(c);
	pa_derive_volumes(c);
	pa_derive_file_systems(c);
	pa_derive_files(c);
	pa_derive_interfaces(c);
	pa_derive_network(c);
	pa_derive_declared(c);
	pa_derive_tcp(c);
	pa_derive_tasks(c);
	pa_derive_locks(c);
	pa_derive_execution(c);
	pa_derive_platform(c);
	pa_derive_kvm(c);
	pa_derive_tuning(c);
}

void pa_case_done(struct pa_case *c)
{
	pa_facts_done(&c->facts);
	pa_procs_done(&c->procs);
}

bool pa_derive_rate(struct pa_case *c, uint16_t metric, uint16_t counter, uint32_t instance,
		    double scale)
{
	double per_s;

	if (!pa_window_rate(c->window, counter, instance, &per_s))
		return false;
	pa_facts_put(&c->facts, metric, instance, per_s * scale);
	return true;
}

void pa_derive_each(struct pa_case *c, uint16_t metric,
		    void (*each)(struct pa_case *c, uint32_t instance))
{
	for (uint32_t i = 0; i < c->window->series_count; i++)
		if (c->window->series[i].metric == metric && c->window->series[i].count)
			each(c, c->window->series[i].instance);
}

static double blocked_share(const struct pa_case *c, const struct pa_track *track,
			    const char *const *prefixes)
{
	uint32_t looks = 0;

	for (int i = 0; i < PA_BLOCKED_CHANNELS; i++) {
		const char *name = pa_names_text(c->names, track->blocked[i].channel);

		for (size_t k = 0; prefixes[k] && track->blocked[i].looks; k++)
			if (!strncmp(name, prefixes[k], strlen(prefixes[k]))) {
				looks += track->blocked[i].looks;
				break;
			}
	}
	return track->close_looks ? (double)looks / track->close_looks : 0;
}

bool pa_derive_blocked_in(const struct pa_case *c, const char *const *prefixes, double *threads)
{
	bool blocked = false, looked = c->window->probes > 0;
	double sum = 0;

	for (uint32_t i = 0; i < c->window->track_count; i++) {
		sum += blocked_share(c, &c->window->tracks[i], prefixes);
		blocked = blocked || c->window->tracks[i].disk_looks;
	}
	if (!c->window->track_count || (blocked && !looked))
		return false;
	*threads = sum;
	return true;
}

bool pa_derive_rate_sum(const struct pa_case *c, uint16_t counter, double *per_s)
{
	double sum = 0, one;
	bool any = false;

	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *series = &c->window->series[i];

		if (series->metric != counter ||
		    !pa_window_rate(c->window, counter, series->instance, &one))
			continue;
		sum += one;
		any = true;
	}
	if (any)
		*per_s = sum;
	return any;
}

const struct pa_mount *pa_derive_mount_of_path(const struct pa_case *c, const char *path)
{
	const struct pa_mount *best = NULL;
	size_t best_bytes = 0;

	for (uint32_t i = 0; i < c->window->mount_count; i++) {
		const struct pa_mount *mount = &c->window->mounts[i];
		const char *point = pa_names_text(c->names, mount->point);
		size_t bytes = strlen(point);

		if (bytes == 1) /* "/" holds every path */
			bytes = 0;
		if (strncmp(path, point, bytes) != 0 || (path[bytes] != '/' && path[bytes] != '\0'))
			continue;
		if (!best || bytes > best_bytes) {
			best = mount;
			best_bytes = bytes;
		}
	}
	return best;
}

uint32_t pa_derive_device_of_mount(const struct pa_case *c, uint32_t instance)
{
	for (uint32_t i = 0; instance && i < c->window->mount_count; i++)
		if (c->window->mounts[i].point == instance)
			return c->window->mounts[i].device;
	return 0;
}

uint32_t pa_derive_device_of_path(const struct pa_case *c, const char *path)
{
	const struct pa_mount *mount;
	uint32_t device;

	if (path[0] != '/')
		return 0;
	if (!strncmp(path, "/dev/", 5)) {
		device = pa_names_find(c->names, path + 5, strlen(path + 5));
		return device == UINT32_MAX ? 0 : device;
	}
	mount = pa_derive_mount_of_path(c, path);
	return mount ? mount->device : 0;
}
