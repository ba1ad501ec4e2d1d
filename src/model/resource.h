/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A resource is a row of the checklist: something that can be busy, queue work or fail. For
 * each operating system that has it, three cells say where utilization, saturation and errors
 * can be read, with which existing tool, and how far our own reading of it has come.
 * All of this is constant: the tables are generated from catalog, texts are never NULL ("" for
 * what is not known), and nobody owns or frees anything.
 */
#ifndef PA_MODEL_RESOURCE_H
#define PA_MODEL_RESOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/sample.h"

enum pa_os {
	PA_OS_LINUX,
	PA_OS_FREEBSD,
	PA_OS_ILLUMOS,
	PA_OS_OPENBSD,
	PA_OS_NETBSD,
	PA_OS_DARWIN,
	PA_OS_COUNT
};

enum pa_cell_letter { PA_CELL_U, PA_CELL_S, PA_CELL_E, PA_CELL_COUNT };

enum pa_cell_status {
	PA_STATUS_UNCATALOGUED,	  /* nobody has looked yet; not the same as none */
	PA_STATUS_NOT_APPLICABLE, /* the question makes no sense here */
	PA_STATUS_NO_CODE_POINT,  /* the kernel offers no cheap place to read it */
	PA_STATUS_MEASURED,	  /* a value of ours fills it */
	PA_STATUS_PLANNED,	  /* there is a code point; we do not read it yet */
	PA_STATUS_NEEDS_HARDWARE, /* hardware or kernel configuration that few machines have */
	PA_STATUS_NEEDS_EBPF,	  /* only an eBPF program can tell it cheaply */
	PA_STATUS_INVESTIGATE,	  /* no code point, but a cheap way may be found */
	PA_STATUS_AVAILABLE,	  /* other systems: a counter or tool exists */
	PA_STATUS_SCRIPT,	  /* other systems: a code point exists, a reader must be written */
	PA_STATUS_NONE,		  /* other systems: no code point found */
	PA_STATUS_LATER,	  /* other systems: marked for investigation */
	PA_STATUS_COUNT
};

enum pa_semantics {
	PA_SEMANTICS_UNKNOWN,
	PA_SEMANTICS_COUNTER,	/* grows since boot */
	PA_SEMANTICS_GAUGE,	/* a level */
	PA_SEMANTICS_HISTOGRAM, /* a distribution, made by us from events */
	PA_SEMANTICS_EVENT, /* something that happens: a tracepoint, a return code, a log line */
	PA_SEMANTICS_COUNT
};

/* Where the fact that a cell states was seen. */
enum pa_cell_evidence {
	PA_EVIDENCE_NA,
	PA_EVIDENCE_V,	     /* in source, a manual page or a recording */
	PA_EVIDENCE_M,	     /* general knowledge, not verified */
	PA_EVIDENCE_PARTLY,  /* both: the unverified part carries [M] */
	PA_EVIDENCE_UNKNOWN, /* not recorded: treat as not verified */
	PA_EVIDENCE_COUNT
};

/* How far our code for a resource has come on one system. */
enum pa_level {
	PA_LEVEL_CATALOGUED, /* the row exists */
	PA_LEVEL_COMPILED,   /* there is a reader and it compiles */
	PA_LEVEL_REPLAYED,   /* the reader understands a recording of a real machine */
	PA_LEVEL_LIVE,	     /* it ran on the real system */
	PA_LEVEL_COUNT
};

struct pa_cell {
	const char *code_point; /* file and field, tracepoint, attribute; or why there is none */
	const char *kernel;	/* Linux: ">=4.20", the range in which it holds */
	const char *tool;	/* existing tool and the column that shows it; "none …" */
	const char *source;	/* our sources that fill it, parted by blanks */
	const char *unit;	/* of the value as the checklist shows it */
	const char *needs;	/* what a machine must have for it to be readable */
	const char *capability; /* which privilege brings it where it is denied: "CAP_PERFMON" */
	uint16_t value_first;	/* pa_cell_values[value_first..+value_count] fill it */
	uint16_t value_count;
	uint8_t status;	   /* enum pa_cell_status */
	uint8_t semantics; /* enum pa_semantics */
	uint8_t evidence;  /* enum pa_cell_evidence */
};

struct pa_resource_os {
	const char *name;     /* for people */
	const char *function; /* kernel function, tracepoint, source file or manual page */
	const char *note;     /* on what was seen */
	const char *warning;  /* where this row misleads */
	struct pa_cell cells[PA_CELL_COUNT];
	uint8_t level; /* enum pa_level, without looking at this machine */
	char seen;     /* Linux 6.18: Y there, P partly, H needs hardware, X a hole; else '-' */
};

struct pa_resource {
	const char *id; /* "blk.dev" */
	const char *group;
	const char *name;
	const struct pa_resource_os *os[PA_OS_COUNT]; /* NULL where it is not catalogued */
	uint16_t order;				      /* place in reports */
};

/* One cell that a tool serves. */
struct pa_tool_use {
	const struct pa_resource *resource;
	const char *how; /* "iostat -xz 1: aqu-sz" */
	uint8_t letter;	 /* enum pa_cell_letter */
};

struct pa_tool {
	const char *name;
	const char *question; /* that it answers */
	const char *planned;  /* our command for it, not in this version; may be "" */
	const char *const *pitfalls;
	const char *const *ours; /* commands of this version */
	const struct pa_tool_use *uses;
	uint16_t pitfall_count;
	uint16_t ours_count;
	uint16_t use_count;
};

/* Words as they are printed; never NULL, "?" for a number that is none of the enum. */
const char *pa_os_text(enum pa_os os);		    /* "linux" */
const char *pa_os_title(enum pa_os os);		    /* "Linux" */
const char *pa_cell_text(enum pa_cell_letter cell); /* "utilization" */
const char *pa_status_text(enum pa_cell_status status);
const char *pa_semantics_text(enum pa_semantics semantics);
const char *pa_cell_evidence_text(enum pa_cell_evidence evidence);
const char *pa_level_text(enum pa_level level);

/* The system of this name, or PA_OS_COUNT. */
enum pa_os pa_os_find(const char *name);

/*
 * The state that a cell has on every machine: NONE, NA or UNCATALOGUED. False, and *out is
 * untouched, when only a machine can tell.
 */
bool pa_status_fixed_state(enum pa_cell_status status, enum pa_state *out);

#endif
