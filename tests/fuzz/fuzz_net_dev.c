/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>

#include "platform/linux/net_dev.h"
#include "platform/linux/rt6_stats.h"
#include "platform/linux/sockstat.h"
#include "platform/linux/sysfs_net.h"

static void see(void *arg, const struct pa_net_dev *dev)
{
	(void)arg;
	assert(dev->name_bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pa_sockstat sockstat;
	struct pa_rt6_stats rt6_stats;
	struct pa_sockstat6 sockstat6;
	uint64_t speed;

	(void)pa_net_dev_parse((const char *)data, size, see, NULL); /* any answer */
	(void)pa_sockstat_parse((const char *)data, size, &sockstat);
	(void)pa_sockstat6_parse((const char *)data, size, &sockstat6);
	(void)pa_sysfs_net_speed((const char *)data, size, &speed);
	(void)pa_rt6_stats_parse((const char *)data, size, &rt6_stats);
	return 0;
}
