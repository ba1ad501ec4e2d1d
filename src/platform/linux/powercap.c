/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/powercap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/attributes.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { ZONES_MAX = 32, CONSTRAINTS_MAX = 4, NAME_MAX_BYTES = 64, MICRO = 1000000 };

struct zone {
	uint32_t instance;
	uint64_t range_uj;
	struct pa_powercap_energy energy;
};

struct reader {
	struct zone zones[ZONES_MAX];
	uint32_t count;
};

uint64_t pa_powercap_energy_add(struct pa_powercap_energy *energy, uint64_t raw_uj,
				uint64_t range_uj)
{
	if (!energy->total_uj)
		energy->total_uj = raw_uj;
	else if (raw_uj >= energy->raw_uj)
		energy->total_uj += raw_uj - energy->raw_uj;
	else if (energy->raw_uj <= range_uj)
		energy->total_uj += range_uj - energy->raw_uj + raw_uj;
	energy->raw_uj = raw_uj;
	return energy->total_uj;
}

static struct zone *zone_of(struct reader *reader, uint32_t instance)
{
	for (uint32_t i = 0; i < reader->count; i++)
		if (reader->zones[i].instance == instance)
			return &reader->zones[i];
	if (reader->count == ZONES_MAX)
		return NULL;
	reader->zones[reader->count] = (struct zone){ .instance = instance };
	return &reader->zones[reader->count++];
}

/* The power a zone may draw for long; others (short_term, peak_power) are above it. */
static void put_limit(struct pa_linux *sys, const char *path, uint32_t instance,
		      struct pa_moment *moment)
{
	for (int i = 0; i < CONSTRAINTS_MAX; i++) {
		char file[48], name[NAME_MAX_BYTES];
		uint64_t micro;

		(void)snprintf(file, sizeof(file), "constraint_%d_name", i);
		if (!pa_attribute_text(sys, path, file, name, sizeof(name)))
			return;
		(void)snprintf(file, sizeof(file), "constraint_%d_power_limit_uw", i);
		if (strcmp(name, "long_term") != 0 ||
		    pa_attribute_number(sys, path, file, &micro) || !micro)
			continue;
		pa_moment_put(moment, PA_V_PWR_RAPL_LIMIT_WATTS, instance, micro / MICRO);
	}
}

/* Returns 0 when the zone told its energy, else the negative errno of that. */
static int put_zone(struct reader *reader, struct pa_linux *sys, const char *path,
		    const char *device, struct pa_moment *moment)
{
	char name[NAME_MAX_BYTES];
	struct zone *zone;
	uint32_t instance;
	uint64_t micro;
	int error;

	error = pa_attribute_number(sys, path, "energy_uj", &micro);
	if (error)
		return error;
	instance = pa_attribute_text(sys, path, "name", name, sizeof(name))
			   ? pa_names_idf(sys->names, "%s:%s", device, name)
			   : pa_names_id(sys->names, device, strlen(device));
	zone = zone_of(reader, instance);
	if (!zone)
		return -ENOSPC;
	if (!zone->range_uj)
		(void)pa_attribute_number(sys, path, "max_energy_range_uj", &zone->range_uj);
	pa_moment_put(moment, PA_V_PWR_RAPL_ENERGY_JOULES, instance,
		      pa_powercap_energy_add(&zone->energy, micro, zone->range_uj) / MICRO);
	if (sys->passes & PA_PASS_RARE)
		put_limit(sys, path, instance, moment);
	return 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	static const char folder[] = "sys/class/powercap";
	struct pa_folder zones = { 0 };
	struct reader *reader = self;
	uint32_t told = 0;
	int error, denied = 0;

	if (!(sys->passes & PA_PASS_RARE) && !reader->count)
		return 0; /* none so far: looked for again in a rare pass */
	error = pa_folder_list(&zones, sys->root, folder);
	for (uint32_t i = 0; i < zones.count; i++) {
		char path[PA_ATTRIBUTE_PATH_BYTES];
		int failed;

		if (snprintf(path, sizeof(path), "%s/%s", folder, zones.name[i]) >=
		    (int)sizeof(path))
			continue;
		failed = put_zone(reader, sys, path, zones.name[i], moment);
		told += !failed;
		if (failed == -EACCES || failed == -EPERM)
			denied = failed;
	}
	pa_folder_done(&zones);
	if (told)
		return 0;
	error = error ? error : denied ? denied : -ENOENT;
	return pa_source_fail(moment, pa_source_powercap.name, error);
}

static void *open_source(struct pa_linux *sys)
{
	(void)sys;
	return pa_alloc(sizeof(struct reader));
}

const struct pa_source pa_source_powercap = {
	.name = "powercap",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = free,
};
