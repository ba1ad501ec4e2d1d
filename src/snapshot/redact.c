/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>

#include "base/err.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_internal.h"

int pa_snapshot_redact(struct pa_snapshot *snapshot, struct pa_err *err)
{
	(void)snapshot;
	return pa_err_say(err, -ENOSYS, "redact");
}
