/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>

#include "analyze/derive.h"
#include "base/names.h"
#include "catalog/values.h"

/* ---- clocks ---- */

static void policy(struct pa_case *c, uint32_t i)
{
	double ceiling, hardware;

	if (pa_window_last(c->window, PA_V_CPU_FREQ_CEILING_HZ, i, &ceiling) &&
	    pa_window_last(c->window, PA_V_CPU_FREQ_HARDWARE_HZ, i, &hardware) && hardware > 0)
		pa_facts_put(&c->facts, PA_V_CPU_FREQ_CEILING_RATIO, i, ceiling / hardware);
}

/* ---- swap areas ---- */

/* Is a partition of device, or the device itself? "/dev/vda2", "/dev/nvme0n1p3". */
static bool is_on(const char *area, const char *device)
{
	size_t bytes = strlen(device);

	if (strncmp(area, "/dev/", 5) != 0 || strncmp(area + 5, device, bytes) != 0)
		return false;
	area += 5 + bytes;
	if (*area == 'p' && isdigit((unsigned char)device[bytes - 1]))
		area++;
	return !area[strspn(area, "0123456789")];
}

static void swap_area(struct pa_case *c, uint32_t area)
{
	const char *path = pa_names_text(c->names, area);

	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];

		if (s->metric != PA_V_BLK_DEV_ROTATIONAL_FLAG || !s->count ||
		    !is_on(path, pa_names_text(c->names, s->instance)))
			continue;
		pa_facts_put(&c->facts, PA_V_MEM_SWAP_ROTATIONAL_FLAG, area, (double)s->last);
		return;
	}
}

/* ---- who processes packets ---- */

static void packets(struct pa_case *c)
{
	double total = 0, most = 0, busy;
	uint32_t busiest = 0;

	for (uint32_t i = 0; i < c->window->series_count; i++) {
		const struct pa_series *s = &c->window->series[i];
		double per_s;

		if (s->metric != PA_V_NET_SOFTNET_PROCESSED_COUNT ||
		    !pa_window_rate(c->window, s->metric, s->instance, &per_s))
			continue;
		total += per_s;
		busiest = per_s > most ? s->instance : busiest;
		most = per_s > most ? per_s : most;
	}
	if (!(total > 0) || c->machine->cpu_count < 2)
		return;
	pa_facts_put(&c->facts, PA_V_NET_SOFTNET_PACKETS_PER_S, 0, total);
	pa_facts_put(&c->facts, PA_V_NET_SOFTNET_BUSIEST_RATIO, 0, most / total);
	if (pa_facts_exact(&c->facts, PA_V_CPU_EACH_BUSY_RATIO, busiest, &busy))
		pa_facts_put(&c->facts, PA_V_NET_SOFTNET_BUSIEST_CPU_RATIO, 0, busy);
}

/* ---- connections that wait for room ---- */

static const struct pa_sock *before(const struct pa_window *w, const struct pa_sock *sock)
{
	for (uint32_t i = 0; sock->inode && i < w->sock_first_count; i++)
		if (w->socks_first[i].inode == sock->inode)
			return &w->socks_first[i];
	return NULL;
}

/* Of the connections of our own namespace that were seen twice: the one that waited most. */
static void connections(struct pa_case *c)
{
	const struct pa_window *w = c->window;
	double span_us = (double)(w->socks_last_ns - w->socks_first_ns) / 1000, most = 0, rtt = 0;

	for (uint32_t i = 0; i < w->sock_last_count && span_us > 0; i++) {
		const struct pa_sock *now = &w->socks_last[i], *then = before(w, now);

		if (now->kind != PA_SOCK_TCP || now->netns || !then ||
		    !(now->has & then->has & PA_SOCK_HAS_TCP_INFO) ||
		    now->sndbuf_limited_us <= then->sndbuf_limited_us)
			continue;
		if ((double)(now->sndbuf_limited_us - then->sndbuf_limited_us) <= most)
			continue;
		most = (double)(now->sndbuf_limited_us - then->sndbuf_limited_us);
		rtt = now->rtt_us;
	}
	if (!w->socks_first || !w->socks_last)
		return;
	pa_facts_put(&c->facts, PA_V_NET_TCP_LIMIT_SNDBUF_RATIO, 0,
		     most < span_us ? most / span_us : 1);
	if (most > 0)
		pa_facts_put(&c->facts, PA_V_NET_TCP_LIMIT_RTT_MS, 0, rtt / 1000);
}

void pa_derive_tuning(struct pa_case *c)
{
	pa_derive_each(c, PA_V_CPU_FREQ_CEILING_HZ, policy);
	pa_derive_each(c, PA_V_MEM_SWAP_DEVICE_SIZE_KIB, swap_area);
	packets(c);
	connections(c);
}
