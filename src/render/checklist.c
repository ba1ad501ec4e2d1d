/* SPDX-License-Identifier: Apache-2.0 */
#include "render/checklist.h"

#include <string.h>

#include "base/buf.h"
#include "render/checklist_internal.h"
#include "render/wrap.h"

enum {
	ID_COLUMNS = 16,	   /* the longest id, net.tcp.listen, and a gap */
	WORD_COLUMNS = 12,	   /* "hardware", "BROKEN" and a gap */
	VALUE_COLUMNS = 22,	   /* "OK 123.4 ms/s" and a gap */
	WIDE_COLUMNS = 112,	   /* from here on there is room for values */
	NAME_COLUMNS_MAX = 62,	   /* the longest name and a gap */
	LABEL_COLUMNS = 14,	   /* labels of the detailed view */
	VALUE_TEXT_BYTES = 128,	   /* one value for people */
	LINE_TEXT_BYTES = 1 << 12, /* a line put together before it is broken */
};

bool pa_checklist_state(const struct pa_checklist_row *row, enum pa_cell_letter cell,
			enum pa_state *out)
{
	if (pa_status_fixed_state(row->os->cells[cell].status, out))
		return true;
	if (!row->reading[cell].has_state)
		return false;
	*out = row->reading[cell].state;
	return true;
}

const char *pa_checklist_word(const struct pa_checklist_row *row, enum pa_cell_letter cell,
			      bool live)
{
	enum pa_state state;

	if (pa_checklist_state(row, cell, &state))
		switch (state) {
		case PA_NA:
			return "n/a";
		case PA_NONE:
			return "NONE";
		case PA_UNCATALOGUED:
			return ".";
		default:
			return pa_state_text(state);
		}
	switch (row->os->cells[cell].status) {
	case PA_STATUS_NEEDS_HARDWARE:
		return "hardware";
	case PA_STATUS_MEASURED:
		return live ? "-" : "measured";
	default:
		return pa_status_text(row->os->cells[cell].status);
	}
}

static void put_denied(const struct pa_cell *cell, struct pa_buf *out)
{
	pa_buf_printf(out, "denied: needs %s", *cell->capability ? cell->capability : "root");
}

bool pa_checklist_blocker(const struct pa_checklist_row *row, enum pa_cell_letter letter, bool live,
			  struct pa_buf *out)
{
	const struct pa_cell *cell = &row->os->cells[letter];
	const struct pa_reading *reading = &row->reading[letter];
	enum pa_state fixed;

	if (!live || pa_status_fixed_state(cell->status, &fixed) ||
	    (reading->has_state && reading->state == PA_OK))
		return false;
	if (cell->status == PA_STATUS_PLANNED || cell->status == PA_STATUS_INVESTIGATE)
		pa_buf_puts(out, "not read by this version");
	else if (reading->has_state && reading->state == PA_DENIED)
		put_denied(cell, out);
	else if (reading->has_state && reading->state == PA_BROKEN)
		pa_buf_printf(out, "cannot be understood: %s", cell->code_point);
	else if (*cell->needs)
		pa_buf_printf(out, "needs %s", cell->needs);
	else
		pa_buf_printf(out, "not on this machine: %s", cell->code_point);
	return true;
}

static void put_number(struct pa_buf *out, double value)
{
	if (value >= 1000 || value <= -1000)
		pa_buf_printf(out, "%.0f", value);
	else
		pa_buf_printf(out, "%.3g", value);
}

static void put_scaled(struct pa_buf *out, double value, const char *const *units, size_t count,
		       double step, const char *per)
{
	size_t i = 0;

	while (i + 1 < count && value >= step) {
		value /= step;
		i++;
	}
	put_number(out, value);
	pa_buf_printf(out, " %s%s", units[i], per);
}

static bool take_suffix(const char *unit, const char *suffix, size_t *stem_bytes)
{
	size_t length = strlen(unit), cut = strlen(suffix);

	if (length < cut || strcmp(unit + length - cut, suffix) != 0)
		return false;
	*stem_bytes = length - cut;
	return true;
}

void pa_checklist_put_value(struct pa_buf *out, double value, const char *unit)
{
	static const char *const sizes[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB" };
	static const char *const times[] = { "ns", "us", "ms", "s" };
	size_t stem = strlen(unit), i;
	const char *per = take_suffix(unit, "_per_s", &stem) ? "/s" : "";

	if (strcmp(unit, "ratio") == 0) {
		put_number(out, value * 100);
		pa_buf_puts(out, " %");
		return;
	}
	if (strcmp(unit, "per_s") == 0 || strcmp(unit, "count") == 0) {
		put_number(out, value);
		pa_buf_puts(out, *unit == 'p' ? "/s" : "");
		return;
	}
	if (stem == 5 && strncmp(unit, "bytes", stem) == 0) {
		put_scaled(out, value, sizes, 6, 1024, per);
		return;
	}
	if (stem == 3 && strncmp(unit, "kib", stem) == 0) {
		put_scaled(out, value, sizes + 1, 5, 1024, per);
		return;
	}
	for (i = 0; i < 4; i++)
		if (stem == strlen(times[i]) && strncmp(unit, times[i], stem) == 0) {
			put_scaled(out, value, times + i, 4 - i, 1000, per);
			return;
		}
	put_number(out, value);
	pa_buf_printf(out, " %.*s%s", (int)stem, unit, per);
}

static size_t cell_columns(const struct pa_checklist *list, size_t columns)
{
	return list->live && columns >= WIDE_COLUMNS ? VALUE_COLUMNS : WORD_COLUMNS;
}

static void put_cell(const struct pa_checklist *list, const struct pa_checklist_row *row,
		     enum pa_cell_letter cell, size_t width, struct pa_buf *out)
{
	struct pa_buf text;

	pa_buf_init(&text, VALUE_TEXT_BYTES);
	pa_buf_puts(&text, pa_checklist_word(row, cell, list->live));
	if (width >= VALUE_COLUMNS && row->reading[cell].has_value) {
		pa_buf_putc(&text, ' ');
		pa_checklist_put_value(&text, row->reading[cell].value, row->reading[cell].unit);
	}
	if (cell + 1 < PA_CELL_COUNT) {
		pa_wrap_pad(out, text.bytes, width - 1);
		pa_buf_putc(out, ' ');
	} else {
		pa_buf_puts(out, text.bytes);
		pa_buf_putc(out, '\n');
	}
	pa_buf_done(&text);
}

static size_t name_columns(size_t columns, size_t cell_width)
{
	size_t others = ID_COLUMNS + PA_CELL_COUNT * cell_width;
	size_t room = columns > others ? columns - others : 0;

	return room > NAME_COLUMNS_MAX ? NAME_COLUMNS_MAX : room;
}

/* How many cells have each word, in order of first use. */
struct tally {
	const char *word[PA_STATE_COUNT + PA_STATUS_COUNT];
	size_t count[PA_STATE_COUNT + PA_STATUS_COUNT];
	size_t words;
};

static void tally_add(struct tally *tally, const char *word)
{
	size_t i;

	for (i = 0; i < tally->words; i++)
		if (strcmp(tally->word[i], word) == 0)
			break;
	if (i == tally->words)
		tally->word[tally->words++] = word;
	tally->count[i]++;
}

static void put_tally(const struct pa_checklist *list, size_t columns, struct pa_buf *out)
{
	struct tally tally = { .words = 0 };
	struct pa_buf line;
	size_t i;
	int c;

	for (i = 0; i < list->row_count; i++)
		for (c = 0; c < PA_CELL_COUNT; c++)
			tally_add(&tally, pa_checklist_word(&list->rows[i], c, list->live));
	pa_buf_init(&line, LINE_TEXT_BYTES);
	pa_buf_printf(&line, "%s: %zu resources, %zu cells", pa_os_title(list->os), list->row_count,
		      list->row_count * PA_CELL_COUNT);
	for (i = 0; i < tally.words; i++)
		pa_buf_printf(&line, " · %zu %s", tally.count[i], tally.word[i]);
	pa_wrap_put(out, 0, "", 0, line.bytes, columns);
	pa_buf_done(&line);
}

static const struct {
	const char *word, *meaning;
} legend[] = {
	{ "OK", "read on this machine" },
	{ "ABSENT", "this kernel or machine has no such point" },
	{ "DENIED", "it is there and we lack the privilege: run as root" },
	{ "BROKEN", "it is there and what it says cannot be understood" },
	{ "-", "perfadvisor reads it, and this short look had nothing to say about it" },
	{ "measured", "perfadvisor reads it" },
	{ "needs-ebpf", "only an eBPF program can tell it cheaply" },
	{ "planned", "there is a code point; perfadvisor does not read it yet" },
	{ "hardware", "needs hardware or a kernel configuration that few machines have" },
	{ "investigate", "no code point; a cheap way may be found" },
	{ "available", "a counter or a tool exists" },
	{ "script", "a code point exists; a reader must be written" },
	{ "later", "marked for investigation" },
	{ "NONE", "the kernel offers no cheap place to read it" },
	{ "n/a", "the question makes no sense for this resource" },
	{ ".", "not catalogued yet" },
};

static bool is_used(const struct pa_checklist *list, const char *word)
{
	size_t i;
	int c;

	for (i = 0; i < list->row_count; i++)
		for (c = 0; c < PA_CELL_COUNT; c++)
			if (strcmp(pa_checklist_word(&list->rows[i], c, list->live), word) == 0)
				return true;
	return false;
}

void pa_checklist_text(const struct pa_checklist *list, unsigned columns, struct pa_buf *out)
{
	size_t cell_width = cell_columns(list, columns), i;
	size_t name_width = name_columns(columns, cell_width);
	const char *group = "";
	int c;

	for (i = 0; i < list->row_count; i++) {
		const struct pa_checklist_row *row = &list->rows[i];

		if (strcmp(group, row->resource->group) != 0) {
			pa_buf_puts(out, *group ? "\n" : "");
			group = row->resource->group;
			pa_wrap_pad(out, group, ID_COLUMNS + name_width - 1);
			pa_buf_putc(out, ' ');
			pa_wrap_pad(out, "U", cell_width);
			pa_wrap_pad(out, "S", cell_width);
			pa_buf_puts(out, "E\n");
		}
		pa_wrap_pad(out, row->resource->id, ID_COLUMNS - 1);
		pa_buf_putc(out, ' ');
		if (name_width > 1) {
			pa_wrap_pad(out, row->os->name, name_width - 1);
			pa_buf_putc(out, ' ');
		}
		for (c = 0; c < PA_CELL_COUNT; c++)
			put_cell(list, row, c, cell_width, out);
	}
	pa_buf_putc(out, '\n');
	put_tally(list, columns, out);
	for (i = 0; i < sizeof(legend) / sizeof(legend[0]); i++)
		if (is_used(list, legend[i].word))
			pa_wrap_put(out, 2, legend[i].word, WORD_COLUMNS + 1, legend[i].meaning,
				    columns);
	pa_wrap_put(out, 0, "", 0,
		    "U utilization, S saturation, E errors. perfadvisor checklist ID shows "
		    "everything about a resource.",
		    columns);
}

/* A line of the detailed view, left out when there is nothing to say. */
static void put_line(struct pa_buf *out, size_t indent, const char *label, const char *text,
		     unsigned columns)
{
	if (*text)
		pa_wrap_put(out, indent, label, LABEL_COLUMNS, text, columns);
}

static void put_here(struct pa_buf *out, const struct pa_reading *reading, unsigned columns)
{
	struct pa_buf line;

	if (!reading->has_state && !reading->has_cost)
		return;
	pa_buf_init(&line, LINE_TEXT_BYTES);
	pa_buf_puts(&line, reading->has_state ? pa_state_text(reading->state) : "not read");
	if (reading->has_value) {
		pa_buf_puts(&line, ", ");
		pa_checklist_put_value(&line, reading->value, reading->unit);
		pa_buf_printf(&line, " (%s", reading->metric);
		if (*reading->instance)
			pa_buf_printf(&line, " of %s", reading->instance);
		pa_buf_putc(&line, ')');
	}
	if (reading->has_cost)
		pa_buf_printf(&line, "; one read of the source costs %.1f us of CPU",
			      reading->cost_us);
	put_line(out, 4, "here", line.bytes, columns);
	pa_buf_done(&line);
}

static void put_blocker(struct pa_buf *out, const struct pa_checklist_row *row,
			enum pa_cell_letter letter, bool live, unsigned columns)
{
	struct pa_buf line;

	pa_buf_init(&line, LINE_TEXT_BYTES);
	if (pa_checklist_blocker(row, letter, live, &line))
		put_line(out, 4, "blocker", line.bytes, columns);
	else if (!live && *row->os->cells[letter].needs)
		put_line(out, 4, "needs", row->os->cells[letter].needs, columns);
	pa_buf_done(&line);
}

static void put_cell_details(const struct pa_checklist_row *row, enum pa_cell_letter letter,
			     bool live, unsigned columns, struct pa_buf *out)
{
	const struct pa_cell *cell = &row->os->cells[letter];
	enum pa_state state;

	pa_wrap_put(out, 2, pa_cell_text(letter), 0, "", columns);
	if (cell->status == PA_STATUS_UNCATALOGUED) {
		pa_wrap_put(out, 4, "", 0, "not catalogued yet, which is not the same as none",
			    columns);
		return;
	}
	if (cell->status == PA_STATUS_NOT_APPLICABLE) {
		pa_wrap_put(out, 4, "", 0, cell->code_point, columns);
		return;
	}
	put_line(out, 4, "code point", cell->code_point, columns);
	put_line(out, 4, "kernel", cell->kernel, columns);
	put_line(out, 4, "tool", cell->tool, columns);
	put_line(out, 4, "source", cell->source, columns);
	put_line(out, 4, "unit", cell->unit, columns);
	if (cell->semantics != PA_SEMANTICS_UNKNOWN)
		put_line(out, 4, "semantics", pa_semantics_text(cell->semantics), columns);
	put_line(out, 4, "status", pa_status_text(cell->status), columns);
	put_line(out, 4, "seen", pa_cell_evidence_text(cell->evidence), columns);
	if (!pa_status_fixed_state(cell->status, &state))
		put_here(out, &row->reading[letter], columns);
	put_blocker(out, row, letter, live, columns);
}

/* All values that were told of a resource, each as a line of its own. */
static void put_values(const struct pa_checklist_row *row, unsigned columns, struct pa_buf *out)
{
	size_t i;

	if (row->value_count)
		pa_wrap_put(out, 2, "values", 0, "", columns);
	for (i = 0; i < row->value_count; i++) {
		const struct pa_shown_value *v = &row->values[i];
		struct pa_buf line;

		pa_buf_init(&line, LINE_TEXT_BYTES);
		pa_checklist_put_value(&line, v->value, v->unit);
		if (*v->instance)
			pa_buf_printf(&line, " of %s", v->instance);
		pa_buf_printf(&line, ": %s (%s)", v->help, v->metric);
		pa_wrap_put(out, 4, "", 0, line.bytes, columns);
		pa_buf_done(&line);
	}
}

static const char *seen_text(char seen)
{
	switch (seen) {
	case 'Y':
		return "on 6.18";
	case 'P':
		return "on 6.18, partly";
	case 'H':
		return "needs hardware or configuration that our machine lacks";
	case 'X':
		return "the kernel offers no code point for at least one cell";
	default:
		return "";
	}
}

static void put_elsewhere(const struct pa_checklist *list, const struct pa_resource *resource,
			  unsigned columns, struct pa_buf *out)
{
	struct pa_buf line;
	enum pa_os os;

	pa_buf_init(&line, LINE_TEXT_BYTES);
	for (os = 0; os < PA_OS_COUNT; os++)
		if (os != list->os && resource->os[os])
			pa_buf_printf(&line, "%s%s", line.used_bytes ? ", " : "", pa_os_text(os));
	if (line.used_bytes)
		put_line(out, 2, "also on", line.bytes, columns);
	pa_buf_done(&line);
}

void pa_checklist_details(const struct pa_checklist *list, unsigned columns, struct pa_buf *out)
{
	size_t i;
	int c;

	for (i = 0; i < list->row_count; i++) {
		const struct pa_checklist_row *row = &list->rows[i];

		if (i > 0)
			pa_buf_putc(out, '\n');
		pa_wrap_put(out, 0, row->resource->id, strlen(row->resource->id) + 2, row->os->name,
			    columns);
		put_line(out, 2, "group", row->resource->group, columns);
		put_line(out, 2, "function", row->os->function, columns);
		put_line(out, 2, "seen", seen_text(row->os->seen), columns);
		put_line(out, 2, "note", row->os->note, columns);
		put_line(out, 2, "careful", row->os->warning, columns);
		put_line(out, 2, "our reader", pa_level_text(row->level), columns);
		put_elsewhere(list, row->resource, columns, out);
		for (c = 0; c < PA_CELL_COUNT; c++)
			put_cell_details(row, c, list->live, columns, out);
		put_values(row, columns, out);
	}
}
