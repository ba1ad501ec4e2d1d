/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/programs.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"
#include "probe/programs_internal.h"

/* Which group a program belongs to: by the beginning of its name. */
static const struct {
	const char *prefix;
	uint32_t group;
} groups[] = {
	{ "pa_runqlat_", PA_PROGRAMS_RUNQLAT },
};

static uint32_t group_of(const char *name)
{
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (!strncmp(name, groups[i].prefix, strlen(groups[i].prefix)))
			return groups[i].group;
	return 0;
}

/* What is not wanted is not loaded, its maps neither. */
static void choose(struct pa_kernel *kernel, uint32_t wanted)
{
	struct bpf_program *program;
	struct bpf_map *map;

	bpf_object__for_each_program(program, kernel->obj)(void)
		bpf_program__set_autoload(program, group_of(bpf_program__name(program)) & wanted);
	bpf_object__for_each_map(map, kernel->obj) if (group_of(bpf_map__name(map)))(void)
		bpf_map__set_autocreate(map, group_of(bpf_map__name(map)) & wanted);
}

static int be_silent(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

static const char *reason_of(int error)
{
	switch (error) {
	case -EPERM:
	case -EACCES:
		return "denied: needs CAP_BPF and CAP_PERFMON, or root";
	case -ENOENT:
	case -ESRCH:
		return "the kernel has no type information, or not this tracepoint";
	default:
		return strerror(-error);
	}
}

struct pa_programs *pa_programs_load(const struct pa_program_settings *settings, struct pa_err *err)
{
	libbpf_print_fn_t before = libbpf_set_print(be_silent);
	struct pa_kernel *kernel = pa_kernel__open();
	struct pa_programs *programs;
	int error = errno ? -errno : -ENOMEM; /* of opening */

	if (kernel) {
		choose(kernel, settings->groups);
		kernel->rodata->pa_runqlat_tgid = settings->pid;
		error = pa_kernel__load(kernel);
	}
	if (!error)
		error = pa_kernel__attach(kernel);
	(void)libbpf_set_print(before);
	if (error) {
		pa_kernel__destroy(kernel);
		(void)pa_err_say(err, error, "load programs into the kernel: %s", reason_of(error));
		return NULL;
	}
	programs = pa_alloc(sizeof(*programs));
	programs->kernel = kernel;
	programs->stats_fd = -1;
	return programs;
}

struct pa_programs *pa_programs_unload(struct pa_programs *programs)
{
	if (!programs)
		return NULL;
	pa_fd_closep(&programs->stats_fd);
	pa_kernel__destroy(programs->kernel);
	free(programs);
	return NULL;
}

int pa_programs_measure(struct pa_programs *programs)
{
	int fd = bpf_enable_stats(BPF_STATS_RUN_TIME);

	if (fd < 0)
		return fd;
	pa_fd_closep(&programs->stats_fd);
	programs->stats_fd = fd;
	return 0;
}

int pa_programs_cost(const struct pa_programs *programs, struct pa_programs_cost *out)
{
	struct pa_programs_cost sum = { 0 };
	struct bpf_program *program;

	bpf_object__for_each_program(program, programs->kernel->obj)
	{
		struct bpf_prog_info info = { 0 };
		uint32_t bytes = sizeof(info);
		int fd = bpf_program__fd(program);

		if (fd < 0)
			continue;
		if (bpf_obj_get_info_by_fd(fd, &info, &bytes))
			return -errno;
		sum.run_ns += info.run_time_ns;
		sum.run_count += info.run_cnt;
		sum.missed_count += info.recursion_misses;
	}
	*out = sum;
	return 0;
}
