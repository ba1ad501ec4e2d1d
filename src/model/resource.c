/* SPDX-License-Identifier: Apache-2.0 */
#include "model/resource.h"

#include <string.h>

static const struct {
	const char *name, *title;
} systems[PA_OS_COUNT] = {
	[PA_OS_LINUX] = { "linux", "Linux" },	    [PA_OS_FREEBSD] = { "freebsd", "FreeBSD" },
	[PA_OS_ILLUMOS] = { "illumos", "illumos" }, [PA_OS_OPENBSD] = { "openbsd", "OpenBSD" },
	[PA_OS_NETBSD] = { "netbsd", "NetBSD" },    [PA_OS_DARWIN] = { "darwin", "Darwin (macOS)" },
};

static const char *const cells[PA_CELL_COUNT] = {
	[PA_CELL_U] = "utilization",
	[PA_CELL_S] = "saturation",
	[PA_CELL_E] = "errors",
};

static const char *const statuses[PA_STATUS_COUNT] = {
	[PA_STATUS_UNCATALOGUED] = "not-catalogued",
	[PA_STATUS_NOT_APPLICABLE] = "not-applicable",
	[PA_STATUS_NO_CODE_POINT] = "no-code-point",
	[PA_STATUS_MEASURED] = "measured",
	[PA_STATUS_PLANNED] = "planned",
	[PA_STATUS_NEEDS_HARDWARE] = "needs-hardware",
	[PA_STATUS_NEEDS_EBPF] = "needs-ebpf",
	[PA_STATUS_INVESTIGATE] = "investigate",
	[PA_STATUS_AVAILABLE] = "available",
	[PA_STATUS_SCRIPT] = "script",
	[PA_STATUS_NONE] = "none",
	[PA_STATUS_LATER] = "later",
};

static const char *const semantics_words[PA_SEMANTICS_COUNT] = {
	[PA_SEMANTICS_UNKNOWN] = "none", [PA_SEMANTICS_COUNTER] = "counter",
	[PA_SEMANTICS_GAUGE] = "gauge",	 [PA_SEMANTICS_HISTOGRAM] = "histogram",
	[PA_SEMANTICS_EVENT] = "event",
};

static const char *const evidences[PA_EVIDENCE_COUNT] = {
	[PA_EVIDENCE_NA] = "",	      [PA_EVIDENCE_V] = "V",	   [PA_EVIDENCE_M] = "M",
	[PA_EVIDENCE_PARTLY] = "V/M", [PA_EVIDENCE_UNKNOWN] = "?",
};

static const char *const levels[PA_LEVEL_COUNT] = {
	[PA_LEVEL_CATALOGUED] = "catalogued",
	[PA_LEVEL_COMPILED] = "compiled",
	[PA_LEVEL_REPLAYED] = "replayed",
	[PA_LEVEL_LIVE] = "live",
};

static const char *word(const char *const *words, size_t count, size_t i)
{
	return i < count ? words[i] : "?";
}

const char *pa_os_text(enum pa_os os)
{
	return os < PA_OS_COUNT ? systems[os].name : "?";
}

const char *pa_os_title(enum pa_os os)
{
	return os < PA_OS_COUNT ? systems[os].title : "?";
}

const char *pa_cell_text(enum pa_cell_letter cell)
{
	return word(cells, PA_CELL_COUNT, cell);
}

const char *pa_status_text(enum pa_cell_status status)
{
	return word(statuses, PA_STATUS_COUNT, status);
}

const char *pa_semantics_text(enum pa_semantics semantics)
{
	return word(semantics_words, PA_SEMANTICS_COUNT, semantics);
}

const char *pa_cell_evidence_text(enum pa_cell_evidence evidence)
{
	return word(evidences, PA_EVIDENCE_COUNT, evidence);
}

const char *pa_level_text(enum pa_level level)
{
	return word(levels, PA_LEVEL_COUNT, level);
}

enum pa_os pa_os_find(const char *name)
{
	enum pa_os os;

	for (os = 0; os < PA_OS_COUNT; os++)
		if (strcmp(systems[os].name, name) == 0)
			break;
	return os;
}

bool pa_status_fixed_state(enum pa_cell_status status, enum pa_state *out)
{
	switch (status) {
	case PA_STATUS_UNCATALOGUED:
		*out = PA_UNCATALOGUED;
		return true;
	case PA_STATUS_NOT_APPLICABLE:
		*out = PA_NA;
		return true;
	case PA_STATUS_NO_CODE_POINT:
	case PA_STATUS_NONE:
		*out = PA_NONE;
		return true;
	default:
		return false;
	}
}
