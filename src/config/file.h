/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the file of settings, and whether it may be trusted: it can name commands.
 */
#ifndef PA_CONFIG_FILE_H
#define PA_CONFIG_FILE_H

struct pa_config;
struct pa_err;

/* Where the settings of a machine are. */
#define PA_CONFIG_FILE "/etc/perfadvisor/perfadvisor.conf"

/*
 * Read and parse the settings. file: a path; "none": there are none; NULL: PA_CONFIG_FILE, which
 * need not be there. *config was initialised.
 * When we are root the file must be root's, and nobody else may be able to write it.
 * Returns 0 or a negative errno with one line in err: -ENOENT (a named file is missing), -EPERM
 * (not to be trusted), -E2BIG, -EINVAL (no plain file, or as pa_config_parse() says).
 */
int pa_config_read(struct pa_config *config, const char *file, struct pa_err *err);

#endif
