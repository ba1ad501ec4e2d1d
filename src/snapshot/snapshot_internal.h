/* SPDX-License-Identifier: Apache-2.0 */
/* What a snapshot is inside. */
#ifndef PA_SNAPSHOT_SNAPSHOT_INTERNAL_H
#define PA_SNAPSHOT_SNAPSHOT_INTERNAL_H

#include "snapshot/meta_internal.h"
#include "snapshot/replies_internal.h"

struct pa_snapshot {
	struct pa_replies replies;
	struct pa_meta meta;
};

/* An empty one whose replies may take max_bytes. */
struct pa_snapshot *pa_snapshot_new(uint64_t max_bytes)
	__attribute__((returns_nonnull, warn_unused_result));

#endif
