/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the users of a machine know of it and the kernel does not: resources of their own (the
 * queue of a service) and capacities that somebody promised (the quota of a cloud disk). Plain
 * data that stands in the file of settings; texts are borrowed from whoever parsed it, are
 * NUL-terminated and, but for name, id and source, NULL when they were not given.
 */
#ifndef PA_MODEL_USER_H
#define PA_MODEL_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PA_USER_RESOURCES_MAX = 64, PA_USER_CAPACITIES_MAX = 256 };

enum pa_user_kind { PA_USER_FILE, PA_USER_COMMAND, PA_USER_OPENMETRICS, PA_USER_KIND_COUNT };

/* The first three are the cells of a row of the checklist, in its order. */
enum pa_user_part {
	PA_USER_UTILIZATION,
	PA_USER_SATURATION,
	PA_USER_ERRORS,
	PA_USER_LIMIT, /* what utilization is divided by */
	PA_USER_PART_COUNT
};

/* One figure of a resource. */
struct pa_user_figure {
	bool given;
	bool counter;	   /* it grows, and its rate counts; else a level */
	const char *where; /* in the source: a key, a pattern, a metric; "" is the first number */
	double constant;   /* of a limit that is written down; NAN: it is read */
};

struct pa_user_resource {
	const char *name, *id; /* "orders", "user.orders" */
	const char *title;
	const char *source; /* path, command line or URL */
	const char *run_as; /* the user that runs the command */
	const char *unit;   /* of the figures: "jobs" */
	const char *sentence, *next, *why, *culprit;
	struct pa_user_figure part[PA_USER_PART_COUNT];
	double above[PA_USER_LIMIT]; /* the cell is a bottleneck above this; NAN: never */
	uint64_t timeout_ns;
	uint8_t kind;  /* enum pa_user_kind */
	uint8_t class; /* enum pa_finding_class, of each cell: 255 is the cell's usual one */
};

enum pa_user_device { PA_USER_DISK, PA_USER_NET };

/* What a device may do at most; NAN: nobody said. */
struct pa_user_capacity {
	const char *instance; /* "vda", "eth0", "netns:blue/eth0" */
	double per_s;	      /* requests, or packets */
	double bytes_per_s;
	uint8_t device; /* enum pa_user_device */
};

struct pa_user {
	struct pa_user_resource *resources;
	size_t resource_count;
	struct pa_user_capacity *capacities;
	size_t capacity_count;
};

/* One figure at one moment. */
struct pa_user_reading {
	double value; /* 0 unless state is PA_OK */
	uint16_t resource;
	uint8_t part;  /* enum pa_user_part */
	uint8_t state; /* enum pa_state */
};

/* Is a command among its sources? Whoever watches runs it before and behind the watching. */
bool pa_user_has_commands(const struct pa_user *user);

/* "utilization", "saturation", "errors", "limit". */
const char *pa_user_part_text(enum pa_user_part part);

/* "file", "command", "openmetrics". */
const char *pa_user_kind_text(enum pa_user_kind kind);

#endif
