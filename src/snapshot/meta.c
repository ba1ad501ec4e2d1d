/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/meta_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "snapshot/utf8_internal.h"

void pa_meta_done(struct pa_meta *meta)
{
	for (uint32_t i = 0; i < meta->count; i++) {
		free(meta->entries[i].key);
		free(meta->entries[i].text);
	}
	free(meta->entries);
	*meta = (struct pa_meta){ 0 };
}

static struct pa_meta_entry *find(const struct pa_meta *meta, const char *key)
{
	for (uint32_t i = 0; i < meta->count; i++)
		if (!strcmp(meta->entries[i].key, key))
			return &meta->entries[i];
	return NULL;
}

/* A copy of text in which everything that is no UTF-8 became U+FFFD. */
static char *clean_copy(const char *text)
{
	size_t left = strlen(text);
	struct pa_buf out;

	pa_buf_init(&out, 3 * left + 1);
	pa_buf_puts(&out, "");
	while (left) {
		size_t bytes = pa_utf8_length(text, left);

		pa_buf_put(&out, bytes ? text : "\xEF\xBF\xBD", bytes ? bytes : 3);
		text += bytes ? bytes : 1;
		left -= bytes ? bytes : 1;
	}
	return out.bytes ? out.bytes : pa_strdup("");
}

void pa_meta_set(struct pa_meta *meta, const char *key, const char *text, bool is_string)
{
	struct pa_meta_entry *entry = find(meta, key);

	if (!entry) {
		if (meta->count == meta->room) {
			meta->room = meta->room ? meta->room * 2 : 16;
			meta->entries = pa_grow_array(meta->entries, meta->room,
						      sizeof(*meta->entries));
		}
		entry = &meta->entries[meta->count++];
		*entry = (struct pa_meta_entry){ .key = pa_strdup(key) };
	}
	free(entry->text);
	entry->text = clean_copy(text);
	entry->is_string = is_string;
}

const char *pa_meta_get(const struct pa_meta *meta, const char *key)
{
	const struct pa_meta_entry *entry = find(meta, key);

	return entry ? entry->text : NULL;
}

static void put_quoted(struct pa_buf *out, const char *text)
{
	pa_buf_putc(out, '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			pa_buf_putc(out, '\\');
		if (c < ' ' || c == 0x7f)
			pa_buf_printf(out, "\\u%04X", c);
		else
			pa_buf_putc(out, *text);
	}
	pa_buf_putc(out, '"');
}

static size_t section_bytes(const struct pa_meta_entry *entry)
{
	const char *dot = strchr(entry->key, '.');

	return dot ? (size_t)(dot - entry->key) : 0;
}

static bool same_section(const struct pa_meta_entry *a, const struct pa_meta_entry *b)
{
	size_t bytes = section_bytes(a);

	return bytes == section_bytes(b) && !memcmp(a->key, b->key, bytes);
}

static void put_section(const struct pa_meta *meta, const struct pa_meta_entry *first,
			struct pa_buf *out)
{
	size_t bytes = section_bytes(first);

	if (bytes) {
		pa_buf_puts(out, out->used_bytes ? "\n[" : "[");
		pa_buf_put(out, first->key, bytes);
		pa_buf_puts(out, "]\n");
	}
	for (uint32_t i = 0; i < meta->count; i++) {
		const struct pa_meta_entry *entry = &meta->entries[i];

		if (!same_section(entry, first))
			continue;
		pa_buf_puts(out, entry->key + (bytes ? bytes + 1 : 0));
		pa_buf_puts(out, " = ");
		if (entry->is_string)
			put_quoted(out, entry->text);
		else
			pa_buf_puts(out, entry->text);
		pa_buf_putc(out, '\n');
	}
}

void pa_meta_print(const struct pa_meta *meta, struct pa_buf *out)
{
	for (uint32_t i = 0; i < meta->count; i++)
		if (!section_bytes(&meta->entries[i])) {
			put_section(meta, &meta->entries[i], out);
			break;
		}
	for (uint32_t i = 0; i < meta->count; i++) {
		uint32_t before = 0;

		while (before < i && !same_section(&meta->entries[before], &meta->entries[i]))
			before++;
		if (before == i && section_bytes(&meta->entries[i]))
			put_section(meta, &meta->entries[i], out);
	}
}
