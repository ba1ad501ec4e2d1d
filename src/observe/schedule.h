/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When what is due in a live observation: ticks over the window, close looks in its last
 * third, the last tick at its end; and what a tick reads. Arithmetic only; whoever has a
 * clock asks it.
 */
#ifndef PA_OBSERVE_SCHEDULE_H
#define PA_OBSERVE_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

/* Moments as they are recorded: a tick may leave the threads out when they are many, and may
 * look at what is dear. */
enum pa_schedule_kind {
	PA_SCHEDULE_TICK,
	PA_SCHEDULE_LOOK,
	PA_SCHEDULE_LIGHT_TICK,
	PA_SCHEDULE_RARE_TICK,
	PA_SCHEDULE_COMMANDS, /* no tick: users' commands ran, beside the window */
};

/* The passes (enum pa_platform_pass) of a tick of this kind; number is 0 for the first one. */
uint32_t pa_schedule_passes(uint32_t number, uint8_t kind);

struct pa_schedule {
	uint64_t tick_ns, end_ns;
	uint64_t next_tick_ns, next_look_ns; /* UINT64_MAX: none */
	uint32_t missed; /* ticks whose time had passed before they could be taken */
};

/* start_ns is when the first tick was taken; for_ns and tick_ns are greater than 0. */
void pa_schedule_init(struct pa_schedule *s, uint64_t start_ns, uint64_t for_ns, uint64_t tick_ns,
		      bool looks);

/* What comes next and when: true is a look, false a tick. */
bool pa_schedule_next(const struct pa_schedule *s, uint64_t *due_ns);

/* A tick was taken, begun at now_ns. Returns whether it was the last one. */
bool pa_schedule_ticked(struct pa_schedule *s, uint64_t now_ns);

/* A look was taken and ended at now_ns; it cost that much CPU time, which may be at most a
 * hundredth of what passes until the next one. */
void pa_schedule_looked(struct pa_schedule *s, uint64_t now_ns, uint64_t cost_ns);

#endif
