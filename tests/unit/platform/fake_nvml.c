/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A library that answers as NVIDIA's does, for one GPU: the functions of nvml.h that
 * nvml_library.c calls, less one that older drivers lack (…EventReasons).
 */
#include <string.h>

struct use {
	unsigned int gpu, memory;
};

struct memory {
	unsigned long long total, free, used;
};

struct sample {
	unsigned int pid;
	unsigned long long at;
	unsigned int sm, memory, encoder, decoder;
};

int nvmlInit_v2(void);
int nvmlShutdown(void);
int nvmlDeviceGetCount_v2(unsigned int *count);
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device);
int nvmlDeviceGetUtilizationRates(void *device, struct use *out);
int nvmlDeviceGetMemoryInfo(void *device, struct memory *out);
int nvmlDeviceGetCurrentClocksThrottleReasons(void *device, unsigned long long *out);
int nvmlDeviceGetTotalEccErrors(void *device, int type, int since, unsigned long long *out);
int nvmlDeviceGetPcieReplayCounter(void *device, unsigned int *out);
int nvmlDeviceGetTemperature(void *device, int sensor, unsigned int *out);
int nvmlDeviceGetPowerUsage(void *device, unsigned int *out);
int nvmlDeviceGetProcessUtilization(void *device, struct sample *out, unsigned int *count,
				    unsigned long long since);

int nvmlInit_v2(void)
{
	return 0;
}

int nvmlShutdown(void)
{
	return 0;
}

int nvmlDeviceGetCount_v2(unsigned int *count)
{
	*count = 1;
	return 0;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device)
{
	static int gpu;

	*device = &gpu;
	return index ? 2 : 0;
}

int nvmlDeviceGetUtilizationRates(void *device, struct use *out)
{
	(void)device;
	*out = (struct use){ 83, 41 };
	return 0;
}

int nvmlDeviceGetMemoryInfo(void *device, struct memory *out)
{
	(void)device;
	*out = (struct memory){ 80000, 50000, 30000 };
	return 0;
}

int nvmlDeviceGetCurrentClocksThrottleReasons(void *device, unsigned long long *out)
{
	(void)device;
	*out = 0x4; /* software power cap */
	return 0;
}

int nvmlDeviceGetTotalEccErrors(void *device, int type, int since, unsigned long long *out)
{
	(void)device;
	*out = type == 0 && since == 0 ? 9 : 0;
	return 0;
}

int nvmlDeviceGetPcieReplayCounter(void *device, unsigned int *out)
{
	(void)device;
	*out = 3;
	return 0;
}

int nvmlDeviceGetTemperature(void *device, int sensor, unsigned int *out)
{
	(void)device;
	*out = 66;
	return sensor;
}

int nvmlDeviceGetPowerUsage(void *device, unsigned int *out)
{
	(void)device;
	(void)out;
	return 3; /* not supported */
}

int nvmlDeviceGetProcessUtilization(void *device, struct sample *out, unsigned int *count,
				    unsigned long long since)
{
	(void)device;
	if (*count < 1 || since >= 1000)
		return 6; /* nothing since then */
	memset(out, 0, sizeof(*out));
	out->pid = 4121;
	out->at = 1000;
	out->sm = 80;
	*count = 1;
	return 0;
}
