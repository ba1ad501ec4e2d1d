/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/taskstats.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/taskstats.h>
#include <stdbool.h>
#include <string.h>

#include "model/task.h"
#include "platform/linux/nl.h"

/* Offsets in struct taskstats, in bytes. The unit test checks
 * those up to version 13 against the header of the build machine; behind them version 14 has
 * irq_count and irq_delay_total, version 16 a pair of max and min for each cause, cpu first. */
enum {
	AT_VERSION = 0,
	AT_CPU_DELAY = 24,
	AT_BLOCK_DELAY = 40,
	AT_SWAPIN_DELAY = 56,
	AT_RUN_VIRTUAL = 72,
	AT_READ_CHARS = 216,
	AT_WRITE_CHARS = 224,
	AT_READ_CALLS = 232,
	AT_WRITE_CALLS = 240,
	AT_READ_BYTES = 248,
	AT_WRITE_BYTES = 256,
	AT_VOLUNTARY = 272,
	AT_INVOLUNTARY = 280,
	AT_RECLAIM_DELAY = 320,
	END_VERSION_8 = 328,
	AT_THRASHING_DELAY = 336, /* 9 */
	AT_COMPACT_DELAY = 360,	  /* 11 */
	AT_WPCOPY_DELAY = 408,	  /* 13 */
	AT_IRQ_DELAY = 424,	  /* 14 */
	AT_CPU_DELAY_MAX = 432,	  /* 16 */
	OLDEST_VERSION = 8,
	MOVED_VERSION = 15,
	MAX_VERSION = 16,
};

/* The number at an offset; 0 when the structure ends before it. */
static uint64_t number(const char *bytes, size_t size_bytes, size_t at)
{
	uint64_t value = 0;

	if (size_bytes >= at + sizeof(value))
		memcpy(&value, bytes + at, sizeof(value));
	return value;
}

static void take_delays(const char *bytes, size_t n, struct pa_task *out)
{
	out->has |= PA_TASK_DELAYS;
	out->block_delay_ns = number(bytes, n, AT_BLOCK_DELAY);
	out->swapin_delay_ns = number(bytes, n, AT_SWAPIN_DELAY);
	out->reclaim_delay_ns = number(bytes, n, AT_RECLAIM_DELAY);
	out->thrashing_delay_ns = number(bytes, n, AT_THRASHING_DELAY);
	out->compact_delay_ns = number(bytes, n, AT_COMPACT_DELAY);
	out->wpcopy_delay_ns = number(bytes, n, AT_WPCOPY_DELAY);
	out->irq_delay_ns = number(bytes, n, AT_IRQ_DELAY);
}

static void take_io(const char *bytes, size_t n, struct pa_task *out)
{
	out->has |= PA_TASK_IO;
	out->read_chars = number(bytes, n, AT_READ_CHARS);
	out->write_chars = number(bytes, n, AT_WRITE_CHARS);
	out->read_calls = number(bytes, n, AT_READ_CALLS);
	out->write_calls = number(bytes, n, AT_WRITE_CALLS);
	out->read_bytes = number(bytes, n, AT_READ_BYTES);
	out->write_bytes = number(bytes, n, AT_WRITE_BYTES);
}

int pa_taskstats_parse(const char *bytes, size_t size_bytes, uint32_t flags, struct pa_task *out)
{
	uint16_t version;

	if (size_bytes < END_VERSION_8)
		return -EBADMSG;
	memcpy(&version, bytes + AT_VERSION, sizeof(version));
	if (version < OLDEST_VERSION || version == MOVED_VERSION)
		return -EPROTO;
	out->has |= PA_TASK_RUN | PA_TASK_SWITCHES;
	out->run_ns = number(bytes, size_bytes, AT_RUN_VIRTUAL);
	out->run_delay_ns = number(bytes, size_bytes, AT_CPU_DELAY);
	out->voluntary_switches = number(bytes, size_bytes, AT_VOLUNTARY);
	out->involuntary_switches = number(bytes, size_bytes, AT_INVOLUNTARY);
	if (version >= MAX_VERSION && size_bytes >= AT_CPU_DELAY_MAX + sizeof(uint64_t)) {
		out->has |= PA_TASK_DELAY_MAX;
		out->run_delay_max_ns = number(bytes, size_bytes, AT_CPU_DELAY_MAX);
	}
	if (flags & PA_TASKSTATS_DELAYS)
		take_delays(bytes, size_bytes, out);
	if (flags & PA_TASKSTATS_IO)
		take_io(bytes, size_bytes, out);
	return 0;
}

/* What an answer holds: the thread and its structure, nested in one attribute. */
static bool find_stats(const struct pa_nl_msg *msg, int32_t *tid, struct pa_nl_attr *stats)
{
	struct pa_nl_walk outer, inner;
	struct pa_nl_attr attr;
	uint32_t number = 0;
	bool has_tid = false, has_stats = false;

	if (!pa_nl_attrs_of(msg, sizeof(struct genlmsghdr), &outer))
		return false;
	while (pa_nl_attr_next(&outer, &attr)) {
		if (attr.type != TASKSTATS_TYPE_AGGR_PID)
			continue;
		pa_nl_attrs_in(&attr, &inner);
		while (pa_nl_attr_next(&inner, &attr)) {
			if (attr.type == TASKSTATS_TYPE_PID) {
				has_tid = pa_nl_attr_u32(&attr, &number);
			} else if (attr.type == TASKSTATS_TYPE_STATS) {
				has_stats = true;
				*stats = attr;
			}
		}
	}
	*tid = (int32_t)number;
	return has_tid && has_stats;
}

int pa_taskstats_replies(const char *bytes, size_t size_bytes,
			 void (*each)(void *arg, int32_t tid, int error, const char *stats,
				      size_t stats_bytes),
			 void *arg)
{
	struct pa_nl_attr stats = { 0 };
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;
	int32_t tid = 0;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg)) {
		int error = pa_nl_msg_error(&msg);

		if (error)
			each(arg, (int32_t)msg.sequence, error, NULL, 0);
		else if (msg.type >= NLMSG_MIN_TYPE && find_stats(&msg, &tid, &stats))
			each(arg, tid, 0, stats.at, stats.bytes);
	}
	return walk.at == walk.end ? 0 : -EBADMSG;
}

uint16_t pa_taskstats_family(const char *bytes, size_t size_bytes)
{
	struct pa_nl_walk walk, attrs;
	struct pa_nl_msg msg;
	struct pa_nl_attr attr;
	uint16_t family = 0;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg)) {
		if (msg.type != GENL_ID_CTRL ||
		    !pa_nl_attrs_of(&msg, sizeof(struct genlmsghdr), &attrs))
			continue;
		while (pa_nl_attr_next(&attrs, &attr))
			if (attr.type == CTRL_ATTR_FAMILY_ID && attr.bytes >= sizeof(family))
				memcpy(&family, attr.at, sizeof(family));
	}
	return family;
}
