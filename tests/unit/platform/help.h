/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A moment to parse into, questions about it, and a machine made of texts.
 */
#ifndef PA_TESTS_PLATFORM_HELP_H
#define PA_TESTS_PLATFORM_HELP_H

#include "unit.h"

#include <errno.h>
#include <string.h>

#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/root.h"

struct world {
	struct pa_names *names;
	struct pa_moment moment;
};

static inline void world_init(struct world *world)
{
	world->names = pa_names_new();
	pa_moment_init(&world->moment);
}

static inline void world_done(struct world *world)
{
	pa_moment_done(&world->moment);
	world->names = pa_names_free(world->names);
}

/* The one sample of this metric and instance; fails the test unless there is exactly one. */
static inline const struct pa_sample *sample_of(const struct world *world, uint16_t metric,
						const char *instance)
{
	const struct pa_sample *hit = NULL;

	for (uint32_t i = 0; i < world->moment.sample_count; i++) {
		const struct pa_sample *sample = &world->moment.samples[i];

		if (sample->metric != metric ||
		    strcmp(pa_names_text(world->names, sample->instance), instance) != 0)
			continue;
		assert_null(hit);
		hit = sample;
	}
	return hit;
}

static inline uint64_t value_of(const struct world *world, uint16_t metric, const char *instance)
{
	const struct pa_sample *sample = sample_of(world, metric, instance);

	assert_non_null(sample);
	assert_int_equal(sample->state, PA_OK);
	return sample->value;
}

static inline void assert_miss(const struct world *world, uint16_t metric, enum pa_state state)
{
	const struct pa_sample *sample = sample_of(world, metric, "");

	assert_non_null(sample);
	assert_int_equal(sample->state, state);
}

/* A machine of one or more moments: the reply to a path is that of its last text so far. */
struct reply {
	const char *path;
	const char *text; /* NULL: error instead */
	int error;
	uint32_t moment; /* from this one on */
};

struct machine {
	const struct reply *replies;
	size_t count;
};

static inline int machine_get(void *self, uint32_t moment, const char *path, const char **bytes,
			      size_t *size_bytes)
{
	const struct machine *machine = self;
	const struct reply *hit = NULL;

	for (size_t i = 0; i < machine->count; i++)
		if (machine->replies[i].moment <= moment && !strcmp(machine->replies[i].path, path))
			hit = &machine->replies[i];
	if (!hit)
		return -ENOENT;
	if (!hit->text)
		return hit->error;
	*bytes = hit->text;
	*size_bytes = strlen(hit->text);
	return 0;
}

/* Every child once: a path counts when no earlier one begins with the same child. */
static inline int machine_list(void *self, uint32_t moment, const char *path,
			       void (*each)(void *arg, const char *name), void *arg)
{
	const struct machine *machine = self;
	size_t bytes = strlen(path);
	struct pa_names *seen = pa_names_new();
	bool any = false;

	for (size_t i = 0; i < machine->count; i++) {
		const char *below = machine->replies[i].path + bytes + 1;
		uint32_t known = pa_names_count(seen), id;

		if (machine->replies[i].moment > moment || machine->replies[i].error ||
		    strncmp(machine->replies[i].path, path, bytes) != 0 || below[-1] != '/')
			continue;
		any = true;
		id = pa_names_id(seen, below, strcspn(below, "/"));
		if (id == known)
			each(arg, pa_names_text(seen, id));
	}
	pa_names_free(seen);
	return any ? 0 : -ENOENT;
}

static inline struct pa_root *machine_root(struct machine *machine, uint32_t moment_count)
{
	const struct pa_replay replay = {
		.self = machine,
		.get = machine_get,
		.list = machine_list,
		.moment_count = moment_count,
	};

	return pa_root_replay(&replay);
}

#endif
