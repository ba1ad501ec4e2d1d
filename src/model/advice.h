/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the advisor has to say: the verdict, the findings behind it, what could not be seen.
 * Plain data between analyze (which makes it), render (which shows it) and later the store.
 * All texts are NUL-terminated, UTF-8, and live in the arena of the advice; lists are arrays
 * with a count. Numbers that are unknown are NAN and are shown as "-" or null, never as 0.
 */
#ifndef PA_MODEL_ADVICE_H
#define PA_MODEL_ADVICE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/moment.h"

enum pa_verdict_state { PA_VERDICT_HEALTHY, PA_VERDICT_BOTTLENECK, PA_VERDICT_INCONCLUSIVE };

/* Findings rank by class first. A notice is worth telling and never the verdict. */
enum pa_finding_class {
	PA_CLASS_FAILING, /* operations fail now */
	PA_CLASS_WAITING, /* threads wait: time lost */
	PA_CLASS_BOUND,	  /* a limit is reached though nobody queues */
	PA_CLASS_NOTICE,
};

/* One measured fact, with where it came from. */
struct pa_evidence {
	const char *metric; /* value id */
	const char *unit;
	const char *source;
	const char *text; /* for people */
	double value;
};

struct pa_culprit {
	const char *kind; /* thread process cgroup container pod unit device mount netns socket peer
			     file lock … */
	const char *id;
	const char *name;
	double share; /* 0..1 of the finding's cause, NAN when unknown */
};

struct pa_next {
	const char *command;
	const char *why;
};

/* One fact of a hypothesis as it was judged, for --explain. */
struct pa_judged {
	const char *text; /* "throttled in 98 % of its periods (cpu.stat)" */
	const char *rule; /* "cg.cpu.throttled_ratio > 0.05" */
	double value;	  /* NAN: could not be measured */
	uint8_t holds;
	uint8_t against;
	uint8_t required;
};

/* A hypothesis about one instance: survived (then it is a finding) or not. */
struct pa_hypothesis {
	const char *id;
	const char *resource;
	const char *instance;
	const char *outcome; /* "survived", or why it was dropped */
	uint8_t survived;
	double confidence;
	struct pa_judged *judged;
	size_t judged_count;
};

struct pa_finding {
	const char *resource;
	const char *instance; /* "" is the machine */
	const char *aspect;   /* utilization saturation errors */
	const char *hypothesis;
	const char *cause;
	const char *sentence;
	const char *why_not_first; /* NULL for the first */
	const char *unit;
	double value, threshold; /* of the fact that measures it */
	double lost_ms_per_s;	 /* NAN when nobody waits */
	double size;		 /* what it is ranked by inside its class */
	double confidence;	 /* 0..1 */
	uint64_t since_ns;	 /* epoch; 0 when it was there before we looked */
	uint8_t class;		 /* enum pa_finding_class */
	uint8_t inconclusive;	 /* it names what is unknown, not a bottleneck */
	struct pa_evidence *evidence;
	size_t evidence_count;
	struct pa_culprit *culprits;
	size_t culprit_count;
	struct pa_next *next;
	size_t next_count;
};

/* Does a setting cost something in this window? */
enum pa_tuned_state {
	PA_TUNED_HOLDS,	  /* yes: a remark */
	PA_TUNED_QUIET,	  /* no: the setting is another one, or what it costs was not seen */
	PA_TUNED_UNKNOWN, /* what it would show in could not be measured */
};

/* One audited setting. */
struct pa_tuned {
	const char *id;
	const char *resource;
	const char *setting;  /* "net.core.somaxconn" */
	const char *instance; /* "" is the machine; "vda, vdb" are equal in all that is told here */
	const char *unit, *source;
	const char *text;     /* the value for people: "4,096", "mq-deadline", "on" */
	const char *word;     /* of a value with states, else NULL */
	const char *sentence; /* with what was measured, NULL unless it holds */
	const char *reason, *matters_when;
	double value;
	uint8_t state;	      /* enum pa_tuned_state */
	uint8_t told_already; /* a finding says the same: no remark */
	struct pa_next *next;
	size_t next_count;
};

struct pa_verdict {
	uint8_t state; /* enum pa_verdict_state */
	const char *sentence;
	const char *resource; /* NULL when healthy */
	const char *instance;
	const char *aspect;
	const char *cause;
	double confidence;
};

/* Rows that a privilege would bring. */
struct pa_denied {
	const char *capability; /* "CAP_PERFMON"; "root" where the catalog knows none */
	const char **rows;	/* ids */
	size_t row_count;
};

struct pa_coverage {
	uint32_t resources, measured, absent, denied, broken, no_code_point;
	uint32_t needs_ebpf; /* only eBPF programs tell them, which this version has not */
	const char **lost;   /* ids that could not be read here: absent, denied or broken */
	size_t lost_count;
	struct pa_denied *denied_by; /* also rows of which a part was measured */
	size_t denied_by_count;
	const char **limits; /* what was left out, hidden or slept: a sentence each */
	size_t limit_count;
};

struct pa_cost {
	double cpu_s; /* NAN unknown */
	uint64_t rss_bytes;
};

struct pa_advice {
	struct pa_arena arena;
	struct pa_machine machine;
	uint64_t start_ns, end_ns; /* epoch; the clock may be set meanwhile */
	uint64_t watched_ns;	   /* between them, without what the machine slept */
	double suspended_s;	   /* what it slept */
	double clock_step_s;	   /* by how much its clock was set forward */
	uint64_t tick_ns;
	uint32_t missed_ticks;
	struct pa_verdict verdict;
	struct pa_finding *findings;
	size_t finding_count;
	struct pa_hypothesis *hypotheses;
	size_t hypothesis_count;
	const char **also; /* healthy remarks: "vda busy 12 %, 0.1 ms a request" */
	size_t also_count;
	const char **rejected; /* "CPU saturation: 89 % idle": the verdict's rivals */
	size_t rejected_count;
	const char **history; /* what happened before the window */
	size_t history_count;
	struct pa_tuned *tuning; /* every setting that was read; those that hold come first */
	size_t tuning_count;
	struct pa_coverage coverage;
	struct pa_cost cost;
	const char *rules_hash;
	const char *scope; /* "pid 12", "cgroup /x", or NULL */
};

struct pa_advice *pa_advice_new(void) __attribute__((returns_nonnull, warn_unused_result));

/* NULL is fine; returns NULL. */
struct pa_advice *pa_advice_free(struct pa_advice *advice);

#endif
