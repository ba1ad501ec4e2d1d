/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sections of users: one file for each.
 */
#ifndef PA_CONFIG_USER_INTERNAL_H
#define PA_CONFIG_USER_INTERNAL_H

#include "config/user.h"

struct pa_config_entry;

/* What is being understood. */
struct pa_declaring {
	struct pa_config *config;
	struct pa_user *out;
	struct pa_err *err;
};

/* One line of [capacity]. 0 or as pa_config_user(). */
int pa_config_capacity(struct pa_declaring *d, const struct pa_config_entry *entry);

/* One line of a [resource NAME]; the resource is begun with the first. 0 or as above. */
int pa_config_resource(struct pa_declaring *d, const struct pa_config_entry *entry);

/* Is the resource whole? first is an entry of its section. 0 or as above. */
int pa_config_resource_end(struct pa_declaring *d, const struct pa_config_entry *first,
			   const struct pa_user_resource *resource);

/* A number of one entry: digits, a point, an exponent; nothing behind it. */
int pa_config_number(struct pa_declaring *d, const struct pa_config_entry *entry, const char *text,
		     double *out);

#endif
