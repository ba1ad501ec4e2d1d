/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot/meta_internal.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/scan.h"
#include "snapshot/utf8_internal.h"

static bool is_bare(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-';
}

static void skip_blanks(struct pa_scan *line)
{
	while (line->at < line->end && (*line->at == ' ' || *line->at == '\t'))
		line->at++;
}

/* Nothing but a comment may follow. */
static bool at_end(struct pa_scan *line)
{
	skip_blanks(line);
	return line->at == line->end || *line->at == '#';
}

static bool take(struct pa_scan *line, char c)
{
	skip_blanks(line);
	if (line->at == line->end || *line->at != c)
		return false;
	line->at++;
	return true;
}

/* A bare key, appended to out. */
static bool take_key(struct pa_scan *line, struct pa_buf *out)
{
	const char *from;

	skip_blanks(line);
	from = line->at;
	while (line->at < line->end && is_bare(*line->at))
		line->at++;
	if (line->at == from || line->at - from > PA_META_KEY_MAX_BYTES)
		return false;
	pa_buf_put(out, from, (size_t)(line->at - from));
	return true;
}

static bool take_hex(struct pa_scan *line, int digits, struct pa_buf *out)
{
	uint32_t value = 0;

	if (line->end - line->at < digits)
		return false;
	for (int i = 0; i < digits; i++) {
		char c = *line->at++;
		uint32_t digit;

		if (c >= '0' && c <= '9')
			digit = (uint32_t)(c - '0');
		else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
			digit = (uint32_t)((c | 0x20) - 'a') + 10;
		else
			return false;
		value = value << 4 | digit;
	}
	if (!value || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return false;
	pa_utf8_put(out, value);
	return true;
}

static bool take_escape(struct pa_scan *line, struct pa_buf *out)
{
	static const char from[] = "\"\\ntrbf", to[] = "\"\\\n\t\r\b\f";
	const char *at;
	char c;

	if (line->at == line->end)
		return false;
	c = *line->at++;
	if (c == 'u' || c == 'U')
		return take_hex(line, c == 'u' ? 4 : 8, out);
	at = c ? strchr(from, c) : NULL;
	if (at)
		pa_buf_putc(out, to[at - from]);
	return at != NULL;
}

/* A basic string behind its first quote. */
static bool take_string(struct pa_scan *line, struct pa_buf *out)
{
	while (line->at < line->end && *line->at != '"') {
		size_t bytes = pa_utf8_length(line->at, (size_t)(line->end - line->at));

		if (*line->at == '\\') {
			line->at++;
			if (!take_escape(line, out))
				return false;
			continue;
		}
		if (!bytes || (unsigned char)*line->at < ' ' || *line->at == 0x7f)
			return false;
		pa_buf_put(out, line->at, bytes);
		line->at += bytes;
	}
	return take(line, '"');
}

static bool digits(const char **at)
{
	const char *from = *at;

	while (**at >= '0' && **at <= '9')
		(*at)++;
	return *at > from;
}

/* Integer or float: [+-] digits [. digits] [e [+-] digits], no zero in front of digits. */
static bool is_number(const char *text)
{
	text += *text == '+' || *text == '-';
	if (text[0] == '0' && text[1] >= '0' && text[1] <= '9')
		return false;
	if (!digits(&text))
		return false;
	if (*text == '.') {
		text++;
		if (!digits(&text))
			return false;
	}
	if (*text == 'e' || *text == 'E') {
		text++;
		text += *text == '+' || *text == '-';
		if (!digits(&text))
			return false;
	}
	return !*text;
}

static bool take_bare(struct pa_scan *line, struct pa_buf *out)
{
	struct pa_scan rest = *line;
	struct pa_word word;

	if (!pa_scan_word(&rest, &word) || word.bytes > PA_META_KEY_MAX_BYTES)
		return false;
	for (size_t i = 0; i < word.bytes; i++)
		if (word.at[i] == '#')
			word.bytes = i;
	pa_buf_put(out, word.at, word.bytes);
	line->at = word.at + word.bytes;
	if (!out->bytes || strlen(out->bytes) != word.bytes)
		return false;
	return pa_word_is(word, "true") || pa_word_is(word, "false") || is_number(out->bytes);
}

struct parse {
	struct pa_meta *meta;
	struct pa_buf section, key, value;
};

static const char *parse_section(struct parse *parse, struct pa_scan *line)
{
	pa_buf_clear(&parse->section);
	if (!take_key(line, &parse->section))
		return "a section name of a-z, 0-9, _ and - was expected";
	if (!take(line, ']') || !at_end(line))
		return "']' and nothing more was expected";
	for (uint32_t i = 0; i < parse->meta->count; i++)
		if (!strncmp(parse->meta->entries[i].key, parse->section.bytes,
			     parse->section.used_bytes) &&
		    parse->meta->entries[i].key[parse->section.used_bytes] == '.')
			return "this section stands here a second time";
	pa_buf_putc(&parse->section, '.');
	return NULL;
}

static const char *parse_pair(struct parse *parse, struct pa_scan *line)
{
	bool is_string;

	pa_buf_clear(&parse->key);
	pa_buf_clear(&parse->value);
	pa_buf_put(&parse->key, parse->section.bytes, parse->section.used_bytes);
	pa_buf_puts(&parse->value, "");
	if (!take_key(line, &parse->key))
		return "a key of a-z, 0-9, _ and - was expected";
	if (!take(line, '='))
		return "'=' was expected";
	is_string = take(line, '"');
	if (!(is_string ? take_string(line, &parse->value) : take_bare(line, &parse->value)))
		return "a string, a number, true or false was expected";
	if (!at_end(line))
		return "nothing more was expected";
	if (pa_meta_get(parse->meta, parse->key.bytes))
		return "this key stands here a second time";
	if (parse->meta->count >= PA_META_MAX_COUNT)
		return "too many keys";
	pa_meta_set(parse->meta, parse->key.bytes, parse->value.bytes ? parse->value.bytes : "",
		    is_string);
	return NULL;
}

static const char *parse_line(struct parse *parse, struct pa_scan *line)
{
	if (line->end > line->at && line->end[-1] == '\r')
		line->end--;
	if (at_end(line))
		return NULL;
	return take(line, '[') ? parse_section(parse, line) : parse_pair(parse, line);
}

int pa_meta_parse(struct pa_meta *meta, const char *text, size_t text_bytes, struct pa_err *err)
{
	struct parse parse = { .meta = meta };
	struct pa_scan scan, line;
	const char *wrong = NULL;
	unsigned int number = 0;

	if (text_bytes > PA_META_MAX_BYTES)
		return pa_err_say(err, -E2BIG, "meta.toml is larger than %d bytes",
				  PA_META_MAX_BYTES);
	pa_buf_init(&parse.section, 2 * PA_META_KEY_MAX_BYTES);
	pa_buf_init(&parse.key, 4 * PA_META_KEY_MAX_BYTES);
	pa_buf_init(&parse.value, PA_META_MAX_BYTES);
	pa_scan_init(&scan, text, text_bytes);
	while (!wrong && pa_scan_line(&scan, &line)) {
		number++;
		wrong = parse_line(&parse, &line);
	}
	pa_buf_done(&parse.section);
	pa_buf_done(&parse.key);
	pa_buf_done(&parse.value);
	return wrong ? pa_err_say(err, -EBADMSG, "meta.toml line %u: %s", number, wrong) : 0;
}
