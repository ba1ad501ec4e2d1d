/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/hwmon.h"

#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/attributes.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { CHIPS_MAX = 16, FILES_MAX = 64, NAME_MAX_BYTES = 64 };

/* The end of a file's name: "temp1_input" is a temp, 1, "input". */
static const struct {
	const char *kind, *what;
	uint16_t metric;
	uint32_t divided_by;
} rows[] = {
	{ "temp", "input", PA_V_PWR_PSU_TEMPERATURE_CELSIUS, 1000 },
	{ "temp", "crit", PA_V_PWR_PSU_CRITICAL_CELSIUS, 1000 },
	{ "fan", "input", PA_V_PWR_PSU_FAN_RPM, 1 },
	{ "fan", "min", PA_V_PWR_PSU_FAN_MIN_RPM, 1 },
	{ "power", "input", PA_V_PWR_PSU_POWER_WATTS, 1000000 },
	{ "power", "average", PA_V_PWR_PSU_POWER_WATTS, 1000000 },
	{ "power", "cap", PA_V_PWR_PSU_POWER_CAP_WATTS, 1000000 },
};

static bool is_alarm(const char *what)
{
	size_t bytes = strlen(what);

	return !strcmp(what, "fault") || (bytes >= 5 && !strcmp(what + bytes - 5, "alarm"));
}

/* Where "temp12" ends in "temp12_input": the underscore, NULL when it is no sensor. */
static const char *sensor_end(const char *file)
{
	const char *at = file + strspn(file, "abcdefghijklmnopqrstuvwxyz");

	if (at == file || *at < '0' || *at > '9')
		return NULL;
	at += strspn(at, "0123456789");
	return *at == '_' ? at : NULL;
}

static bool put_file(struct pa_linux *sys, const char *path, const char *chip, const char *file,
		     struct pa_moment *moment)
{
	const char *end = sensor_end(file), *what = end ? end + 1 : "";
	uint16_t metric = PA_V_NONE;
	uint32_t divided_by = 1;
	uint64_t value;

	if (!end)
		return false;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t kind_bytes = strlen(rows[i].kind);

		if (strncmp(file, rows[i].kind, kind_bytes) != 0 || file[kind_bytes] < '0' ||
		    file[kind_bytes] > '9' || strcmp(what, rows[i].what) != 0)
			continue;
		metric = rows[i].metric;
		divided_by = rows[i].divided_by;
	}
	if (metric == PA_V_NONE && is_alarm(what))
		metric = PA_V_PWR_PSU_ALARM_FLAG;
	if (metric == PA_V_NONE || pa_attribute_number(sys, path, file, &value))
		return false;
	/* An alarm is named with its kind, the others by their sensor alone. */
	pa_moment_put(moment, metric,
		      metric == PA_V_PWR_PSU_ALARM_FLAG
			      ? pa_names_idf(sys->names, "%s/%s", chip, file)
			      : pa_names_idf(sys->names, "%s/%.*s", chip, (int)(end - file), file),
		      value / divided_by);
	return true;
}

static bool put_chip(struct pa_linux *sys, const char *path, const char *name,
		     struct pa_moment *moment)
{
	char type[NAME_MAX_BYTES], chip[NAME_MAX_BYTES * 2];
	struct pa_folder files = { 0 };
	uint32_t told = 0;

	if (!pa_attribute_text(sys, path, "name", type, sizeof(type)) ||
	    pa_folder_list(&files, sys->root, path))
		return false;
	(void)snprintf(chip, sizeof(chip), "%.32s:%s", name, type);
	for (uint32_t i = 0; i < files.count && told < FILES_MAX; i++)
		told += put_file(sys, path, chip, files.name[i], moment);
	pa_folder_done(&files);
	return told > 0;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	(void)self;
	return pa_attributes_each(sys, "sys/class/hwmon", "hwmon", CHIPS_MAX, pa_source_hwmon.name,
				  put_chip, moment);
}

const struct pa_source pa_source_hwmon = {
	.name = "hwmon",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
