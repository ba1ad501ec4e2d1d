/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/sock_sums.h"

#include <linux/sock_diag.h>

#include "platform/linux/nl.h"

enum { NUMBERS = SK_MEMINFO_DROPS + 1 };

bool pa_sk_meminfo_get(const struct pa_nl_attr *attr, struct pa_sk_meminfo *out)
{
	uint32_t number[NUMBERS];

	if (pa_nl_attr_get(attr, number, sizeof(number)) < sizeof(number))
		return false;
	*out = (struct pa_sk_meminfo){
		.receive_bytes = number[SK_MEMINFO_RMEM_ALLOC],
		.receive_limit_bytes = number[SK_MEMINFO_RCVBUF],
		.send_bytes = number[SK_MEMINFO_WMEM_QUEUED],
		.send_limit_bytes = number[SK_MEMINFO_SNDBUF],
		.drops_count = number[SK_MEMINFO_DROPS],
	};
	return true;
}

void pa_sock_sums_add(struct pa_sock_sums *sums, const struct pa_sk_meminfo *sock)
{
	sums->count++;
	sums->queued_bytes += sock->receive_bytes;
	sums->send_bytes += sock->send_bytes;
	sums->drops_count += sock->drops_count;
	if (!sock->receive_limit_bytes)
		return;
	sums->full_count += sock->receive_bytes >= sock->receive_limit_bytes;
	/* by share of the limit, compared without dividing: 32 by 32 bits fit 64 */
	if (!sums->fullest_limit_bytes || sock->receive_bytes * sums->fullest_limit_bytes >
						  sums->fullest_bytes * sock->receive_limit_bytes) {
		sums->fullest_bytes = sock->receive_bytes;
		sums->fullest_limit_bytes = sock->receive_limit_bytes;
	}
}
