/* SPDX-License-Identifier: Apache-2.0 */
#include "config/settings.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"
#include "base/options.h"
#include "config/entries.h"

bool pa_config_is_user(const char *section)
{
	return !strncmp(section, PA_CONFIG_RESOURCE, strlen(PA_CONFIG_RESOURCE)) ||
	       !strcmp(section, PA_CONFIG_CAPACITY);
}

static const struct pa_command *find_command(const struct pa_command *const *commands, size_t count,
					     const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

/* What only makes sense in one call. */
static bool belongs_to_a_call(const char *key)
{
	return !strcmp(key, "config") || !strcmp(key, "help");
}

static int check_value(const struct pa_config *config, const struct pa_config_entry *entry,
		       const struct pa_option *option, struct pa_err *err)
{
	struct pa_err why = { 0 };
	int error = pa_options_check(option, entry->key, entry->value, &why);

	return error ? pa_config_wrong(config, entry, error, err, "%s", why.text) : 0;
}

static int no_such_section(const struct pa_config *config, const struct pa_config_entry *entry,
			   const struct pa_command *const *commands, size_t count,
			   struct pa_err *err)
{
	const char **names PA_CLEANUP(pa_freep) = pa_alloc_array(count + 3, sizeof(*names));
	const char *near;
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		names[n++] = commands[i]->name;
	names[n++] = PA_CONFIG_COMMON;
	names[n++] = PA_CONFIG_CAPACITY;
	names[n++] = "resource NAME";
	near = pa_options_nearest(entry->section, strcspn(entry->section, " "), names, n);
	return pa_config_wrong(config, entry, -EINVAL, err,
			       "no section [%.49s]%s%s%s; there are perfadvisor, the commands, "
			       "capacity and resource NAME",
			       entry->section, near ? "; did you mean [" : "", near ? near : "",
			       near ? "]" : "");
}

static int no_such_key(const struct pa_config *config, const struct pa_config_entry *entry,
		       const char *near, struct pa_err *err)
{
	return pa_config_wrong(config, entry, -EINVAL, err, "[%.49s] has no key '%.60s'%s%s",
			       entry->section, entry->key, near ? "; did you mean " : "",
			       near ? near : "");
}

static int check_common(const struct pa_config *config, const struct pa_config_entry *entry,
			const struct pa_command *const *commands, size_t count, struct pa_err *err)
{
	const char *near = NULL;
	bool known = false;

	for (size_t i = 0; i < count; i++) {
		const struct pa_option *option = pa_options_find(commands[i], entry->key);
		int error = option ? check_value(config, entry, option, err) : 0;

		if (error)
			return error;
		known = known || option;
		near = near ? near : pa_options_nearest_option(commands[i], entry->key);
	}
	return known ? 0 : no_such_key(config, entry, near, err);
}

int pa_config_check(const struct pa_config *config, const struct pa_command *const *commands,
		    size_t count, struct pa_err *err)
{
	for (size_t i = 0; i < config->count; i++) {
		const struct pa_config_entry *entry = &config->entries[i];
		const struct pa_command *command = find_command(commands, count, entry->section);
		const struct pa_option *option;
		int error;

		if (pa_config_is_user(entry->section))
			continue;
		if (!command && strcmp(entry->section, PA_CONFIG_COMMON) != 0)
			return no_such_section(config, entry, commands, count, err);
		if (belongs_to_a_call(entry->key))
			return pa_config_wrong(config, entry, -EINVAL, err,
					       "%s belongs on the command line", entry->key);
		option = command ? pa_options_find(command, entry->key) : NULL;
		if (command && !option)
			return no_such_key(config, entry,
					   pa_options_nearest_option(command, entry->key), err);
		error = option ? check_value(config, entry, option, err)
			       : check_common(config, entry, commands, count, err);
		if (error)
			return error;
	}
	return 0;
}

/* ---- what holds ---- */

struct choosing {
	const struct pa_command *command;
	struct pa_config_choice *choices;
};

static void note_given(void *arg, const struct pa_option *option, const char *value)
{
	const struct choosing *c = arg;

	for (size_t i = 0; i < c->command->option_count; i++)
		if (&c->command->options[i] == option) {
			c->choices[i].value = value;
			c->choices[i].given = 1;
		}
}

/* Does something that stands nearer exclude this option? A flag that says no excludes nothing. */
static bool excluded(const struct choosing *c, const struct pa_option *option)
{
	for (size_t i = 0; i < c->command->option_count; i++) {
		const struct pa_option *other = &c->command->options[i];
		const char *value = c->choices[i].value;

		if (value && (other->kind != PA_OPT_FLAG || strcmp(value, "no") != 0) &&
		    pa_options_has_word(other->excludes, option->name))
			return true;
	}
	return false;
}

/* Take from one section what nobody nearer has said. Options of one section that exclude each
 * other all stay: their command says what is wrong with them. */
static void take_section(const struct choosing *c, const struct pa_config *config,
			 const char *section)
{
	size_t count = c->command->option_count;
	struct pa_config_choice *fresh PA_CLEANUP(pa_freep) = pa_alloc_array(count, sizeof(*fresh));

	for (size_t i = 0; i < count; i++) {
		const struct pa_option *option = &c->command->options[i];
		const struct pa_config_entry *entry = pa_config_find(config, section, option->name);

		if (entry && !c->choices[i].value && !excluded(c, option))
			fresh[i] = (struct pa_config_choice){ .value = entry->value,
							      .entry = entry };
	}
	for (size_t i = 0; i < count; i++)
		if (fresh[i].value) {
			c->choices[i].value = fresh[i].value;
			c->choices[i].entry = fresh[i].entry;
		}
}

int pa_config_choose(const struct pa_config *config, const struct pa_command *command, int argc,
		     char *const *argv, struct pa_config_choice **out, struct pa_err *err)
{
	struct choosing c = { .command = command };
	int first;

	*out = NULL;
	c.choices = pa_alloc_array(command->option_count, sizeof(*c.choices));
	first = pa_options_each(command, argc, argv, note_given, &c, err);
	if (first < 0) {
		free(c.choices);
		return first;
	}
	take_section(&c, config, command->name);
	take_section(&c, config, PA_CONFIG_COMMON);
	for (size_t i = 0; i < command->option_count; i++) {
		c.choices[i].option = &command->options[i];
		if (!c.choices[i].value)
			c.choices[i].value = command->options[i].fallback;
	}
	*out = c.choices;
	return 0;
}
