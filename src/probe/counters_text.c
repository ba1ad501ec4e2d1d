/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/counters_text.h"

#include <linux/perf_event.h>

#include "base/scan.h"
#include "catalog/values.h"
#include "model/task.h"

enum { CPUS_MAX = 1 << 20, ERRNO_MAX = 4095 };

/* Results of signal:signal_generate above 2 (TRACE_SIGNAL_ALREADY_PENDING): the queue was full.
 * Signals 24 and 25 are SIGXCPU and SIGXFSZ. Reasons of kvm:kvm_userspace_exit: 9
 * KVM_EXIT_FAIL_ENTRY, 17 KVM_EXIT_INTERNAL_ERROR.
 * Flags of lock:contention_begin (include/trace/events/lock.h): SPIN 1, READ 2, WRITE 4,
 * RT 8, PERCPU 16, MUTEX 32. A mutex that spins before it sleeps begins twice. */
const struct pa_counter_row pa_counter_rows[PA_COUNTER_COUNT] = {
	[PA_COUNTER_CYCLES] = { .name = "cycles",
				.config = PERF_COUNT_HW_CPU_CYCLES,
				.metric = PA_V_CPU_PIPELINE_CYCLES_COUNT,
				.group = PA_COUNTER_GROUP_PIPELINE,
				.watched = true },
	[PA_COUNTER_INSTRUCTIONS] = { .name = "instructions",
				      .config = PERF_COUNT_HW_INSTRUCTIONS,
				      .metric = PA_V_CPU_PIPELINE_INSTRUCTIONS_COUNT,
				      .group = PA_COUNTER_GROUP_PIPELINE,
				      .watched = true },
	[PA_COUNTER_STALLED_BACKEND] = { .name = "stalled_backend",
					 .config = PERF_COUNT_HW_STALLED_CYCLES_BACKEND,
					 .metric = PA_V_CPU_PIPELINE_STALLED_BACKEND_COUNT,
					 .group = PA_COUNTER_GROUP_PIPELINE },
	[PA_COUNTER_CACHE_REFERENCES] = { .name = "cache_references",
					  .config = PERF_COUNT_HW_CACHE_REFERENCES,
					  .metric = PA_V_CPU_LLC_REFERENCES_COUNT,
					  .group = PA_COUNTER_GROUP_CACHE,
					  .watched = true },
	[PA_COUNTER_CACHE_MISSES] = { .name = "cache_misses",
				      .config = PERF_COUNT_HW_CACHE_MISSES,
				      .metric = PA_V_CPU_LLC_MISSES_COUNT,
				      .group = PA_COUNTER_GROUP_CACHE,
				      .watched = true },
	[PA_COUNTER_BLOCK_ERROR] = { .name = "block_error",
				     .tracepoint = "block/block_rq_error",
				     .metric = PA_V_BLK_DEV_REQUEST_ERRORS_COUNT,
				     .group = PA_COUNTER_GROUP_TRACEPOINTS },
	[PA_COUNTER_LOCK_SLEEP] = { .name = "lock_sleep",
				    .tracepoint = "lock/contention_begin",
				    .filter = "!(flags & 1)",
				    .metric = PA_V_LOCK_KERNEL_CONTENDED_COUNT,
				    .group = PA_COUNTER_GROUP_TRACEPOINTS },
	[PA_COUNTER_LOCK_RWSEM] = { .name = "rwsem",
				    .tracepoint = "lock/contention_begin",
				    .filter = "flags & 6 && !(flags & 25)",
				    .metric = PA_V_LOCK_MMAP_CONTENDED_COUNT,
				    .group = PA_COUNTER_GROUP_TRACEPOINTS,
				    .watched = true },
	[PA_COUNTER_LOCK_SPIN] = { .name = "lock_spin",
				   .tracepoint = "lock/contention_begin",
				   .filter = "flags & 1 && !(flags & 32)",
				   .metric = PA_V_LOCK_SPIN_CONTENDED_COUNT,
				   .group = PA_COUNTER_GROUP_TRACEPOINTS },
	[PA_COUNTER_DROP] = { .name = "drop",
			      .tracepoint = "skb/kfree_skb",
			      .metric = PA_V_NET_DROP_PACKETS_COUNT,
			      .group = PA_COUNTER_GROUP_TRACEPOINTS },
	[PA_COUNTER_EXEC] = { .name = "exec",
			      .tracepoint = "sched/sched_process_exec",
			      .metric = PA_V_TASK_SHORT_EXECS_COUNT,
			      .group = PA_COUNTER_GROUP_TRACEPOINTS },
	[PA_COUNTER_RETRANSMIT] = { .name = "retransmit",
				    .tracepoint = "tcp/tcp_retransmit_skb",
				    .metric = PA_V_NET_TCP_RETX_EVENTS_COUNT,
				    .group = PA_COUNTER_GROUP_TRACEPOINTS },
	[PA_COUNTER_OOM_VICTIM] = { .name = "oom_victim",
				    .tracepoint = "oom/mark_victim",
				    .metric = PA_V_MEM_CAP_VICTIMS_COUNT,
				    .group = PA_COUNTER_GROUP_TRACEPOINTS },
	[PA_COUNTER_VECTOR_REFUSED] = { .name = "vector_refused",
					.tracepoint = "irq_vectors/vector_alloc",
					.filter = "ret < 0",
					.metric = PA_V_IRQ_VECTORS_REFUSED_COUNT,
					.group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_THERMAL_TRIP] = { .name = "thermal_trip",
				      .tracepoint = "thermal/thermal_zone_trip",
				      .metric = PA_V_CPU_THERMAL_TRIPS_COUNT,
				      .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_PERCPU_FAIL] = { .name = "percpu_fail",
				     .tracepoint = "percpu/percpu_alloc_percpu_fail",
				     .metric = PA_V_MEM_PERCPU_FAILED_COUNT,
				     .group = PA_COUNTER_GROUP_TRACEPOINTS },
	[PA_COUNTER_BOUNCE] = { .name = "bounce",
				.tracepoint = "swiotlb/swiotlb_bounced",
				.metric = PA_V_MEM_IOMMU_BOUNCES_COUNT,
				.group = PA_COUNTER_GROUP_TRACEPOINTS },
	[PA_COUNTER_PI_BOOST] = { .name = "pi_boost",
				  .tracepoint = "sched/sched_pi_setprio",
				  .metric = PA_V_LOCK_PI_BOOSTS_COUNT,
				  .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_SIGNAL_LOST] = { .name = "signal_lost",
				     .tracepoint = "signal/signal_generate",
				     .filter = "result > 2",
				     .metric = PA_V_SIG_QUEUE_OVERFLOWS_COUNT,
				     .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_SIGNAL_LIMIT] = { .name = "signal_limit",
				      .tracepoint = "signal/signal_generate",
				      .filter = "sig == 24 || sig == 25",
				      .metric = PA_V_RLIMIT_ANY_SIGNALS_COUNT,
				      .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_URING_OVERFLOW] = { .name = "uring_overflow",
					.tracepoint = "io_uring/io_uring_cqe_overflow",
					.metric = PA_V_AIO_URING_OVERFLOWS_COUNT,
					.group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_URING_FAILED] = { .name = "uring_failed",
				      .tracepoint = "io_uring/io_uring_req_failed",
				      .metric = PA_V_AIO_URING_FAILED_COUNT,
				      .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_URING_PUNTED] = { .name = "uring_punted",
				      .tracepoint = "io_uring/io_uring_queue_async_work",
				      .metric = PA_V_AIO_URING_PUNTED_COUNT,
				      .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_KVM_USERSPACE] = { .name = "kvm_userspace",
				       .tracepoint = "kvm/kvm_userspace_exit",
				       .metric = PA_V_KVM_EXITS_USERSPACE_COUNT,
				       .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_KVM_FAILED] = { .name = "kvm_failed",
				    .tracepoint = "kvm/kvm_userspace_exit",
				    .filter = "reason == 17 || reason == 9",
				    .metric = PA_V_KVM_VCPU_FAILED_EXITS_COUNT,
				    .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_KVM_NESTED_FAILED] = { .name = "kvm_nested_failed",
					   .tracepoint = "kvm/kvm_nested_vmenter_failed",
					   .metric = PA_V_KVM_EXITS_NESTED_FAILURES_COUNT,
					   .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_RECEIVE_FULL] = { .name = "receive_full",
				      .tracepoint = "sock/sock_rcvqueue_full",
				      .metric = PA_V_NET_SOCKBUF_FULL_EVENTS_COUNT,
				      .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_XDP_EXCEPTION] = { .name = "xdp_exception",
				       .tracepoint = "xdp/xdp_exception",
				       .metric = PA_V_NET_XDP_EXCEPTIONS_COUNT,
				       .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_XDP_REDIRECT_ERROR] = { .name = "xdp_redirect_error",
					    .tracepoint = "xdp/xdp_redirect_err",
					    .metric = PA_V_NET_XDP_REDIRECT_ERRORS_COUNT,
					    .group = PA_COUNTER_GROUP_SELDOM },
	[PA_COUNTER_MUTEX] = { .name = "mutex",
			       .tracepoint = "lock/contention_begin",
			       .filter = "flags & 32 && !(flags & 1)",
			       .group = PA_COUNTER_GROUP_TRACEPOINTS,
			       .watched = true },
};

static bool event_of(struct pa_word name, uint8_t *event)
{
	for (int i = 0; i < PA_COUNTER_COUNT; i++)
		if (pa_word_is(name, pa_counter_rows[i].name)) {
			*event = (uint8_t)i;
			return true;
		}
	return false;
}

/* "cpu3" or "4121/4123". */
static bool owner_of(struct pa_word word, struct pa_counter_line *out)
{
	struct pa_scan scan = { .at = word.at, .end = word.at + word.bytes };
	uint64_t cpu, pid, tid;

	if (pa_scan_text(&scan, "cpu")) {
		if (!pa_scan_u64(&scan, &cpu) || cpu > CPUS_MAX)
			return false;
		out->owner = PA_COUNTER_OF_CPU;
		out->cpu = (int32_t)cpu;
	} else {
		if (!pa_scan_u64(&scan, &pid) || !pa_scan_text(&scan, "/") ||
		    !pa_scan_u64(&scan, &tid) || pid > INT32_MAX || tid > INT32_MAX)
			return false;
		out->owner = PA_COUNTER_OF_THREAD;
		out->pid = (int32_t)pid;
		out->tid = (int32_t)tid;
	}
	return scan.at == scan.end;
}

static bool parse_line(struct pa_scan *line, struct pa_counter_line *out)
{
	struct pa_counter_line got = { 0 };
	struct pa_word owner, name;
	uint64_t error;

	if (!pa_scan_word(line, &owner) || !pa_scan_word(line, &name) ||
	    !event_of(name, &got.event))
		return false;
	if (pa_word_is(owner, "error")) {
		if (!pa_scan_u64(line, &error) || !error || error > ERRNO_MAX)
			return false;
		got.owner = PA_COUNTER_ERROR;
		got.error = (int32_t)error;
	} else if (!owner_of(owner, &got) || !pa_scan_u64(line, &got.value) ||
		   !pa_scan_u64(line, &got.enabled_ns) || !pa_scan_u64(line, &got.running_ns)) {
		return false;
	}
	*out = got;
	return true;
}

bool pa_counter_next(struct pa_scan *text, struct pa_counter_line *out)
{
	struct pa_scan line;

	while (pa_scan_line(text, &line))
		if (parse_line(&line, out))
			return true;
	return false;
}

bool pa_counter_next_errno(struct pa_scan *text, struct pa_errno_count *out)
{
	uint64_t pid, error, count;
	struct pa_scan line;

	while (pa_scan_line(text, &line)) {
		if (!pa_scan_u64(&line, &pid) || !pa_scan_u64(&line, &error) ||
		    !pa_scan_u64(&line, &count) || pid > INT32_MAX || error > ERRNO_MAX)
			continue;
		*out = (struct pa_errno_count){ .pid = (int32_t)pid,
						.error = (int32_t)error,
						.count = count };
		return true;
	}
	return false;
}
