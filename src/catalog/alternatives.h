/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers that several sources give, and which of these is in use: const table generated from
 * catalog/alternatives.toml. Ways of one question stand together.
 */
#ifndef PA_CATALOG_ALTERNATIVES_H
#define PA_CATALOG_ALTERNATIVES_H

#include <stddef.h>
#include <stdint.h>

struct pa_way {
	const char *id;	  /* "interfaces.net_dev": question and way */
	const char *asks; /* "counters of every network interface" */
	const char *text; /* "/proc/net/dev, kept open" */
	const char *why;  /* of the one in use, else "" */
	uint8_t in_use;
};

extern const struct pa_way pa_ways[];
extern const size_t pa_way_count;

#endif
