/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/kvm_debugfs.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/numbers.h"
#include "platform/platform.h"
#include "platform/root.h"

static const struct pa_number_row rows[] = {
	{ "sys/kernel/debug/kvm/exits", PA_V_KVM_EXITS_EXITS_COUNT, 0 },
	{ "sys/kernel/debug/kvm/io_exits", PA_V_KVM_EXITS_PORT_EXITS_COUNT, 0 },
	{ "sys/kernel/debug/kvm/mmio_exits", PA_V_KVM_EXITS_MMIO_EXITS_COUNT, 0 },
	{ "sys/kernel/debug/kvm/halt_exits", PA_V_KVM_EXITS_HALT_EXITS_COUNT, 0 },
	{ "sys/kernel/debug/kvm/insn_emulation_fail", PA_V_KVM_EXITS_EMULATION_FAILURES_COUNT, 0 },
	{ "sys/kernel/debug/kvm/halt_wait_ns", PA_V_KVM_VCPU_HALT_WAIT_NS, 0 },
	{ "sys/kernel/debug/kvm/directed_yield_attempted", PA_V_KVM_SPIN_YIELDS_COUNT, 0 },
	{ "sys/kernel/debug/kvm/directed_yield_successful", PA_V_KVM_SPIN_GOOD_YIELDS_COUNT, 0 },
	{ "sys/kernel/debug/kvm/pages_4k", PA_V_KVM_MMU_SMALL_PAGES_COUNT, 0 },
	{ "sys/kernel/debug/kvm/pages_2m", PA_V_KVM_MMU_LARGE_PAGES_COUNT, 0 },
	{ "sys/kernel/debug/kvm/pages_1g", PA_V_KVM_MMU_HUGE_PAGES_COUNT, 0 },
	{ "sys/kernel/debug/kvm/pf_taken", PA_V_KVM_MMU_FAULTS_COUNT, 0 },
	{ "sys/kernel/debug/kvm/remote_tlb_flush", PA_V_KVM_MMU_FLUSHES_COUNT, 0 },
};

enum { RETRY_PASSES = 12 }; /* slow passes: once a minute */

struct state {
	struct pa_numbers *numbers;
	uint32_t wait; /* passes until files that were not there are asked again */
	int error;
};

static void *open_source(struct pa_linux *sys)
{
	struct state *s = pa_alloc(sizeof(*s));

	(void)sys;
	s->numbers = pa_numbers_new(rows, sizeof(rows) / sizeof(rows[0]));
	return s;
}

/* One file tells whether KVM shows anything at all. */
static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct state *s = self;

	if (s->wait) {
		s->wait--;
		return s->error;
	}
	s->error = pa_root_read_path(sys->root, rows[0].path, sys->text);
	if (!s->error)
		return pa_numbers_read(s->numbers, sys, moment);
	s->wait = RETRY_PASSES;
	return pa_source_fail(moment, pa_source_kvm_debugfs.name, s->error);
}

static void close_source(void *self)
{
	struct state *s = self;

	s->numbers = pa_numbers_free(s->numbers);
	pa_freep(&self);
}

const struct pa_source pa_source_kvm_debugfs = {
	.name = "kvm_debugfs",
	.pass = PA_PASS_SLOW,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
