/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DRM GPUs: /sys/class/drm/cardN/device (amdgpu: busy share, memory), and /proc/PID/fdinfo/FD of
 * the processes that hold /dev/dri (5.14; i915, xe, amdgpu, msm, panfrost …). Descriptors are
 * looked through in a rare pass and only where there is a card. Instance "card0"; of a client
 * "PDEV/ENGINE/PID/CLIENT".
 */
#ifndef PA_PLATFORM_LINUX_DRM_H
#define PA_PLATFORM_LINUX_DRM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_drm;

enum { PA_DRM_ENGINES_MAX = 16, PA_DRM_NAME_BYTES = 32 };

/* What one client of a GPU says of itself. */
struct pa_drm_client {
	char driver[PA_DRM_NAME_BYTES]; /* "amdgpu" */
	char device[PA_DRM_NAME_BYTES]; /* "0000:03:00.0"; empty when it is on no PCI bus */
	uint64_t client;		/* several descriptors of a client have the same */
	struct {
		char name[PA_DRM_NAME_BYTES]; /* "render" */
		uint64_t busy_ns;
	} engine[PA_DRM_ENGINES_MAX];
	uint32_t engine_count;
	uint64_t memory_bytes; /* resident in all regions */
	bool has_memory;
};

/*
 * Parse text_bytes bytes of a descriptor's fdinfo.
 * Returns 0 and *out; -ENODATA (*out untouched) when it is no DRM client: drm-driver or
 * drm-client-id is missing.
 * Source: Documentation/gpu/drm-usage-stats.rst: "drm-engine-NAME: N ns",
 * "drm-resident-REGION: N [KiB|MiB]" (6.5) or "drm-memory-REGION: N [KiB|MiB]".
 */
int pa_drm_fdinfo_parse(const char *text, size_t text_bytes, struct pa_drm_client *out);

#endif
