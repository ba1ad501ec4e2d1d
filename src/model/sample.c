/* SPDX-License-Identifier: Apache-2.0 */
#include "model/sample.h"

#include <errno.h>

const char *pa_state_text(enum pa_state state)
{
	static const char *const text[PA_STATE_COUNT] = {
		[PA_OK] = "OK",
		[PA_ABSENT] = "ABSENT",
		[PA_DENIED] = "DENIED",
		[PA_BROKEN] = "BROKEN",
		[PA_NONE] = "NONE",
		[PA_NA] = "NA",
		[PA_UNCATALOGUED] = "UNCATALOGUED",
	};

	return (unsigned int)state < PA_STATE_COUNT ? text[state] : "?";
}

enum pa_state pa_state_of_errno(int error)
{
	switch (error < 0 ? -error : error) {
	case 0:
		return PA_OK;
	case EPERM:
	case EACCES:
		return PA_DENIED;
	case ENOENT:
	case ENODEV:
	case ENXIO:
	case EOPNOTSUPP:
	case ENOSYS:
	case ENOTDIR:
	case ESRCH:
	case EINVAL:
		return PA_ABSENT;
	default:
		return PA_BROKEN;
	}
}
