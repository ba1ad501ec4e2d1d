/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCP connections over a window: the first and the last look at each, as far as looks were
 * taken while it lived. Bounded: of a machine with more connections those that were seen first
 * are kept. Pure, as all of analyze.
 */
#ifndef PA_ANALYZE_FLOWS_H
#define PA_ANALYZE_FLOWS_H

#include <stdint.h>

#include "base/map.h"
#include "model/sock.h"

enum { PA_FLOWS_MAX = 2048 };

struct pa_flow {
	struct pa_sock first, last;
	uint64_t first_ns, last_ns; /* equal: seen once */
};

/* All zero but at, which is made by pa_flows_init(). */
struct pa_flows {
	struct pa_flow *flow;
	uint32_t count, room;
	struct pa_map at;
};

void pa_flows_init(struct pa_flows *flows);
void pa_flows_done(struct pa_flows *flows);

/* Take in a socket; one that is no TCP connection or tells no tcp_info is skipped. One whose
 * counters ran backwards is another that took its place, and begins anew. */
void pa_flows_add(struct pa_flows *flows, const struct pa_sock *sock, uint64_t now_ns);

#endif
