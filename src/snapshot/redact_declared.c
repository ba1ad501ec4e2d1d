/* SPDX-License-Identifier: Apache-2.0 */
/* What users declared: the readings keep their meaning, where they come from and what people
 * wrote about them goes. The text stays one that declares the same resources. */
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/scan.h"
#include "snapshot/redact_internal.h"

/* Keys whose value is of no use elsewhere, and what stands for it; NULL: the line goes. */
static const struct {
	const char *key, *instead;
} replaced[] = {
	{ "file", "/redacted" },
	{ "command", "/redacted" },
	{ "openmetrics", "http://127.0.0.1/redacted" },
	{ "user", "redacted" },
	{ "title", NULL },
	{ "sentence", NULL },
	{ "next", NULL },
	{ "culprit", NULL },
};

static const char *const figures[] = { "utilization", "saturation", "errors", "limit" };

/* "gauge of queued": where a figure stood is not asked again. */
static void put_figure(struct pa_scan value, struct pa_buf *out)
{
	struct pa_word first, of;

	if (!pa_scan_word(&value, &first))
		return;
	pa_buf_put(out, first.at, first.bytes);
	if (pa_scan_word(&value, &of) && pa_word_is(of, "of"))
		pa_buf_puts(out, " of redacted");
}

static bool is_figure(struct pa_word key)
{
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		if (pa_word_is(key, figures[i]))
			return true;
	return false;
}

/* The index in replaced, or -1. */
static int find(struct pa_word key)
{
	for (size_t i = 0; i < sizeof(replaced) / sizeof(replaced[0]); i++)
		if (pa_word_is(key, replaced[i].key))
			return (int)i;
	return -1;
}

static void put_rest(struct pa_redact *redact, struct pa_scan value, struct pa_buf *out)
{
	(void)pa_scan_text(&value, ""); /* skip blanks */
	pa_redact_text(redact, value.at, (size_t)(value.end - value.at), 0, out);
}

static void put_line(struct pa_redact *redact, struct pa_scan line, struct pa_buf *out)
{
	struct pa_scan value = line;
	struct pa_word key;
	int at;

	if (!pa_scan_word(&value, &key) || key.at[0] == '[' || !pa_scan_text(&value, "=")) {
		pa_redact_text(redact, line.at, (size_t)(line.end - line.at), 0, out);
		pa_buf_putc(out, '\n');
		return;
	}
	at = find(key);
	if (at >= 0 && !replaced[at].instead)
		return;
	pa_buf_put(out, key.at, key.bytes);
	pa_buf_puts(out, " = ");
	if (at >= 0)
		pa_buf_puts(out, replaced[at].instead);
	else if (is_figure(key))
		put_figure(value, out);
	else
		put_rest(redact, value, out);
	pa_buf_putc(out, '\n');
}

void pa_redact_declared(struct pa_redact *redact, const char *text, size_t text_bytes,
			struct pa_buf *out)
{
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line))
		put_line(redact, line, out);
}
