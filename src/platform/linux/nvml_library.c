/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/nvml_library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"

/* Numbers of nvml.h. */
enum {
	NVML_SUCCESS = 0,
	NVML_ERROR_NO_PERMISSION = 4,
	NVML_TEMPERATURE_GPU = 0,
	NVML_TEMPERATURE_THRESHOLD_SLOWDOWN = 1,
	NVML_MEMORY_ERROR_TYPE_CORRECTED = 0,
	NVML_MEMORY_ERROR_TYPE_UNCORRECTED = 1,
	NVML_VOLATILE_ECC = 0, /* since the driver was loaded */
};

typedef void *nvml_device;

struct nvml_utilization {
	unsigned int gpu_percent, memory_percent;
};

struct nvml_memory {
	unsigned long long total_bytes, free_bytes, used_bytes;
};

struct nvml_process_sample {
	unsigned int pid;
	unsigned long long at_us;
	unsigned int sm_percent, memory_percent, encoder_percent, decoder_percent;
};

struct pa_nvml_library {
	void *handle;
	unsigned long long seen_us[PA_NVML_DEVICES_MAX]; /* of the newest process sample */
	int (*init)(void);
	int (*shutdown)(void);
	int (*count)(unsigned int *count);
	int (*device)(unsigned int index, nvml_device *device);
	/* What older drivers lack stays NULL. */
	int (*utilization)(nvml_device device, struct nvml_utilization *out);
	int (*memory)(nvml_device device, struct nvml_memory *out);
	int (*reasons)(nvml_device device, unsigned long long *out);
	int (*ecc)(nvml_device device, int type, int since, unsigned long long *out);
	int (*replays)(nvml_device device, unsigned int *out);
	int (*temperature)(nvml_device device, int sensor, unsigned int *out);
	int (*threshold)(nvml_device device, int which, unsigned int *out);
	int (*power)(nvml_device device, unsigned int *milliwatts);
	int (*power_limit)(nvml_device device, unsigned int *milliwatts);
	int (*processes)(nvml_device device, struct nvml_process_sample *out, unsigned int *count,
			 unsigned long long since_us);
};

/* dlsym(3) gives a pointer to data; copying its bytes makes it one to a function. */
static void find(const struct pa_nvml_library *library, const char *name, void *function)
{
	void *symbol = dlsym(library->handle, name);

	memcpy(function, &symbol, sizeof(symbol));
}

static void find_all(struct pa_nvml_library *l)
{
	find(l, "nvmlInit_v2", &l->init);
	find(l, "nvmlShutdown", &l->shutdown);
	find(l, "nvmlDeviceGetCount_v2", &l->count);
	find(l, "nvmlDeviceGetHandleByIndex_v2", &l->device);
	find(l, "nvmlDeviceGetUtilizationRates", &l->utilization);
	find(l, "nvmlDeviceGetMemoryInfo", &l->memory);
	find(l, "nvmlDeviceGetCurrentClocksEventReasons", &l->reasons);
	if (!l->reasons)
		find(l, "nvmlDeviceGetCurrentClocksThrottleReasons", &l->reasons);
	find(l, "nvmlDeviceGetTotalEccErrors", &l->ecc);
	find(l, "nvmlDeviceGetPcieReplayCounter", &l->replays);
	find(l, "nvmlDeviceGetTemperature", &l->temperature);
	find(l, "nvmlDeviceGetTemperatureThreshold", &l->threshold);
	find(l, "nvmlDeviceGetPowerUsage", &l->power);
	find(l, "nvmlDeviceGetEnforcedPowerLimit", &l->power_limit);
	find(l, "nvmlDeviceGetProcessUtilization", &l->processes);
}

int pa_nvml_library_open(const char *name, struct pa_nvml_library **out)
{
	struct pa_nvml_library *l = pa_alloc(sizeof(*l));
	int result;

	l->handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	if (l->handle)
		find_all(l);
	if (!l->handle || !l->init || !l->shutdown || !l->count || !l->device) {
		if (l->handle)
			(void)dlclose(l->handle);
		free(l);
		return -ENOENT;
	}
	result = l->init();
	if (result != NVML_SUCCESS) {
		(void)dlclose(l->handle);
		free(l);
		return result == NVML_ERROR_NO_PERMISSION ? -EACCES : -ENODEV;
	}
	*out = l;
	return 0;
}

struct pa_nvml_library *pa_nvml_library_close(struct pa_nvml_library *library)
{
	if (!library)
		return NULL;
	(void)library->shutdown();
	(void)dlclose(library->handle);
	free(library);
	return NULL;
}

static void tell(struct pa_buf *out, unsigned int gpu, const char *key, unsigned long long value)
{
	pa_buf_printf(out, "%u %s %llu\n", gpu, key, value);
}

static void tell_use(const struct pa_nvml_library *l, unsigned int gpu, nvml_device device,
		     struct pa_buf *out)
{
	struct nvml_utilization use;
	struct nvml_memory memory;
	unsigned long long wide;

	if (l->utilization && l->utilization(device, &use) == NVML_SUCCESS) {
		tell(out, gpu, "busy_percent", use.gpu_percent);
		tell(out, gpu, "memory_busy_percent", use.memory_percent);
	}
	if (l->memory && l->memory(device, &memory) == NVML_SUCCESS) {
		tell(out, gpu, "memory_total_bytes", memory.total_bytes);
		tell(out, gpu, "memory_used_bytes", memory.used_bytes);
	}
	if (l->reasons && l->reasons(device, &wide) == NVML_SUCCESS)
		tell(out, gpu, "clock_reasons", wide);
}

static void tell_health(const struct pa_nvml_library *l, unsigned int gpu, nvml_device device,
			struct pa_buf *out)
{
	unsigned long long wide;
	unsigned int value;

	if (l->ecc && l->ecc(device, NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_VOLATILE_ECC, &wide) ==
			      NVML_SUCCESS)
		tell(out, gpu, "ecc_corrected", wide);
	if (l->ecc && l->ecc(device, NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_VOLATILE_ECC,
			     &wide) == NVML_SUCCESS)
		tell(out, gpu, "ecc_uncorrected", wide);
	if (l->replays && l->replays(device, &value) == NVML_SUCCESS)
		tell(out, gpu, "pcie_replays", value);
	if (l->temperature && l->temperature(device, NVML_TEMPERATURE_GPU, &value) == NVML_SUCCESS)
		tell(out, gpu, "temperature_celsius", value);
	if (l->threshold &&
	    l->threshold(device, NVML_TEMPERATURE_THRESHOLD_SLOWDOWN, &value) == NVML_SUCCESS)
		tell(out, gpu, "slowdown_celsius", value);
	if (l->power && l->power(device, &value) == NVML_SUCCESS)
		tell(out, gpu, "power_mw", value);
	if (l->power_limit && l->power_limit(device, &value) == NVML_SUCCESS)
		tell(out, gpu, "power_limit_mw", value);
}

static void tell_processes(struct pa_nvml_library *l, unsigned int gpu, nvml_device device,
			   struct pa_buf *out)
{
	struct nvml_process_sample samples[PA_NVML_PROCESSES_MAX];
	unsigned int count = PA_NVML_PROCESSES_MAX;
	unsigned long long since_us = l->seen_us[gpu];

	memset(samples, 0, sizeof(samples));
	if (!l->processes || l->processes(device, samples, &count, since_us) != NVML_SUCCESS)
		return;
	for (unsigned int i = 0; i < count && i < PA_NVML_PROCESSES_MAX; i++) {
		if (samples[i].at_us > l->seen_us[gpu])
			l->seen_us[gpu] = samples[i].at_us;
		if (samples[i].pid)
			pa_buf_printf(out, "%u process %u %u\n", gpu, samples[i].pid,
				      samples[i].sm_percent);
	}
}

void pa_nvml_library_tell(struct pa_nvml_library *library, struct pa_buf *out)
{
	unsigned int count = 0;
	nvml_device device;

	if (library->count(&count) != NVML_SUCCESS)
		return;
	for (unsigned int gpu = 0; gpu < count && gpu < PA_NVML_DEVICES_MAX; gpu++) {
		if (library->device(gpu, &device) != NVML_SUCCESS)
			continue;
		tell_use(library, gpu, device, out);
		tell_health(library, gpu, device, out);
		tell_processes(library, gpu, device, out);
	}
}
