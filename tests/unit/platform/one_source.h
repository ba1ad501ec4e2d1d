/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One source on a machine made of texts, read in passes of every kind.
 */
#ifndef PA_TESTS_PLATFORM_ONE_SOURCE_H
#define PA_TESTS_PLATFORM_ONE_SOURCE_H

#include "help.h"

#include "base/buf.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

struct one_source {
	struct world world;
	struct machine machine;
	struct pa_root *root;
	struct pa_buf text;
	struct pa_linux sys;
	const struct pa_source *source;
	void *self;
};

static inline void one_source_init(struct one_source *one, const struct pa_source *source,
				   const struct reply *replies, size_t count)
{
	*one = (struct one_source){ .machine = { replies, count }, .source = source };
	world_init(&one->world);
	pa_buf_init(&one->text, 1 << 20);
	one->root = machine_root(&one->machine, 10);
	one->sys = (struct pa_linux){
		.root = one->root,
		.names = one->world.names,
		.text = &one->text,
		.cpu_count = 2,
		.passes = PA_PASS_SYSTEM | PA_PASS_SLOW | PA_PASS_RARE,
	};
	one->self = source->open ? source->open(&one->sys) : NULL;
}

/* The next moment; what the source returned. */
static inline int one_source_read(struct one_source *one)
{
	uint8_t kind = PA_MOMENT_TICK;

	pa_moment_clear(&one->world.moment);
	assert_int_equal(pa_root_moment(one->root, &kind, &one->world.moment.mono_ns,
					&one->world.moment.real_ns),
			 0);
	return one->source->read(one->self, &one->sys, &one->world.moment);
}

static inline void one_source_done(struct one_source *one)
{
	if (one->source->close)
		one->source->close(one->self);
	one->root = pa_root_free(one->root);
	pa_buf_done(&one->text);
	world_done(&one->world);
}

#define ONE_SOURCE(one, source, replies)                                                           \
	one_source_init((one), (source), (replies), sizeof(replies) / sizeof((replies)[0]))

#endif
