/* SPDX-License-Identifier: Apache-2.0 */
#include "user/declare.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "config/entries.h"
#include "config/settings.h"
#include "user/declare_internal.h"

/* The first entry of a section: a resource that is not whole is told there. */
static const struct pa_config_entry *first_of(const struct pa_config *config, const char *section)
{
	for (size_t i = 0; i < config->count; i++)
		if (!strcmp(config->entries[i].section, section))
			return &config->entries[i];
	return NULL;
}

int pa_user_declare(struct pa_config *config, struct pa_user *out, struct pa_err *err)
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

		if (!strncmp(entry->section, PA_CONFIG_RESOURCE, strlen(PA_CONFIG_RESOURCE)))
			error = pa_user_take_resource(&d, entry);
		else if (!strcmp(entry->section, PA_CONFIG_CAPACITY))
			error = pa_user_take_capacity(&d, entry);
	}
	for (size_t i = 0; i < out->resource_count && !error; i++) {
		char section[PA_CONFIG_SECTION_MAX_BYTES + 1];
		struct pa_buf name;

		pa_buf_init(&name, sizeof(section));
		pa_buf_printf(&name, "%s%s", PA_CONFIG_RESOURCE, out->resources[i].name);
		error = pa_user_check_resource(&d, first_of(config, name.bytes),
					       &out->resources[i]);
		pa_buf_done(&name);
	}
	return error;
}

void pa_user_declared(const struct pa_config *config, struct pa_buf *out)
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
