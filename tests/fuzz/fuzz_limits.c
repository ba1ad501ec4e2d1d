/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "model/moment.h"
#include "platform/linux/adjtimex.h"
#include "platform/linux/audit.h"
#include "platform/linux/bpf_prog.h"
#include "platform/linux/key_users.h"
#include "platform/linux/kmsg.h"
#include "platform/linux/mqueue.h"
#include "platform/linux/sysvipc.h"
#include "platform/linux/task_fdinfo.h"
#include "platform/linux/task_limits.h"
#include "platform/linux/task_wait.h"
#include "probe/trace_ring.h"

static void feed_process(const char *text, size_t size)
{
	struct pa_task_limits limits;
	struct pa_task_use use;
	struct pa_uring ring;
	bool needs_call;
	uint64_t inode;

	for (int kind = PA_FD_OTHER; kind <= PA_FD_URING; kind++)
		assert(pa_fdinfo_watches((enum pa_fd_kind)kind, text, size) <= size);
	(void)pa_fd_kind_of(text, size, &inode);
	if (!pa_uring_parse(text, size, &ring))
		assert(ring.sq_pending <= ring.sq_entries);
	(void)pa_task_limits_parse(text, size, &limits);
	(void)pa_task_use_parse(text, size, &use);
	(void)pa_task_wait_of(text, size, &needs_call);
}

/* Netlink answers begin where four bytes can be read at once. */
static void feed_audit(const uint8_t *data, size_t size)
{
	char *aligned = malloc(size ? size : 1);
	struct pa_audit audit;

	if (!aligned)
		return;
	if (size)
		memcpy(aligned, data, size);
	(void)pa_audit_parse(aligned, size, &audit);
	free(aligned);
}

/* What tells how much is used of the limits of tasks, users and the kernel's services: the
 * texts share no beginning, so each input is handed to all. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct pa_names *names = pa_names_new();
	struct pa_kmsg_tally counts = { 0 };
	struct pa_trace_ring_sums rings;
	struct pa_adjtimex clock_state;
	struct pa_bpf_progs programs;
	struct pa_mqueues queues;
	struct pa_sysvipc table;
	struct pa_moment moment;

	pa_moment_init(&moment);
	(void)pa_key_users_parse(text, size, names, &moment);
	assert(moment.sample_count <= 4 * PA_KEY_USERS_MAX);
	if (!pa_sysvipc_parse(text, size, "cbytes", &table))
		assert(table.largest <= table.sum);
	pa_mqueues_parse(text, size, &queues);
	pa_bpf_progs_parse(text, size, &programs);
	(void)pa_adjtimex_parse(text, size, &clock_state);
	(void)pa_trace_rings_parse(text, size, &rings);
	pa_kmsg_tally(text, size, &counts);
	feed_process(text, size);
	feed_audit(data, size);
	pa_moment_done(&moment);
	pa_names_free(names);
	return 0;
}
