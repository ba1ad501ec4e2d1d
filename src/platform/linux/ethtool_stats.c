/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/ethtool_stats.h"

#include <errno.h>
#include <linux/ethtool_netlink.h>
#include <linux/netlink.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/genl.h"
#include "platform/linux/nl.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { REPLY_MAX_BYTES = 1 << 20 };

static void take_name(const struct pa_nl_attr *header, struct pa_ethtool_stats *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;

	pa_nl_attrs_in(header, &walk);
	while (pa_nl_attr_next(&walk, &attr))
		if (attr.type == ETHTOOL_A_HEADER_DEV_NAME)
			(void)pa_nl_attr_get(&attr, out->name, sizeof(out->name) - 1);
}

static void take_pauses(const struct pa_nl_attr *stats, struct pa_ethtool_stats *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;

	pa_nl_attrs_in(stats, &walk);
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == ETHTOOL_A_PAUSE_STAT_TX_FRAMES)
			out->has_pauses |= pa_nl_attr_u64(&attr, &out->pauses_sent_count);
		else if (attr.type == ETHTOOL_A_PAUSE_STAT_RX_FRAMES)
			out->has_pauses |= pa_nl_attr_u64(&attr, &out->pauses_received_count);
	}
}

/* An array: the first is the sum, lanes follow. */
static void take_fec(const struct pa_nl_attr *stats, struct pa_ethtool_stats *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;

	pa_nl_attrs_in(stats, &walk);
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == ETHTOOL_A_FEC_STAT_CORRECTED)
			out->has_fec |= pa_nl_attr_u64(&attr, &out->fec_corrected_count);
		else if (attr.type == ETHTOOL_A_FEC_STAT_UNCORR)
			out->has_fec |= pa_nl_attr_u64(&attr, &out->fec_uncorrected_count);
	}
}

/* The header is attribute 1 in every answer of this family. */
static bool take_message(const struct pa_nl_msg *msg, struct pa_ethtool_stats *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	uint8_t command;

	*out = (struct pa_ethtool_stats){ 0 };
	if (msg->type < NLMSG_MIN_TYPE || !pa_genl_attrs(msg, &command, &walk))
		return false;
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == ETHTOOL_A_PAUSE_HEADER)
			take_name(&attr, out);
		else if (command == ETHTOOL_MSG_PAUSE_GET_REPLY &&
			 attr.type == ETHTOOL_A_PAUSE_STATS)
			take_pauses(&attr, out);
		else if (command == ETHTOOL_MSG_FEC_GET_REPLY && attr.type == ETHTOOL_A_FEC_STATS)
			take_fec(&attr, out);
	}
	return out->name[0] && !strchr(out->name, '/');
}

int pa_ethtool_stats_parse(const char *bytes, size_t size_bytes,
			   void (*each)(void *arg, const struct pa_ethtool_stats *stats), void *arg)
{
	struct pa_ethtool_stats stats;
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg))
		if (take_message(&msg, &stats))
			each(arg, &stats);
	return walk.at == walk.end ? 0 : -EBADMSG;
}

struct put {
	struct pa_linux *sys;
	struct pa_moment *moment;
	bool any;
};

static void put_one(void *arg, const struct pa_ethtool_stats *stats)
{
	struct put *put = arg;
	uint32_t id = pa_names_id(put->sys->names, stats->name, strlen(stats->name));

	put->any |= stats->has_pauses || stats->has_fec;
	if (stats->has_pauses) {
		pa_moment_put(put->moment, PA_V_NET_LINK_PAUSES_RECEIVED_COUNT, id,
			      stats->pauses_received_count);
		pa_moment_put(put->moment, PA_V_NET_LINK_PAUSES_SENT_COUNT, id,
			      stats->pauses_sent_count);
	}
	if (stats->has_fec) {
		pa_moment_put(put->moment, PA_V_NET_LINK_FEC_UNCORRECTED_COUNT, id,
			      stats->fec_uncorrected_count);
		pa_moment_put(put->moment, PA_V_NET_LINK_FEC_CORRECTED_COUNT, id,
			      stats->fec_corrected_count);
	}
}

static int dump(struct put *put, uint8_t command, const char *source)
{
	const struct {
		struct nlattr header, flags;
		uint32_t value;
	} request = {
		.header = { .nla_len = sizeof(request),
			    .nla_type = ETHTOOL_A_PAUSE_HEADER | NLA_F_NESTED },
		.flags = { .nla_len = sizeof(struct nlattr) + sizeof(uint32_t),
			   .nla_type = ETHTOOL_A_HEADER_FLAGS },
		.value = ETHTOOL_FLAG_STATS,
	};
	struct pa_buf reply;
	int error;

	pa_buf_init(&reply, REPLY_MAX_BYTES);
	error = pa_genl_dump(put->sys, "ethtool", command, &request, sizeof(request), source,
			     &reply);
	if (!error)
		error = pa_ethtool_stats_parse(reply.bytes, reply.used_bytes, put_one, put);
	pa_buf_done(&reply);
	return error;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct put put = { .sys = sys, .moment = moment };
	int error = dump(&put, ETHTOOL_MSG_PAUSE_GET, "ethtool_stats/pause");
	int fec_error = dump(&put, ETHTOOL_MSG_FEC_GET, "ethtool_stats/fec");

	(void)self; /* there is none */
	if (!put.any)
		pa_source_miss(moment, "ethtool_stats",
			       error ? pa_state_of_errno(error) : PA_ABSENT);
	return error ? error : fec_error;
}

const struct pa_source pa_source_ethtool_stats = {
	.name = "ethtool_stats",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
