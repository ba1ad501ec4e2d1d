/* SPDX-License-Identifier: Apache-2.0 */
#include "model/user.h"

const char *pa_user_part_text(enum pa_user_part part)
{
	static const char *const texts[PA_USER_PART_COUNT] = {
		[PA_USER_UTILIZATION] = "utilization",
		[PA_USER_SATURATION] = "saturation",
		[PA_USER_ERRORS] = "errors",
		[PA_USER_LIMIT] = "limit",
	};

	return texts[part];
}

const char *pa_user_kind_text(enum pa_user_kind kind)
{
	static const char *const texts[PA_USER_KIND_COUNT] = {
		[PA_USER_FILE] = "file",
		[PA_USER_COMMAND] = "command",
		[PA_USER_OPENMETRICS] = "openmetrics",
	};

	return texts[kind];
}

bool pa_user_has_commands(const struct pa_user *user)
{
	for (size_t i = 0; i < user->resource_count; i++)
		if (user->resources[i].kind == PA_USER_COMMAND)
			return true;
	return false;
}
