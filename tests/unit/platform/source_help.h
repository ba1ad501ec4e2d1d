/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One source read on a machine made of texts, as often as a test wants.
 */
#ifndef PA_TESTS_PLATFORM_SOURCE_HELP_H
#define PA_TESTS_PLATFORM_SOURCE_HELP_H

#include "help.h"

#include "base/buf.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

struct scene {
	struct world world;
	struct machine machine;
	struct pa_buf text;
	struct pa_linux sys;
	const struct pa_source *source;
	void *self;
};

static inline void scene_begin(struct scene *s, const struct pa_source *source,
			       const struct reply *replies, size_t count)
{
	*s = (struct scene){ .machine = { .replies = replies, .count = count }, .source = source };
	world_init(&s->world);
	pa_buf_init(&s->text, 1 << 20);
	s->sys = (struct pa_linux){ .root = machine_root(&s->machine, 100),
				    .names = s->world.names,
				    .text = &s->text,
				    .passes = PA_PASS_TASKS | PA_PASS_SLOW | PA_PASS_RARE };
	s->self = source->open ? source->open(&s->sys) : NULL;
}

static inline int scene_read(struct scene *s)
{
	return s->source->read(s->self, &s->sys, &s->world.moment);
}

static inline void scene_end(struct scene *s)
{
	if (s->source->close)
		s->source->close(s->self);
	s->sys.root = pa_root_free(s->sys.root);
	pa_buf_done(&s->text);
	world_done(&s->world);
}

/* A process of user 1000 that sleeps, as the pass over threads tells it. */
static inline struct pa_task *scene_process(struct scene *s, int32_t pid)
{
	struct pa_task *t = pa_moment_task(&s->world.moment);

	t->pid = t->tid = pid;
	t->has = PA_TASK_STAT | PA_TASK_USER;
	t->state = 'S';
	t->uid = 1000;
	t->thread_count = 1;
	t->start_ticks = 5;
	s->world.moment.has_tasks = 1;
	return t;
}

#endif
