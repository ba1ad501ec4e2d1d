/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/schedule.h"

#include "platform/platform.h"

enum { LOOK_NS = 50000000, BUDGET_DIVISOR = 100 };

uint32_t pa_schedule_passes(uint32_t number, uint8_t kind)
{
	uint32_t passes = PA_PASS_SYSTEM;

	if (number % PA_SLOW_EVERY_TICKS == 0)
		passes |= PA_PASS_SLOW;
	if (number == 0 || kind == PA_SCHEDULE_RARE_TICK)
		passes |= PA_PASS_SLOW | PA_PASS_RARE;
	return kind == PA_SCHEDULE_LIGHT_TICK ? passes : passes | PA_PASS_TASKS;
}

void pa_schedule_init(struct pa_schedule *s, uint64_t start_ns, uint64_t for_ns, uint64_t tick_ns,
		      bool looks)
{
	*s = (struct pa_schedule){
		.tick_ns = tick_ns,
		.end_ns = start_ns + for_ns,
		.next_tick_ns = start_ns + tick_ns,
		.next_look_ns = looks ? start_ns + for_ns / 3 * 2 : UINT64_MAX,
	};
}

bool pa_schedule_next(const struct pa_schedule *s, uint64_t *due_ns)
{
	uint64_t tick = s->next_tick_ns < s->end_ns ? s->next_tick_ns : s->end_ns;

	*due_ns = s->next_look_ns < tick ? s->next_look_ns : tick;
	return s->next_look_ns < tick;
}

bool pa_schedule_ticked(struct pa_schedule *s, uint64_t now_ns)
{
	uint64_t passed = now_ns < s->end_ns ? now_ns : s->end_ns;

	/* Those whose time has come meanwhile are lost; the last tick stands for the end. */
	s->next_tick_ns += s->tick_ns;
	if (s->next_tick_ns <= passed) {
		uint64_t lost = (passed - s->next_tick_ns) / s->tick_ns + 1;

		s->next_tick_ns += lost * s->tick_ns;
		if (now_ns >= s->end_ns && s->next_tick_ns - s->tick_ns >= s->end_ns)
			lost--; /* this one was due at the end, and was taken */
		s->missed += (uint32_t)lost;
	}
	return now_ns >= s->end_ns;
}

void pa_schedule_looked(struct pa_schedule *s, uint64_t now_ns, uint64_t cost_ns)
{
	uint64_t pause = cost_ns * BUDGET_DIVISOR;

	s->next_look_ns = now_ns + (pause > LOOK_NS ? pause : LOOK_NS);
}
