/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/devlink.h"

#include <errno.h>
#include <linux/devlink.h>
#include <linux/netlink.h>
#include <string.h>

#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/genl.h"
#include "platform/linux/link.h"
#include "platform/linux/nl.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

enum { ADAPTERS_MAX = 64 };

static void take_reporter(const struct pa_nl_attr *nested, struct pa_devlink_reporter *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;

	pa_nl_attrs_in(nested, &walk);
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == DEVLINK_ATTR_HEALTH_REPORTER_ERR_COUNT)
			(void)pa_nl_attr_u64(&attr, &out->errors_count);
		else if (attr.type == DEVLINK_ATTR_HEALTH_REPORTER_RECOVER_COUNT)
			(void)pa_nl_attr_u64(&attr, &out->recovers_count);
	}
}

static bool take_message(const struct pa_nl_msg *msg, struct pa_devlink_reporter *out)
{
	struct pa_nl_walk walk;
	struct pa_nl_attr attr;
	bool found = false;
	uint8_t command;

	*out = (struct pa_devlink_reporter){ 0 };
	if (msg->type < NLMSG_MIN_TYPE || !pa_genl_attrs(msg, &command, &walk) ||
	    command != DEVLINK_CMD_HEALTH_REPORTER_GET)
		return false;
	while (pa_nl_attr_next(&walk, &attr)) {
		if (attr.type == DEVLINK_ATTR_DEV_NAME)
			(void)pa_nl_attr_get(&attr, out->device, sizeof(out->device) - 1);
		if (attr.type != DEVLINK_ATTR_HEALTH_REPORTER)
			continue;
		take_reporter(&attr, out);
		found = true;
	}
	return found && out->device[0] && !strchr(out->device, '/');
}

int pa_devlink_parse(const char *bytes, size_t size_bytes,
		     void (*each)(void *arg, const struct pa_devlink_reporter *reporter), void *arg)
{
	struct pa_devlink_reporter reporter;
	struct pa_nl_walk walk;
	struct pa_nl_msg msg;

	pa_nl_walk_init(&walk, bytes, size_bytes);
	while (pa_nl_msg_next(&walk, &msg))
		if (take_message(&msg, &reporter))
			each(arg, &reporter);
	return walk.at == walk.end ? 0 : -EBADMSG;
}

struct sums {
	struct pa_linux *sys;
	uint32_t count;
	uint32_t id[ADAPTERS_MAX];
	uint64_t errors_count[ADAPTERS_MAX], recovers_count[ADAPTERS_MAX];
};

static void add(void *arg, const struct pa_devlink_reporter *reporter)
{
	struct sums *sums = arg;
	uint32_t id = pa_link_adapter(sums->sys->names, reporter->device, strlen(reporter->device));
	uint32_t i = 0;

	while (i < sums->count && sums->id[i] != id)
		i++;
	if (i == ADAPTERS_MAX)
		return;
	if (i == sums->count)
		sums->id[sums->count++] = id;
	sums->errors_count[i] += reporter->errors_count;
	sums->recovers_count[i] += reporter->recovers_count;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct sums sums = { .sys = sys };
	int error = pa_genl_dump(sys, "devlink", DEVLINK_CMD_HEALTH_REPORTER_GET, NULL, 0,
				 "devlink/health", sys->text);

	(void)self; /* there is none */
	if (!error)
		error = pa_devlink_parse(sys->text->bytes, sys->text->used_bytes, add, &sums);
	if (!error && !sums.count)
		error = -ENOENT;
	if (error)
		return pa_source_fail(moment, "devlink", error);
	for (uint32_t i = 0; i < sums.count; i++) {
		pa_moment_put(moment, PA_V_NET_CTRL_REPORTER_ERRORS_COUNT, sums.id[i],
			      sums.errors_count[i]);
		pa_moment_put(moment, PA_V_NET_CTRL_REPORTER_RECOVERS_COUNT, sums.id[i],
			      sums.recovers_count[i]);
	}
	return 0;
}

const struct pa_source pa_source_devlink = {
	.name = "devlink",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
