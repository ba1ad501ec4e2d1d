/* SPDX-License-Identifier: Apache-2.0 */
#include "config/user.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/scan.h"
#include "config/entries.h"
#include "config/user_internal.h"

static bool is_resource(const char *section)
{
	return !strncmp(section, PA_CONFIG_RESOURCE, strlen(PA_CONFIG_RESOURCE));
}

bool pa_config_is_user(const char *section)
{
	return is_resource(section) || !strcmp(section, PA_CONFIG_CAPACITY);
}

int pa_config_number(struct pa_declaring *d, const struct pa_config_entry *entry, const char *text,
		     double *out)
{
	struct pa_scan scan;

	pa_scan_init(&scan, text, strlen(text));
	if (!pa_scan_double(&scan, out) || scan.at != scan.end)
		return pa_config_wrong(d->config, entry, -EINVAL, d->err,
				       "%.60s wants a number, not '%.100s'", entry->key, text);
	return 0;
}

/* The first entry of a section: a resource that is not whole is told there. */
static const struct pa_config_entry *first_of(const struct pa_config *config, const char *section)
{
	for (size_t i = 0; i < config->count; i++)
		if (!strcmp(config->entries[i].section, section))
			return &config->entries[i];
	return NULL;
}

int pa_config_user(struct pa_config *config, struct pa_user *out, struct pa_err *err)
{
	struct pa_declaring d = { .config = config, .out = out, .err = err };
	int error = 0;

	*out = (struct pa_user){
		.resources = pa_arena_alloc(&config->arena,
					    PA_USER_RESOURCES_MAX * sizeof(*out->resources)),
		.capacities = pa_arena_alloc(&config->arena,
					     PA_USER_CAPACITIES_MAX * sizeof(*out->capacities)),
	};
	for (size_t i = 0; i < config->count && !error; i++) {
		const struct pa_config_entry *entry = &config->entries[i];

		if (is_resource(entry->section))
			error = pa_config_resource(&d, entry);
		else if (!strcmp(entry->section, PA_CONFIG_CAPACITY))
			error = pa_config_capacity(&d, entry);
	}
	for (size_t i = 0; i < out->resource_count && !error; i++) {
		char section[PA_CONFIG_SECTION_MAX_BYTES + 1];
		struct pa_buf name;

		pa_buf_init(&name, sizeof(section));
		pa_buf_printf(&name, "%s%s", PA_CONFIG_RESOURCE, out->resources[i].name);
		error = pa_config_resource_end(&d, first_of(config, name.bytes),
					       &out->resources[i]);
		pa_buf_done(&name);
	}
	return error;
}

void pa_config_declared(const struct pa_config *config, struct pa_buf *out)
{
	const char *section = "";

	for (size_t i = 0; i < config->count; i++) {
		const struct pa_config_entry *entry = &config->entries[i];

		if (!pa_config_is_user(entry->section))
			continue;
		if (strcmp(section, entry->section) != 0)
			pa_buf_printf(out, "%s[%s]\n", out->used_bytes ? "\n" : "", entry->section);
		section = entry->section;
		pa_buf_printf(out, "%s = %s\n", entry->key, entry->value);
	}
}
