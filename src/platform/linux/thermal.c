/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/thermal.h"

#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/attributes.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

/* THERMAL_MAX_TRIPS of the kernel was 12 while there was such a limit. */
enum { DEVICES_MAX = 64, TRIPS_MAX = 12, TYPE_MAX_BYTES = 64, MILLI = 1000 };

static uint32_t instance_of(struct pa_linux *sys, const char *path, const char *name)
{
	char type[TYPE_MAX_BYTES];

	if (!pa_attribute_text(sys, path, "type", type, sizeof(type)))
		return pa_names_id(sys->names, name, strlen(name));
	return pa_names_idf(sys->names, "%s:%s", name, type);
}

/* The lowest trip point of these kinds; 0 is a point that the firmware left out. */
static void put_trips(struct pa_linux *sys, const char *path, uint32_t instance,
		      struct pa_moment *moment)
{
	uint64_t slows = 0, ends = 0, milli;

	for (int trip = 0; trip < TRIPS_MAX; trip++) {
		char file[48], type[TYPE_MAX_BYTES];

		(void)snprintf(file, sizeof(file), "trip_point_%d_type", trip);
		if (!pa_attribute_text(sys, path, file, type, sizeof(type)))
			break;
		(void)snprintf(file, sizeof(file), "trip_point_%d_temp", trip);
		if (pa_attribute_number(sys, path, file, &milli) || !milli)
			continue;
		if (!strcmp(type, "passive") && (!slows || milli < slows))
			slows = milli;
		if ((!strcmp(type, "critical") || !strcmp(type, "hot")) && (!ends || milli < ends))
			ends = milli;
	}
	if (slows)
		pa_moment_put(moment, PA_V_CPU_THERMAL_PASSIVE_CELSIUS, instance, slows / MILLI);
	if (ends)
		pa_moment_put(moment, PA_V_CPU_THERMAL_CRITICAL_CELSIUS, instance, ends / MILLI);
}

static bool put_zone(struct pa_linux *sys, const char *path, const char *name,
		     struct pa_moment *moment)
{
	uint32_t instance;
	uint64_t milli;

	if (pa_attribute_number(sys, path, "temp", &milli))
		return false;
	instance = instance_of(sys, path, name);
	pa_moment_put(moment, PA_V_CPU_THERMAL_ZONE_CELSIUS, instance, milli / MILLI);
	put_trips(sys, path, instance, moment);
	return true;
}

static bool put_cooling(struct pa_linux *sys, const char *path, const char *name,
			struct pa_moment *moment)
{
	uint64_t state, most;
	uint32_t instance;

	if (pa_attribute_number(sys, path, "cur_state", &state) ||
	    pa_attribute_number(sys, path, "max_state", &most))
		return false;
	instance = instance_of(sys, path, name);
	pa_moment_put(moment, PA_V_CPU_THERMAL_COOLING_STATE, instance, state);
	pa_moment_put(moment, PA_V_CPU_THERMAL_COOLING_MAX_STATE, instance, most);
	return true;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_folder devices = { 0 };
	static const char folder[] = "sys/class/thermal";
	int error = pa_folder_list(&devices, sys->root, folder);
	uint32_t zones = 0, coolers = 0;

	(void)self;
	for (uint32_t i = 0; i < devices.count; i++) {
		const char *name = devices.name[i];
		char path[PA_ATTRIBUTE_PATH_BYTES];

		if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
			continue;
		if (!strncmp(name, "thermal_zone", 12) && zones < DEVICES_MAX)
			zones += put_zone(sys, path, name, moment);
		else if (!strncmp(name, "cooling_device", 14) && coolers < DEVICES_MAX)
			coolers += put_cooling(sys, path, name, moment);
	}
	if (!zones)
		pa_source_miss(moment, pa_source_thermal.name,
			       error ? pa_state_of_errno(error) : PA_ABSENT);
	pa_folder_done(&devices);
	return error;
}

const struct pa_source pa_source_thermal = {
	.name = "thermal",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
