/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hypotheses of the advisor: const tables generated from catalog/rules. Every threshold
 * of the product is in those files and nowhere in C.
 */
#ifndef PA_CATALOG_RULES_H
#define PA_CATALOG_RULES_H

#include <stddef.h>
#include <stdint.h>

enum pa_op { PA_OP_GT, PA_OP_LT, PA_OP_GE, PA_OP_LE, PA_OP_EQ, PA_OP_NE };

/* How culprits are found; what each does is said in analyze/culprits.h. */
enum pa_culprit_selector {
	PA_BY_INSTANCE,
	PA_BY_PROCESSES_BY_CPU,
	PA_BY_PROCESSES_BY_DELAY,
	PA_BY_PROCESSES_BY_IO,
	PA_BY_PROCESSES_BY_READS,
	PA_BY_PROCESSES_BY_FAULTS,
	PA_BY_PROCESSES_BY_SWITCHES,
	PA_BY_PROCESSES_BY_CHILDREN,
	PA_BY_PROCESSES_ON_DEVICE,
	PA_BY_PROCESSES_ON_MOUNT,
	PA_BY_PROCESSES_IN_FSYNC,
	PA_BY_PROCESS,
	PA_BY_THREADS_OF_PROCESS,
	PA_BY_MEMBERS_BY_DELAY,
	PA_BY_MEMBERS_BY_IO,
	PA_BY_MEMBERS_BY_MEMORY,
	PA_BY_CGROUPS_OF_PROCESS,
	PA_BY_SWAP_AREAS,
	PA_BY_DEVICES,
	PA_BY_DEVICES_OF_PROCESS,
	PA_BY_FILES_OF_PROCESS,
	PA_BY_SOCKETS_RETRANSMITTING,
	PA_BY_SOCKETS_LISTENING_FULL,
	PA_BY_SOCKETS_DROPPING,
	PA_BY_SOCKETS_SENDING,
	PA_BY_SOCKETS_TO_PEER,
	PA_BY_PROCESSES_IN_NETNS,
	PA_BY_PROCESSES_BY_WAIT,
	PA_BY_PROCESSES_BY_FILES,
	PA_BY_PROCESSES_BY_THREADS,
	PA_BY_REALTIME_THREADS,
	PA_BY_COUNT
};

/* One comparison. says is a template for people: {value.id} stands for a measured value;
 * fails is the same for when it does not hold, NULL when says fits then too. */
struct pa_fact_rule {
	const char *rule; /* as written: "cg.cpu.throttled_ratio > 0.05" */
	const char *says, *fails;
	double than;
	uint16_t value; /* enum pa_value_id */
	uint8_t op;	/* enum pa_op */
	uint8_t weight;
	uint8_t required;
	uint8_t against;
};

struct pa_next_rule {
	const char *command; /* template */
	const char *why;
};

struct pa_rule {
	const char *id, *resource, *aspect, *cause, *sentence;
	const struct pa_fact_rule *facts;
	const uint16_t *explains; /* indices into pa_rules */
	const uint8_t *culprits;  /* enum pa_culprit_selector */
	const struct pa_next_rule *next;
	size_t fact_count, explain_count, culprit_count, next_count;
	uint16_t each, measure, lost, size; /* value ids; PA_V_NONE when there is none */
	uint8_t class;			    /* enum pa_finding_class */
	uint8_t inconclusive;
};

extern const struct pa_rule pa_rules[];
extern const size_t pa_rule_count;

/* One comparison about a setting, or about what was measured beside it. */
struct pa_tuning_fact {
	const char *text; /* as written: "any blk.dev.await_ms > 20" */
	double than;	  /* of PA_OP_EQ and PA_OP_NE: the number of a state */
	uint16_t value;	  /* enum pa_value_id; a counter stands for its growth per second */
	uint8_t op;	  /* enum pa_op */
	uint8_t any;	  /* of any instance */
};

/* A setting that may cost speed, and the measured condition under which it does. */
struct pa_tuning_rule {
	const char *id, *resource, *setting;
	const char *sentence; /* template */
	const char *reason, *matters_when;
	const struct pa_tuning_fact *facts; /* first those about the setting itself */
	const struct pa_next_rule *next;
	size_t fact_count, setting_facts, next_count;
	uint16_t value; /* holds the setting */
};

/* In the order of the files of catalog/tuning. */
extern const struct pa_tuning_rule pa_tunings[];
extern const size_t pa_tuning_count;

/* First 16 hex digits of the SHA-256 of the rule files. */
extern const char pa_rules_hash[];

/* Programs that next steps name; which exist is observed, never assumed. NULL-terminated. */
extern const char *const pa_rule_programs[];
extern const size_t pa_rule_program_count;

#endif
