/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A histogram of times in nanoseconds, filled in the kernel and read by us: eight slots for
 * each power of two, so that a slot is never wider than an eighth of what it holds.
 * Shared by both sides: fixed sizes, no pointers.
 */
#ifndef PA_BPF_HISTOGRAM_H
#define PA_BPF_HISTOGRAM_H

#include <linux/types.h>

enum {
	PA_HISTOGRAM_PARTS = 8,	  /* of each power of two */
	PA_HISTOGRAM_TOP = 37,	  /* times of 2^38 ns (275 s) and more share the last slot */
	PA_HISTOGRAM_SLOTS = 288, /* (TOP - 2) * PARTS + PARTS */
};

struct pa_histogram {
	__u64 count;
	__u64 sum_ns;
	__u64 max_ns;
	__u64 slot[PA_HISTOGRAM_SLOTS];
};

/* The number of the highest bit that is set; value is not 0. */
static inline __u32 pa_histogram_log2(__u64 value)
{
	__u32 bit = 0;

	if (value >> 32) {
		value >>= 32;
		bit += 32;
	}
	if (value >> 16) {
		value >>= 16;
		bit += 16;
	}
	if (value >> 8) {
		value >>= 8;
		bit += 8;
	}
	if (value >> 4) {
		value >>= 4;
		bit += 4;
	}
	if (value >> 2) {
		value >>= 2;
		bit += 2;
	}
	return bit + (__u32)(value >> 1);
}

/* The slot that a time belongs to. */
static inline __u32 pa_histogram_slot(__u64 ns)
{
	__u32 bit;

	if (ns < PA_HISTOGRAM_PARTS)
		return (__u32)ns;
	bit = pa_histogram_log2(ns);
	if (bit > PA_HISTOGRAM_TOP)
		return PA_HISTOGRAM_SLOTS - 1;
	return (bit - 2) * PA_HISTOGRAM_PARTS +
	       ((__u32)(ns >> (bit - 3)) & (PA_HISTOGRAM_PARTS - 1));
}

/* The shortest time that belongs to a slot; slot SLOTS gives the end of the last one. */
static inline __u64 pa_histogram_from_ns(__u32 slot)
{
	__u32 bit = slot / PA_HISTOGRAM_PARTS + 2;

	if (slot < PA_HISTOGRAM_PARTS)
		return slot;
	return (__u64)(PA_HISTOGRAM_PARTS + slot % PA_HISTOGRAM_PARTS) << (bit - 3);
}

#endif
