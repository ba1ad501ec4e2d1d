/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd/declared.h"

#include <errno.h>

#include "base/buf.h"
#include "base/err.h"
#include "config/entries.h"
#include "config/file.h"
#include "user/declare.h"

int pa_cmd_declared(const char *file, struct pa_buf *out, bool *commands, struct pa_err *err)
{
	struct pa_config config;
	struct pa_user user;
	int error;

	pa_buf_clear(out);
	pa_config_init(&config);
	error = pa_config_read(&config, file, err);
	if (!error)
		error = pa_user_declare(&config, &user, err);
	if (!error) {
		pa_user_declared(&config, out);
		*commands = pa_user_has_commands(&user);
		if (out->overflow)
			error = pa_err_set(err, -E2BIG, "keep what %s declares", config.name);
	}
	pa_config_done(&config);
	return error;
}
