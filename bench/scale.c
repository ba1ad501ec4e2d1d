/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For bench/scale: write a snapshot of a large machine, made of a recorded one.
 * usage: scale FROM TO PROCESSES THREADS CPUS CGROUPS MOUNTS NAMESPACES BUSY_MS
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "machine.h"
#include "snapshot/snapshot.h"

static uint32_t number(const char *text)
{
	return (uint32_t)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
	struct pa_err err = { 0 };
	struct pa_snapshot *from, *made;
	struct machine machine;
	int error;

	if (argc != 10)
		return 2;
	from = pa_snapshot_open(argv[1], &err);
	if (!from) {
		fprintf(stderr, "scale: %s: %s\n", argv[1], err.text);
		return 1;
	}
	machine_begin(&machine, from, 2);
	machine_grow(&machine, &(struct machine_size){ .processes = number(argv[3]),
						       .threads = number(argv[4]),
						       .cpus = number(argv[5]),
						       .cgroups = number(argv[6]),
						       .mounts = number(argv[7]),
						       .namespaces = number(argv[8]),
						       .busy_ms = number(argv[9]) });
	made = machine_end(&machine, NULL, NULL);
	error = pa_snapshot_write(made, argv[2], 0, &err);
	if (error)
		fprintf(stderr, "scale: %s: %s\n", argv[2], err.text);
	pa_snapshot_close(made);
	pa_snapshot_close(from);
	return error ? 1 : 0;
}
