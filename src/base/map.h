/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A map from 64-bit keys to 32-bit values, open addressing, no removal.
 * Used to find last tick's record of a task, an instance, a socket.
 */
#ifndef PA_BASE_MAP_H
#define PA_BASE_MAP_H

#include <stdbool.h>
#include <stdint.h>

/* Key and value stand together: a look at one slot is one cache miss. */
struct pa_map_slot {
	uint64_t key;
	uint32_t value_plus_1; /* 0 is a free slot */
};

struct pa_map {
	struct pa_map_slot *slot;
	uint32_t count;
	uint32_t slots; /* 0 or a power of two */
};

void pa_map_init(struct pa_map *map);
void pa_map_done(struct pa_map *map);

/* Forget all keys, keep the memory. */
void pa_map_clear(struct pa_map *map);

/* Set or replace. value must be less than UINT32_MAX. */
void pa_map_put(struct pa_map *map, uint64_t key, uint32_t value);

/* Add a value unless the key has one. Returns whether it was added. */
bool pa_map_add(struct pa_map *map, uint64_t key, uint32_t value);

/* True and *value when the key is there; otherwise value is untouched. */
bool pa_map_get(const struct pa_map *map, uint64_t key, uint32_t *value);

/* A well-mixed key from two numbers (collisions are possible only beyond 64 bits of input). */
uint64_t pa_map_key(uint32_t high, uint32_t low);

#endif
