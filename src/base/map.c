/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { FIRST_SLOTS = 64, NEIGHBOURS = 16 };

void pa_map_init(struct pa_map *map)
{
	*map = (struct pa_map){ 0 };
}

void pa_map_done(struct pa_map *map)
{
	free(map->slot);
	*map = (struct pa_map){ 0 };
}

void pa_map_clear(struct pa_map *map)
{
	if (map->slots)
		memset(map->slot, 0, map->slots * sizeof(*map->slot));
	map->count = 0;
}

/*
 * The finalizer of splitmix64, but for the lowest bits: a run of NEIGHBOURS dense keys (ids are
 * given one after the other, and asked for in that order) stands together in four lines of the
 * cache, and the runs are spread over the slots.
 */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

static uint32_t slot_of(const struct pa_map *map, uint64_t key)
{
	uint32_t run = (uint32_t)mix(key / NEIGHBOURS) * NEIGHBOURS;
	uint32_t at = (run + (uint32_t)(key % NEIGHBOURS)) & (map->slots - 1);

	while (map->slot[at].value_plus_1 && map->slot[at].key != key)
		at = (at + 1) & (map->slots - 1);
	return at;
}

static void grow(struct pa_map *map)
{
	struct pa_map old = *map;

	map->slots = old.slots ? old.slots * 2 : FIRST_SLOTS;
	map->slot = pa_alloc_array(map->slots, sizeof(*map->slot));
	for (uint32_t i = 0; i < old.slots; i++)
		if (old.slot[i].value_plus_1)
			map->slot[slot_of(map, old.slot[i].key)] = old.slot[i];
	free(old.slot);
}

void pa_map_put(struct pa_map *map, uint64_t key, uint32_t value)
{
	uint32_t at;

	if ((map->count + 1) * 2 > map->slots)
		grow(map);
	at = slot_of(map, key);
	if (!map->slot[at].value_plus_1)
		map->count++;
	map->slot[at] = (struct pa_map_slot){ .key = key, .value_plus_1 = value + 1 };
}

bool pa_map_add(struct pa_map *map, uint64_t key, uint32_t value)
{
	uint32_t at;

	if ((map->count + 1) * 2 > map->slots)
		grow(map);
	at = slot_of(map, key);
	if (map->slot[at].value_plus_1)
		return false;
	map->count++;
	map->slot[at] = (struct pa_map_slot){ .key = key, .value_plus_1 = value + 1 };
	return true;
}

bool pa_map_get(const struct pa_map *map, uint64_t key, uint32_t *value)
{
	uint32_t at;

	if (!map->slots)
		return false;
	at = slot_of(map, key);
	if (!map->slot[at].value_plus_1)
		return false;
	*value = map->slot[at].value_plus_1 - 1;
	return true;
}

uint64_t pa_map_key(uint32_t high, uint32_t low)
{
	return (uint64_t)high << 32 | low;
}
