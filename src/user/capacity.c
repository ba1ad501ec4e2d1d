/* SPDX-License-Identifier: Apache-2.0 */
/* [capacity]: "disk vda = 3000 iops, 125 MB/s", "net eth0 = 1 Gbit/s, 100000 pps". */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "base/scan.h"
#include "config/entries.h"
#include "user/declare_internal.h"

enum { INSTANCE_MAX_BYTES = 255 };

/* How a capacity is written; clouds and data sheets count in powers of 1000. */
struct unit {
	const char *name;
	double factor;
	bool bytes; /* else requests or packets */
	bool on_disk, on_net;
};

static const struct unit units[] = {
	{ "iops", 1, false, true, false },	   { "IOPS", 1, false, true, false },
	{ "pps", 1, false, false, true },	   { "kpps", 1e3, false, false, true },
	{ "Mpps", 1e6, false, false, true },	   { "kB/s", 1e3, true, true, true },
	{ "MB/s", 1e6, true, true, true },	   { "GB/s", 1e9, true, true, true },
	{ "KiB/s", 1024, true, true, true },	   { "MiB/s", 1048576, true, true, true },
	{ "GiB/s", 1073741824, true, true, true }, { "kbit/s", 125, true, false, true },
	{ "Mbit/s", 125e3, true, false, true },	   { "Gbit/s", 125e6, true, false, true },
};

static const struct unit *find_unit(struct pa_word word, uint8_t device)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (pa_word_is(word, units[i].name) &&
		    (device == PA_USER_DISK ? units[i].on_disk : units[i].on_net))
			return &units[i];
	return NULL;
}

static int wrong_value(struct pa_declaring *d, const struct pa_config_entry *entry, uint8_t device)
{
	return pa_config_wrong(d->config, entry, -EINVAL, d->err, "%.60s wants %s, not '%.100s'",
			       entry->key,
			       device == PA_USER_DISK ? "a capacity such as '3000 iops, 125 MB/s'"
						      : "one such as '1 Gbit/s, 100000 pps'",
			       entry->value);
}

/* One part: "125 MB/s". */
static int take_part(struct pa_declaring *d, const struct pa_config_entry *entry,
		     struct pa_scan *scan, struct pa_user_capacity *out)
{
	const struct unit *unit;
	const char *comma;
	struct pa_word word;
	double number, *at;

	if (!pa_scan_double(scan, &number) || !pa_scan_word(scan, &word))
		return wrong_value(d, entry, out->device);
	/* "3000 iops, 125 MB/s": the comma is no part of the unit. */
	comma = memchr(word.at, ',', word.bytes);
	if (comma) {
		word.bytes = (size_t)(comma - word.at);
		scan->at = comma;
	}
	unit = find_unit(word, out->device);
	at = unit && unit->bytes ? &out->bytes_per_s : &out->per_s;
	if (!unit || number <= 0 || !isfinite(number * unit->factor) || !isnan(*at) ||
	    number * unit->factor > 1e18)
		return wrong_value(d, entry, out->device);
	*at = number * unit->factor;
	return 0;
}

static int take_parts(struct pa_declaring *d, const struct pa_config_entry *entry,
		      struct pa_user_capacity *out)
{
	struct pa_scan scan;
	int error;

	pa_scan_init(&scan, entry->value, strlen(entry->value));
	do {
		error = take_part(d, entry, &scan, out);
	} while (!error && pa_scan_text(&scan, ","));
	while (!error && scan.at < scan.end && (*scan.at == ' ' || *scan.at == '\t'))
		scan.at++;
	return error || scan.at == scan.end ? error : wrong_value(d, entry, out->device);
}

int pa_user_take_capacity(struct pa_declaring *d, const struct pa_config_entry *entry)
{
	struct pa_user_capacity capacity = { .per_s = NAN, .bytes_per_s = NAN };
	struct pa_arena *arena = &d->config->arena;
	const char *name;
	int error;

	if (!strncmp(entry->key, "disk ", 5))
		capacity.device = PA_USER_DISK;
	else if (!strncmp(entry->key, "net ", 4))
		capacity.device = PA_USER_NET;
	else
		return pa_config_wrong(d->config, entry, -EINVAL, d->err,
				       "[capacity] has no key '%.60s'; it wants disk NAME or net "
				       "NAME",
				       entry->key);
	name = entry->key + strcspn(entry->key, " ");
	name += strspn(name, " \t");
	if (!*name || strlen(name) > INSTANCE_MAX_BYTES || strpbrk(name, " \t"))
		return pa_config_wrong(d->config, entry, -EINVAL, d->err, "'%.60s' names no device",
				       entry->key);
	/* An interface of another network namespace is written NAMESPACE/INTERFACE. */
	capacity.instance = capacity.device == PA_USER_NET && strchr(name, '/')
				    ? pa_arena_printf(arena, "netns:%s", name)
				    : pa_arena_strdup(arena, name);
	if (d->out->capacity_count >= PA_USER_CAPACITIES_MAX)
		return pa_config_wrong(d->config, entry, -E2BIG, d->err, "more than %d capacities",
				       PA_USER_CAPACITIES_MAX);
	error = take_parts(d, entry, &capacity);
	if (!error)
		d->out->capacities[d->out->capacity_count++] = capacity;
	return error;
}
