/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The events that are counted, and the text in which their counts are told and recorded:
 *	cpu3 cycles VALUE ENABLED_NS RUNNING_NS		a CPU
 *	4121/4123 rwsem VALUE ENABLED_NS RUNNING_NS	a thread: PID/TID
 *	error cycles 2					could not be counted: positive errno
 * and for failed system calls
 *	PID ERRNO COUNT
 */
#ifndef PA_PROBE_COUNTERS_TEXT_H
#define PA_PROBE_COUNTERS_TEXT_H

#include <stdbool.h>
#include <stdint.h>

struct pa_errno_count;
struct pa_scan;

/* In the order in which descriptors are given to them. */
enum pa_counter_event {
	PA_COUNTER_CYCLES,
	PA_COUNTER_INSTRUCTIONS,
	PA_COUNTER_BLOCK_ERROR,
	PA_COUNTER_LOCK_SLEEP,
	PA_COUNTER_LOCK_RWSEM,
	PA_COUNTER_LOCK_SPIN,
	PA_COUNTER_CACHE_REFERENCES,
	PA_COUNTER_CACHE_MISSES,
	PA_COUNTER_STALLED_BACKEND,
	PA_COUNTER_DROP,
	PA_COUNTER_EXEC,
	PA_COUNTER_RETRANSMIT,
	PA_COUNTER_OOM_VICTIM,
	PA_COUNTER_PERCPU_FAIL,
	PA_COUNTER_BOUNCE,
	PA_COUNTER_PI_BOOST,
	PA_COUNTER_SIGNAL_LOST,
	PA_COUNTER_SIGNAL_LIMIT,
	PA_COUNTER_URING_OVERFLOW,
	PA_COUNTER_URING_FAILED,
	PA_COUNTER_URING_PUNTED,
	PA_COUNTER_KVM_USERSPACE,
	PA_COUNTER_KVM_FAILED,
	PA_COUNTER_KVM_NESTED_FAILED,
	PA_COUNTER_VECTOR_REFUSED,
	PA_COUNTER_THERMAL_TRIP,
	PA_COUNTER_RECEIVE_FULL,
	PA_COUNTER_XDP_EXCEPTION,
	PA_COUNTER_XDP_REDIRECT_ERROR,
	PA_COUNTER_MUTEX, /* watched threads only */
	PA_COUNTER_COUNT
};

/* Events that are scheduled together and read at once. */
enum pa_counter_group {
	PA_COUNTER_GROUP_PIPELINE,
	PA_COUNTER_GROUP_CACHE,
	PA_COUNTER_GROUP_TRACEPOINTS,
	PA_COUNTER_GROUP_SELDOM, /* tracepoints that are told in slow readings only */
	PA_COUNTER_GROUP_COUNT
};

struct pa_counter_row {
	const char *name;	/* in the text */
	const char *tracepoint; /* "block/block_rq_error"; NULL: a hardware event */
	const char *filter;	/* of the tracepoint's fields, or NULL */
	uint64_t config;	/* PERF_COUNT_HW_… */
	uint16_t metric;	/* enum pa_value_id of a CPU or of the machine; 0 none */
	uint8_t group;		/* enum pa_counter_group */
	bool watched;		/* also counted for single threads */
};

extern const struct pa_counter_row pa_counter_rows[PA_COUNTER_COUNT];

enum pa_counter_owner { PA_COUNTER_OF_CPU, PA_COUNTER_OF_THREAD, PA_COUNTER_ERROR };

struct pa_counter_line {
	uint8_t owner; /* enum pa_counter_owner */
	uint8_t event; /* enum pa_counter_event */
	int32_t cpu;
	int32_t pid, tid;
	int32_t error; /* positive errno */
	uint64_t value, enabled_ns, running_ns;
};

/* The next line of counts; lines that are none are skipped. False at the end of the text. */
bool pa_counter_next(struct pa_scan *text, struct pa_counter_line *out);

/* The next line of failed system calls, in the same way. */
bool pa_counter_next_errno(struct pa_scan *text, struct pa_errno_count *out);

#endif
