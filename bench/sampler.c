/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sampler alone, for bench/sampler: read the sources of a machine once a second and say
 * what that took. usage: sampler SECONDS [tasks|sources]
 * Prints: CPU seconds, values a second, threads, resident bytes, CPU seconds of a rare pass.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/names.h"
#include "model/moment.h"
#include "platform/platform.h"
#include "platform/root.h"
#include "probe/counters.h"
#include "probe/pmu.h"

/* What each source cost in its last read. */
static void print_sources(const struct pa_platform *platform)
{
	size_t count;
	const struct pa_source_info *info = pa_platform_sources(platform, &count);

	for (size_t i = 0; i < count; i++)
		printf("%-18s %8.1f us\n", info[i].name, (double)info[i].cost_ns / 1e3);
}

/* As the observation does it: slow and rare passes now and then. */
static uint32_t due(long tick)
{
	if (tick % PA_RARE_EVERY_TICKS == 0)
		return PA_PASS_SLOW | PA_PASS_RARE;
	return tick % PA_SLOW_EVERY_TICKS ? 0 : PA_PASS_SLOW;
}

/* VmRSS, 0 when it cannot be read. */
static uint64_t resident_bytes(void)
{
	unsigned long long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (!file)
		return 0;
	if (fscanf(file, "%*u %llu", &pages) != 1)
		pages = 0;
	(void)fclose(file); /* it was only read */
	return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* What is read. */
struct reader {
	struct pa_root *root;
	struct pa_platform *platform;
	struct pa_counters *counters;
	struct pa_pmu *pmu;
};

/* One pass over everything that is read; returns its CPU time. */
static uint64_t pass_ns(const struct reader *from, uint32_t passes, struct pa_moment *moment)
{
	uint64_t began_ns = pa_clock_cpu_ns();
	uint8_t kind = PA_MOMENT_TICK;

	pa_moment_clear(moment);
	(void)pa_root_moment(from->root, &kind, &moment->mono_ns, &moment->real_ns);
	pa_platform_read(from->platform, passes, moment);
	pa_counters_read(from->counters, moment);
	if (passes & PA_PASS_SLOW)
		pa_pmu_read(from->pmu, moment);
	return pa_clock_cpu_ns() - began_ns;
}

int main(int argc, char **argv)
{
	uint32_t passes = PA_PASS_SYSTEM |
			  (argc > 2 && !strcmp(argv[2], "tasks") ? PA_PASS_TASKS : 0);
	long seconds = argc > 1 ? strtol(argv[1], NULL, 10) : 20;
	struct pa_names *names = pa_names_new();
	struct reader from = { .root = pa_root_live() };
	struct pa_moment moment;
	uint64_t values = 0, threads = 0, cpu_ns = 0, rare_ns;
	uint8_t kind = PA_MOMENT_TICK;

	pa_moment_init(&moment);
	(void)pa_root_moment(from.root, &kind, &moment.mono_ns, &moment.real_ns);
	from.platform = pa_platform_open(from.root, names, NULL);
	if (!from.platform)
		return 1;
	if (argc > 2 && !strcmp(argv[2], "sources"))
		pa_platform_measure(from.platform);
	from.counters = pa_counters_open(from.root, names);
	from.pmu = pa_pmu_open(from.root, names);
	for (long i = 0; i <= seconds; i++) {
		struct timespec second = { .tv_sec = 1 };

		/* The first pass opens files and learns names: it is not what a second costs. */
		if (i == 1)
			cpu_ns = values = threads = 0;
		cpu_ns += pass_ns(&from, passes | due(i), &moment);
		for (uint32_t k = 0; k < moment.sample_count; k++)
			values += moment.samples[k].state == PA_OK;
		threads += moment.task_count;
		if (i < seconds)
			(void)nanosleep(&second, NULL);
	}
	/* Too rare to come by here: it is measured by itself. */
	rare_ns = pass_ns(&from, passes | PA_PASS_SLOW | PA_PASS_RARE, &moment);
	if (argc > 2 && !strcmp(argv[2], "sources"))
		print_sources(from.platform);
	printf("%.6f %.0f %.0f %llu %.6f\n", (double)cpu_ns / 1e9, (double)values / (double)seconds,
	       (double)threads / (double)seconds, (unsigned long long)resident_bytes(),
	       (double)rare_ns / 1e9);
	return 0;
}
