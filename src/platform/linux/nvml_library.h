/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVIDIA's management library, loaded when it is there: our own declarations of the few functions
 * that we call, and what they say as text. Nothing here may be called from a thread that must
 * not hang: a driver in trouble does not return.
 */
#ifndef PA_PLATFORM_LINUX_NVML_LIBRARY_H
#define PA_PLATFORM_LINUX_NVML_LIBRARY_H

struct pa_buf;
struct pa_nvml_library;

/*
 * Load and initialise the library of this file name (dlopen(3)).
 * Returns 0 and *out, -ENOENT when there is none or it lacks what we need, -EACCES or -ENODEV
 * when it cannot be initialised.
 */
int pa_nvml_library_open(const char *name, struct pa_nvml_library **out);

/* NULL is fine; returns NULL. */
struct pa_nvml_library *pa_nvml_library_close(struct pa_nvml_library *library);

/*
 * Append a line "GPU KEY VALUE" for each figure of each device that it tells, at most
 * PA_NVML_DEVICES_MAX, and "GPU process PID SM_PERCENT" for those that used it since the last
 * call (Maxwell and newer).
 * Source: NVML API reference (nvml.h); versions of functions as in driver 418 and newer.
 */
enum { PA_NVML_DEVICES_MAX = 32, PA_NVML_PROCESSES_MAX = 32 };
void pa_nvml_library_tell(struct pa_nvml_library *library, struct pa_buf *out);

#endif
