/* SPDX-License-Identifier: Apache-2.0 */
#include "config/entries.h"

#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/err.h"

/* A text on its way through inih, which is handed one line at a time. */
struct feed {
	struct pa_config *config;
	const char *at, *end;
	uint32_t line; /* the one that inih has; inih itself tells it only to those who ask */
	struct pa_err *err;
	int error;
};

void pa_config_init(struct pa_config *config)
{
	*config = (struct pa_config){ .name = "" };
	pa_arena_init(&config->arena);
}

void pa_config_done(struct pa_config *config)
{
	pa_arena_done(&config->arena);
	free(config->entries);
	*config = (struct pa_config){ .name = "" };
}

static int wrong(struct feed *feed, int code, const char *what)
{
	feed->error = pa_err_say(feed->err, code, "%s:%u: %s", feed->config->name, feed->line,
				 what);
	return feed->error;
}

/* Anything that no line of text holds. */
static bool has_control(const char *text, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < ' ' && c != '\t' && !(c == '\r' && i + 1 == bytes)) || c == 0x7f)
			return true;
	}
	return false;
}

/* Of the section's name in a line that begins with '['. */
static size_t name_bytes(const char *text, size_t bytes)
{
	const char *close = memchr(text, ']', bytes);

	return (close ? (size_t)(close - text) : bytes) - 1;
}

/* ini_reader: the next line with its newline, as fgets() would give it. */
static char *next_line(char *out, int room, void *arg)
{
	struct feed *feed = arg;
	const char *newline, *text = feed->at;
	size_t bytes;

	if (feed->error || feed->at >= feed->end)
		return NULL;
	newline = memchr(text, '\n', (size_t)(feed->end - text));
	bytes = (size_t)((newline ? newline : feed->end) - text);
	feed->at = newline ? newline + 1 : feed->end;
	feed->line++;
	/* inih would take an indented line for more of the value before it. */
	while (bytes && (*text == ' ' || *text == '\t')) {
		text++;
		bytes--;
	}
	if (has_control(text, bytes)) {
		wrong(feed, -EINVAL, "a control character stands in this line");
	} else if (bytes + 2 > (size_t)room) {
		feed->error = pa_err_say(feed->err, -E2BIG,
					 "%s:%u: the line is longer than %d bytes",
					 feed->config->name, feed->line, room - 2);
	} else if (bytes && *text == '[' && name_bytes(text, bytes) > PA_CONFIG_SECTION_MAX_BYTES) {
		wrong(feed, -E2BIG, "the section's name is longer than 49 bytes");
	} else {
		memcpy(out, text, bytes);
		memcpy(out + bytes, "\n", 2);
		return out;
	}
	return NULL;
}

/* ini_handler: 1 fine, 0 wrong. */
static int take(void *arg, const char *section, const char *key, const char *value)
{
	struct feed *feed = arg;
	struct pa_config *config = feed->config;
	const struct pa_config_entry *before;

	if (feed->error)
		return 0;
	if (!*section)
		return wrong(feed, -EINVAL, "a key stands before any [section]"), 0;
	if (!*key)
		return wrong(feed, -EINVAL, "no key stands before the ="), 0;
	before = pa_config_find(config, section, key);
	if (before) {
		feed->error = pa_err_say(feed->err, -EINVAL,
					 "%s:%u: %.60s is set twice in [%s]: line %u has it too",
					 config->name, feed->line, key, section, before->line);
		return 0;
	}
	if (config->count >= PA_CONFIG_ENTRIES_MAX)
		return wrong(feed, -E2BIG, "more settings than any file needs"), 0;
	if (config->count == config->room) {
		config->room = config->room ? config->room * 2 : 32;
		config->entries = pa_grow_array(config->entries, config->room,
						sizeof(*config->entries));
	}
	config->entries[config->count++] = (struct pa_config_entry){
		.section = pa_arena_strdup(&config->arena, section),
		.key = pa_arena_strdup(&config->arena, key),
		.value = pa_arena_strdup(&config->arena, value),
		.line = feed->line,
	};
	return 1;
}

int pa_config_parse(struct pa_config *config, const char *name, const char *text, size_t text_bytes,
		    struct pa_err *err)
{
	struct feed feed = { .config = config, .at = text, .end = text + text_bytes, .err = err };
	int line;

	config->name = pa_arena_strdup(&config->arena, name);
	if (text_bytes > PA_CONFIG_MAX_BYTES)
		return pa_err_say(err, -E2BIG,
				  "%s: larger than the %d bytes that settings may take", name,
				  PA_CONFIG_MAX_BYTES);
	line = ini_parse_stream(next_line, &feed, take, &feed);
	/* inih goes on behind a line that it cannot read: what follows may be wrong by that alone.
	 */
	if (feed.error && (line <= 0 || (uint32_t)line >= feed.line))
		return feed.error;
	if (line < 0)
		return pa_err_set(err, -ENOMEM, "read the settings in %s", name);
	if (line > 0)
		return pa_err_say(err, -EINVAL, "%s:%d: neither [section] nor key = value", name,
				  line);
	return 0;
}

const struct pa_config_entry *pa_config_find(const struct pa_config *config, const char *section,
					     const char *key)
{
	for (size_t i = 0; i < config->count; i++)
		if (!strcmp(config->entries[i].section, section) &&
		    !strcmp(config->entries[i].key, key))
			return &config->entries[i];
	return NULL;
}

int pa_config_wrong(const struct pa_config *config, const struct pa_config_entry *entry, int code,
		    struct pa_err *err, const char *format, ...)
{
	char text[PA_ERR_TEXT_BYTES];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args); /* cut is fine */
	va_end(args);
	return pa_err_say(err, code, "%s:%u: %.400s", config->name, entry->line, text);
}
