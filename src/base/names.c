/* SPDX-License-Identifier: Apache-2.0 */
#include "base/names.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"

enum { FIRST_SLOTS = 256, NAME_MAX_BYTES = 4096 };

/* The hash stands beside the id: a look at another array would cost a cache miss of its own. */
struct slot {
	uint32_t id_plus_1; /* 0 is free */
	uint32_t hash;
};

struct pa_names {
	char **text; /* by id, in texts */
	struct pa_arena texts;
	struct slot *slot; /* open addressing */
	uint32_t count;	   /* ids given */
	uint32_t slots;	   /* a power of two, at least twice count */
};

/* FNV-1a, 32 bits: names are short and not chosen by an enemy of this table's speed. */
static uint32_t hash_of(const char *name, size_t name_bytes)
{
	uint32_t h = 2166136261U;

	for (size_t i = 0; i < name_bytes; i++)
		h = (h ^ (unsigned char)name[i]) * 16777619U;
	return h;
}

static void place(struct pa_names *names, struct slot slot)
{
	uint32_t at = slot.hash & (names->slots - 1);

	while (names->slot[at].id_plus_1)
		at = (at + 1) & (names->slots - 1);
	names->slot[at] = slot;
}

static void rehash(struct pa_names *names, uint32_t slots)
{
	struct slot *old = names->slot;
	uint32_t old_slots = names->slots;

	names->slot = pa_alloc_array(slots, sizeof(*names->slot));
	names->slots = slots;
	names->text = pa_grow_array(names->text, slots / 2, sizeof(*names->text));
	for (uint32_t i = 0; i < old_slots; i++)
		if (old[i].id_plus_1)
			place(names, old[i]);
	free(old);
}

struct pa_names *pa_names_new(void)
{
	struct pa_names *names = pa_alloc(sizeof(*names));

	pa_arena_init(&names->texts);
	rehash(names, FIRST_SLOTS);
	(void)pa_names_id(names, "", 0); /* id 0 by definition */
	return names;
}

struct pa_names *pa_names_free(struct pa_names *names)
{
	if (!names)
		return NULL;
	pa_arena_done(&names->texts);
	free(names->text);
	free(names->slot);
	free(names);
	return NULL;
}

static uint32_t find(const struct pa_names *names, const char *name, size_t name_bytes,
		     uint32_t hash)
{
	for (uint32_t at = hash & (names->slots - 1); names->slot[at].id_plus_1;
	     at = (at + 1) & (names->slots - 1)) {
		uint32_t id = names->slot[at].id_plus_1 - 1;

		if (names->slot[at].hash == hash && !strncmp(names->text[id], name, name_bytes) &&
		    !names->text[id][name_bytes])
			return id;
	}
	return UINT32_MAX;
}

uint32_t pa_names_find(const struct pa_names *names, const char *name, size_t name_bytes)
{
	const char *nul = memchr(name, 0, name_bytes);

	if (nul)
		name_bytes = (size_t)(nul - name);
	return find(names, name, name_bytes, hash_of(name, name_bytes));
}

static char *copy_of(struct pa_names *names, const char *name, size_t name_bytes)
{
	char *copy = pa_arena_alloc(&names->texts, name_bytes + 1);

	memcpy(copy, name, name_bytes); /* it is zeroed: the NUL is there */
	return copy;
}

uint32_t pa_names_id(struct pa_names *names, const char *name, size_t name_bytes)
{
	const char *nul = name_bytes ? memchr(name, 0, name_bytes) : NULL;
	uint32_t hash, id;

	if (nul)
		name_bytes = (size_t)(nul - name);
	hash = hash_of(name, name_bytes);
	id = find(names, name, name_bytes, hash);
	if (id != UINT32_MAX)
		return id;
	if (names->count + 1 > names->slots / 2)
		rehash(names, names->slots * 2);
	id = names->count++;
	names->text[id] = copy_of(names, name, name_bytes);
	place(names, (struct slot){ id + 1, hash });
	return id;
}

uint32_t pa_names_idf(struct pa_names *names, const char *format, ...)
{
	char text[NAME_MAX_BYTES];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args); /* cut is documented */
	va_end(args);
	return pa_names_id(names, text, strlen(text));
}

const char *pa_names_text(const struct pa_names *names, uint32_t id)
{
	return id < names->count ? names->text[id] : "";
}

uint32_t pa_names_count(const struct pa_names *names)
{
	return names->count;
}
