/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file of settings and the option tables: every long option of a command can stand in the
 * section of that name, and, for all commands that have it, in [perfadvisor]. The tables decide
 * what is a name and what is a value; nothing here knows an option.
 */
#ifndef PA_CONFIG_SETTINGS_H
#define PA_CONFIG_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

struct pa_command;
struct pa_config;
struct pa_config_entry;
struct pa_err;
struct pa_option;

/* The section of what all commands have in common. */
#define PA_CONFIG_COMMON "perfadvisor"

/* The sections in which users declare something, and the beginning of the names of some. */
#define PA_CONFIG_CAPACITY "capacity"
#define PA_CONFIG_RESOURCE "resource "

/* Is this section one of them? */
bool pa_config_is_user(const char *section);

/*
 * Check every entry against the tables of all command_count commands. Sections that are not
 * about options ("capacity", "resource NAME") are left to user/declare.h.
 * Returns 0, or -EINVAL or -ERANGE with one line in err: file, line, what is wrong and the name
 * that was probably meant.
 */
int pa_config_check(const struct pa_config *config, const struct pa_command *const *commands,
		    size_t command_count, struct pa_err *err);

/* One option of a command and what it will be. */
struct pa_config_choice {
	const struct pa_option *option;
	const char *value; /* as it was written; NULL: nobody says, and no fallback */
	const struct pa_config_entry *entry; /* where a file says it; NULL: no file does */
	int given;			     /* on the command line */
};

/*
 * What each option of a command will be: the command line over the command's section over
 * [perfadvisor] over the fallback. A value of a file that excludes what stands nearer does not
 * count. argv: argc texts, argv[0] is the command's name.
 * *out: option_count records in the order of the table, for the caller to free(); values are
 * borrowed. Returns 0, or as pa_options_parse() when argv is wrong (*out is then NULL).
 */
int pa_config_choose(const struct pa_config *config, const struct pa_command *command, int argc,
		     char *const *argv, struct pa_config_choice **out, struct pa_err *err);

#endif
