/* SPDX-License-Identifier: Apache-2.0 */
#include "model/moment.h"

#include <stdlib.h>

#include "base/alloc.h"

void pa_moment_init(struct pa_moment *moment)
{
	*moment = (struct pa_moment){ 0 };
}

void pa_moment_done(struct pa_moment *moment)
{
	free(moment->samples);
	free(moment->tasks);
	free(moment->socks);
	free(moment->notes);
	free(moment->files);
	free(moment->mounts);
	free(moment->containers);
	free(moment->errnos);
	free(moment->users);
	*moment = (struct pa_moment){ 0 };
}

void pa_moment_clear(struct pa_moment *moment)
{
	moment->mono_ns = 0;
	moment->real_ns = 0;
	moment->clocks = (struct pa_clocks){ 0 };
	moment->kind = PA_MOMENT_TICK;
	moment->sample_count = 0;
	moment->task_count = 0;
	moment->has_tasks = 0;
	moment->sock_count = 0;
	moment->note_count = 0;
	moment->file_count = 0;
	moment->mount_count = 0;
	moment->container_count = 0;
	moment->errno_count = 0;
	moment->user_count = 0;
}

/* Room for one more item; returns the possibly moved array. */
static void *room(void *array, uint32_t count, uint32_t *capacity, size_t item_bytes)
{
	if (count < *capacity)
		return array;
	*capacity = *capacity ? *capacity * 2 : 64;
	return pa_grow_array(array, *capacity, item_bytes);
}

static void put(struct pa_moment *moment, struct pa_sample sample)
{
	moment->samples = room(moment->samples, moment->sample_count, &moment->sample_room,
			       sizeof(*moment->samples));
	moment->samples[moment->sample_count++] = sample;
}

void pa_moment_put(struct pa_moment *moment, uint16_t metric, uint32_t instance, uint64_t value)
{
	put(moment, (struct pa_sample){ .value = value, .instance = instance, .metric = metric });
}

void pa_moment_miss(struct pa_moment *moment, uint16_t metric, uint32_t instance,
		    enum pa_state state)
{
	put(moment,
	    (struct pa_sample){ .instance = instance, .metric = metric, .state = (uint16_t)state });
}

void pa_moment_user(struct pa_moment *moment, uint16_t resource, enum pa_user_part part,
		    enum pa_state state, double value)
{
	moment->users = room(moment->users, moment->user_count, &moment->user_room,
			     sizeof(*moment->users));
	moment->users[moment->user_count++] =
		(struct pa_user_reading){ .value = state == PA_OK ? value : 0,
					  .resource = resource,
					  .part = (uint8_t)part,
					  .state = (uint8_t)state };
}

struct pa_task *pa_moment_task(struct pa_moment *moment)
{
	moment->tasks = room(moment->tasks, moment->task_count, &moment->task_room,
			     sizeof(*moment->tasks));
	moment->tasks[moment->task_count] = (struct pa_task){ 0 };
	return &moment->tasks[moment->task_count++];
}

struct pa_sock *pa_moment_sock(struct pa_moment *moment)
{
	moment->socks = room(moment->socks, moment->sock_count, &moment->sock_room,
			     sizeof(*moment->socks));
	moment->socks[moment->sock_count] = (struct pa_sock){ 0 };
	return &moment->socks[moment->sock_count++];
}

struct pa_note *pa_moment_note(struct pa_moment *moment)
{
	moment->notes = room(moment->notes, moment->note_count, &moment->note_room,
			     sizeof(*moment->notes));
	moment->notes[moment->note_count] = (struct pa_note){ 0 };
	return &moment->notes[moment->note_count++];
}

struct pa_open_file *pa_moment_file(struct pa_moment *moment)
{
	moment->files = room(moment->files, moment->file_count, &moment->file_room,
			     sizeof(*moment->files));
	moment->files[moment->file_count] = (struct pa_open_file){ 0 };
	return &moment->files[moment->file_count++];
}

struct pa_mount *pa_moment_mount(struct pa_moment *moment)
{
	moment->mounts = room(moment->mounts, moment->mount_count, &moment->mount_room,
			      sizeof(*moment->mounts));
	moment->mounts[moment->mount_count] = (struct pa_mount){ 0 };
	return &moment->mounts[moment->mount_count++];
}

struct pa_container_name *pa_moment_container(struct pa_moment *moment)
{
	moment->containers = room(moment->containers, moment->container_count,
				  &moment->container_room, sizeof(*moment->containers));
	moment->containers[moment->container_count] = (struct pa_container_name){ 0 };
	return &moment->containers[moment->container_count++];
}

struct pa_errno_count *pa_moment_errno(struct pa_moment *moment)
{
	moment->errnos = room(moment->errnos, moment->errno_count, &moment->errno_room,
			      sizeof(*moment->errnos));
	moment->errnos[moment->errno_count] = (struct pa_errno_count){ 0 };
	return &moment->errnos[moment->errno_count++];
}
