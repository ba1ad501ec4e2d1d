/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVIDIA GPUs, as their management library tells: use, memory, why the clock is held down,
 * errors, heat and power. The library is loaded only where /dev/nvidiactl and a device are
 * there already (else it would start a helper that makes them), and asked by a thread of its own:
 * whoever asks waits DEADLINE_MS at most. Reply "src/nvml"; instance "gpu0", of a process
 * "gpu0/PID".
 */
#ifndef PA_PLATFORM_LINUX_NVML_H
#define PA_PLATFORM_LINUX_NVML_H

#include <stddef.h>

struct pa_moment;
struct pa_names;
struct pa_source;

extern const struct pa_source pa_source_nvml;

/*
 * Parse the lines of nvml_library.h (text_bytes bytes). Lines that are none are skipped.
 * Returns 0, or -EBADMSG when no line was understood.
 */
int pa_nvml_parse(const char *text, size_t text_bytes, struct pa_names *names,
		  struct pa_moment *moment);

#endif
