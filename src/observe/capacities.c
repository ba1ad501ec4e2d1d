/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/capacities.h"

#include <math.h>
#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "model/user.h"

/* The values of each kind of device, by enum pa_user_device. */
static const struct {
	uint16_t per_s, bytes_per_s;
} metrics[] = {
	[PA_USER_DISK] = { PA_V_BLK_CAPACITY_DECLARED_IOPS_PER_S,
			   PA_V_BLK_CAPACITY_DECLARED_BYTES_PER_S },
	[PA_USER_NET] = { PA_V_NET_IFPPS_DECLARED_PACKETS_PER_S,
			  PA_V_CLOUD_NET_DECLARED_BYTES_PER_S },
};

static void put(struct pa_moment *moment, uint16_t metric, uint32_t instance, double value)
{
	if (!isnan(value))
		pa_moment_put(moment, metric, instance, (uint64_t)(value + 0.5));
}

void pa_capacities_put(const struct pa_user *user, struct pa_names *names, struct pa_moment *moment)
{
	for (size_t i = 0; i < user->capacity_count; i++) {
		const struct pa_user_capacity *capacity = &user->capacities[i];
		uint32_t id = pa_names_id(names, capacity->instance, strlen(capacity->instance));

		put(moment, metrics[capacity->device].per_s, id, capacity->per_s);
		put(moment, metrics[capacity->device].bytes_per_s, id, capacity->bytes_per_s);
	}
}
