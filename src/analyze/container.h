/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose a cgroup is, told by its path alone: the container, the pod, the systemd unit. Every
 * runtime names its groups in its own way, with systemd as the cgroup driver and without.
 */
#ifndef PA_ANALYZE_CONTAINER_H
#define PA_ANALYZE_CONTAINER_H

#include <stdbool.h>

enum { PA_CONTAINER_ID_BYTES = 128, PA_CONTAINER_UNIT_BYTES = 256 };

/* Texts are NUL-terminated, "" where there is none; names that are too long are left out. */
struct pa_container {
	const char *runtime;		    /* "docker"; NULL: not in a container */
	char id[PA_CONTAINER_ID_BYTES];	    /* 64 hex digits, or the name where that is the id */
	char pod[PA_CONTAINER_ID_BYTES];    /* UID of a Kubernetes pod, id of a pod of podman */
	char unit[PA_CONTAINER_UNIT_BYTES]; /* innermost service or scope, else slice */
};

/*
 * path: of a cgroup in any hierarchy, beginning with a slash ("/system.slice/x.service").
 * out is always written. The innermost container counts, and the pod it is in.
 * Returns whether there is anything in it.
 * Sources: the cgroup drivers of runc and crun, k8s.io/kubernetes pkg/kubelet/cm
 * (cgroup_manager_linux.go: kubepods[-burstable|-besteffort]-podUID.slice, dashes of the UID as
 * underscores), containers/podman (libpod-ID.scope, machine-libpod_pod_ID.slice), lxc
 * (lxc.payload.NAME), systemd.unit(5), systemd-nspawn(1), machined (machine-NAME.scope).
 */
bool pa_container_of_path(const char *path, struct pa_container *out);

#endif
