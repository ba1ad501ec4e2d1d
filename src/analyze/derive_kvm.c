/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Virtual machines that run here, told from the names of their threads. The kernel calls those
 * of vhost "vhost-PID".
 */
#include <string.h>

#include "analyze/derive.h"
#include "base/alloc.h"
#include "base/names.h"
#include "catalog/values.h"

/* QEMU "CPU 0/KVM", Firecracker "fc_vcpu 0", Cloud Hypervisor "vcpu0", crosvm "crosvm_vcpu0",
 * kvmtool "kvm-vcpu-0". */
static bool runs_a_cpu(const char *comm)
{
	static const char *const begins[] = { "fc_vcpu ", "vcpu", "crosvm_vcpu", "kvm-vcpu-" };
	const char *slash = strchr(comm, '/');

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		size_t bytes = strlen(begins[i]);

		if (!strncmp(comm, begins[i], bytes) && comm[bytes] >= '0' && comm[bytes] <= '9')
			return true;
	}
	return !strncmp(comm, "CPU ", 4) && slash && !strcmp(slash, "/KVM");
}

/* Growth of a counter of a thread over the window. */
static double grown(uint64_t first, uint64_t last)
{
	return last > first ? (double)(last - first) : 0;
}

/* What the threads of one kind used and waited for. */
struct use {
	uint32_t threads;
	double cpu_ratio, run_delay_ms_per_s;
};

static void add(struct use *use, const struct pa_track *t, double s)
{
	use->threads++;
	if (!(t->last.has & PA_TASK_RUN) || s <= 0)
		return;
	use->cpu_ratio += grown(t->first.run_ns, t->last.run_ns) / s / 1e9;
	use->run_delay_ms_per_s += grown(t->first.run_delay_ns, t->last.run_delay_ns) / s / 1e6;
}

/* The process of a virtual machine: the sums of its virtual CPUs. */
static void put_machine(struct pa_case *c, const struct pa_proc *p, const struct use *use)
{
	pa_facts_put(&c->facts, PA_V_KVM_VCPU_THREADS_COUNT, p->instance, use->threads);
	pa_facts_put(&c->facts, PA_V_KVM_VCPU_CPU_RATIO, p->instance, use->cpu_ratio);
	pa_facts_put(&c->facts, PA_V_KVM_VCPU_RUN_DELAY_MS_PER_S, p->instance,
		     use->run_delay_ms_per_s);
}

static void machine_of(struct pa_case *c, const struct pa_proc *p, const uint8_t *is_cpu)
{
	double s = pa_window_task_s(c->window);
	struct use use = { 0 };

	for (uint32_t i = 0; i < c->window->track_count; i++)
		if (is_cpu[i] && c->window->tracks[i].last.pid == p->pid)
			add(&use, &c->window->tracks[i], s);
	if (use.threads)
		put_machine(c, p, &use);
}

static void failed_yields(struct pa_case *c)
{
	double all, good;

	if (pa_window_rate(c->window, PA_V_KVM_SPIN_YIELDS_COUNT, 0, &all) &&
	    pa_window_rate(c->window, PA_V_KVM_SPIN_GOOD_YIELDS_COUNT, 0, &good))
		pa_facts_put(&c->facts, PA_V_KVM_SPIN_FAILED_PER_S, 0, all > good ? all - good : 0);
}

/* Nothing is put where no guest ran: there may be none. */
static void guest_time(struct pa_case *c)
{
	double ticks_per_s;

	if (pa_window_rate(c->window, PA_V_CPU_ALL_GUEST_TICKS, 0, &ticks_per_s) && ticks_per_s > 0)
		pa_facts_put(&c->facts, PA_V_KVM_VCPU_GUEST_RATIO, 0, ticks_per_s / c->machine->hz);
}

void pa_derive_kvm(struct pa_case *c)
{
	PA_CLEANUP(pa_freep) uint8_t *is_cpu = pa_alloc_array(c->window->track_count, 1);
	double s = pa_window_task_s(c->window);
	struct use vhost = { 0 };
	bool any = false;

	for (uint32_t i = 0; i < c->window->track_count; i++) {
		const struct pa_track *t = &c->window->tracks[i];
		const char *comm = pa_names_text(c->names, t->last.comm);

		is_cpu[i] = runs_a_cpu(comm);
		any |= is_cpu[i];
		if (!strncmp(comm, "vhost-", 6))
			add(&vhost, t, s);
	}
	for (uint32_t i = 0; any && i < c->procs.count; i++)
		machine_of(c, &c->procs.procs[i], is_cpu);
	if (vhost.threads)
		pa_facts_put(&c->facts, PA_V_KVM_VHOST_CPU_RATIO, 0, vhost.cpu_ratio);
	failed_yields(c);
	guest_time(c);
}
