/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/task_parse.h"

#include <errno.h>
#include <string.h>

#include "base/names.h"
#include "model/task.h"
#include "platform/linux/cpu_list.h"

enum { FLAG_KTHREAD = 0x00200000 }; /* PF_KTHREAD of include/linux/sched.h */

/* The numbered fields of stat(5) that are kept; all others are only skipped. */
enum stat_field {
	F_PPID = 4,
	F_FLAGS = 9,
	F_MINFLT = 10,
	F_CMINFLT = 11,
	F_MAJFLT = 12,
	F_UTIME = 14,
	F_STIME = 15,
	F_CUTIME = 16,
	F_CSTIME = 17,
	F_NUM_THREADS = 20,
	F_START = 22,
	F_RSS = 24,
	F_CPU = 39,
	F_RT_PRIORITY = 40,
	F_POLICY = 41,
};

/* Fields 4 to 41 as the kernel's signed or unsigned 64-bit numbers, by number. */
static bool stat_numbers(struct pa_scan *scan, uint64_t field[F_POLICY + 1])
{
	for (int i = F_PPID; i <= F_POLICY; i++) {
		int64_t number;

		if (pa_scan_u64(scan, &field[i]))
			continue;
		if (!pa_scan_i64(scan, &number))
			return false;
		field[i] = (uint64_t)number;
	}
	return true;
}

static void stat_fill(const uint64_t field[F_POLICY + 1], struct pa_task *task)
{
	task->ppid = (int32_t)field[F_PPID];
	task->kernel_thread = (field[F_FLAGS] & FLAG_KTHREAD) != 0;
	task->minor_faults = field[F_MINFLT];
	task->children_minor_faults = field[F_CMINFLT];
	task->major_faults = field[F_MAJFLT];
	task->user_ticks = field[F_UTIME];
	task->system_ticks = field[F_STIME];
	task->children_user_ticks = field[F_CUTIME];
	task->children_system_ticks = field[F_CSTIME];
	task->thread_count = (uint32_t)field[F_NUM_THREADS];
	task->start_ticks = field[F_START];
	task->rss_pages = field[F_RSS];
	task->cpu = (int32_t)field[F_CPU];
	task->rt_priority = (int32_t)field[F_RT_PRIORITY];
	task->policy = (int32_t)field[F_POLICY];
	task->has |= PA_TASK_STAT;
}

int pa_task_parse_stat(const char *text, size_t text_bytes, struct pa_task *task,
		       struct pa_word *comm)
{
	const char *open = text_bytes ? memchr(text, '(', text_bytes) : NULL;
	const char *close = open ? memrchr(text, ')', text_bytes) : NULL;
	uint64_t field[F_POLICY + 1];
	struct pa_scan scan;
	struct pa_word state;
	uint64_t tid;

	if (!close || close < open)
		return -EBADMSG;
	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_u64(&scan, &tid) || tid > INT32_MAX)
		return -EBADMSG;
	scan.at = close + 1;
	if (!pa_scan_word(&scan, &state) || state.bytes != 1 || !stat_numbers(&scan, field))
		return -EBADMSG;
	stat_fill(field, task);
	task->tid = (int32_t)tid;
	task->state = state.at[0];
	if (comm)
		*comm = (struct pa_word){ .at = open + 1, .bytes = (size_t)(close - open - 1) };
	return 0;
}

int pa_task_parse_schedstat(const char *text, size_t text_bytes, struct pa_task *task,
			    uint64_t *timeslices)
{
	uint64_t run_ns, run_delay_ns, slices;
	struct pa_scan scan;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_u64(&scan, &run_ns) || !pa_scan_u64(&scan, &run_delay_ns) ||
	    !pa_scan_u64(&scan, &slices))
		return -EBADMSG;
	task->run_ns = run_ns;
	task->run_delay_ns = run_delay_ns;
	task->has |= PA_TASK_RUN;
	if (timeslices)
		*timeslices = slices;
	return 0;
}

/* How many CPUs a list names, and which one when it is one (else -1). */
static bool cpu_list(const struct pa_scan *scan, uint32_t *count, int32_t *only)
{
	struct pa_cpu_list list;

	if (pa_cpu_list_parse(scan->at, (size_t)(scan->end - scan->at), &list) || !list.count)
		return false;
	*count = list.count;
	*only = list.count == 1 ? (int32_t)list.first : -1;
	return true;
}

/* What the lines of status said. */
struct status {
	uint64_t uid, fd_slots, voluntary, involuntary;
	uint32_t cpus;
	int32_t cpu_only;
	bool has_uid, has_slots, has_voluntary, has_involuntary, has_cpus;
};

static void status_line(struct pa_scan *line, struct status *s)
{
	if (line->at == line->end)
		return;
	switch (*line->at) {
	case 'U':
		if (pa_scan_text(line, "Uid:"))
			s->has_uid = pa_scan_u64(line, &s->uid);
		break;
	case 'F':
		if (pa_scan_text(line, "FDSize:"))
			s->has_slots = pa_scan_u64(line, &s->fd_slots);
		break;
	case 'C':
		if (pa_scan_text(line, "Cpus_allowed_list:"))
			s->has_cpus = cpu_list(line, &s->cpus, &s->cpu_only);
		break;
	case 'v':
		if (pa_scan_text(line, "voluntary_ctxt_switches:"))
			s->has_voluntary = pa_scan_u64(line, &s->voluntary);
		break;
	case 'n':
		if (pa_scan_text(line, "nonvoluntary_ctxt_switches:"))
			s->has_involuntary = pa_scan_u64(line, &s->involuntary);
		break;
	default:
		break;
	}
}

static void status_fill(const struct status *s, struct pa_task *task)
{
	if (s->has_uid) {
		task->uid = (uint32_t)s->uid;
		task->has |= PA_TASK_USER;
	}
	if (s->has_voluntary && s->has_involuntary) {
		task->voluntary_switches = s->voluntary;
		task->involuntary_switches = s->involuntary;
		task->has |= PA_TASK_SWITCHES;
	}
	if (s->has_cpus) {
		task->cpus_allowed_count = s->cpus;
		task->cpu_only = s->cpu_only;
		task->has |= PA_TASK_AFFINITY;
	}
}

int pa_task_parse_status(const char *text, size_t text_bytes, struct pa_task *task,
			 uint64_t *fd_slots)
{
	struct status s = { 0 };
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line))
		status_line(&line, &s);
	if (!s.has_uid && !s.has_cpus && !(s.has_voluntary && s.has_involuntary))
		return -EBADMSG;
	status_fill(&s, task);
	if (fd_slots && s.has_slots)
		*fd_slots = s.fd_slots;
	return 0;
}

int pa_task_parse_io(const char *text, size_t text_bytes, struct pa_task *task)
{
	static const char *const key[] = { "rchar:", "wchar:",	    "syscr:",
					   "syscw:", "read_bytes:", "write_bytes:" };
	enum { KEYS = sizeof(key) / sizeof(key[0]) };
	uint64_t value[KEYS] = { 0 };
	uint32_t found = 0;
	struct pa_scan scan, line;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line))
		for (uint32_t i = 0; i < KEYS; i++)
			if (pa_scan_text(&line, key[i]) && pa_scan_u64(&line, &value[i])) {
				found |= 1U << i;
				break;
			}
	if (found != (1U << KEYS) - 1)
		return -EBADMSG;
	task->read_chars = value[0];
	task->write_chars = value[1];
	task->read_calls = value[2];
	task->write_calls = value[3];
	task->read_bytes = value[4];
	task->write_bytes = value[5];
	task->has |= PA_TASK_IO;
	return 0;
}

/* Take bytes up to a colon and the colon. */
static bool to_colon(struct pa_scan *line, struct pa_word *word)
{
	const char *colon = memchr(line->at, ':', (size_t)(line->end - line->at));

	if (!colon)
		return false;
	*word = (struct pa_word){ .at = line->at, .bytes = (size_t)(colon - line->at) };
	line->at = colon + 1;
	return true;
}

/* True when a comma-separated list of controllers holds this one. */
static bool has_controller(struct pa_word list, const char *name)
{
	size_t bytes = strlen(name);
	const char *at = list.at, *end = list.at + list.bytes;

	while (at < end) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		const char *stop = comma ? comma : end;

		if ((size_t)(stop - at) == bytes && memcmp(at, name, bytes) == 0)
			return true;
		at = stop + 1;
	}
	return false;
}

static void cgroup_v1(struct pa_word controllers, const char *path, int path_bytes,
		      struct pa_names *names, struct pa_task *task)
{
	const struct {
		const char *name;
		uint32_t *id;
	} row[] = {
		{ "cpu", &task->cgroup_cpu },
		{ "memory", &task->cgroup_memory },
		{ "blkio", &task->cgroup_io },
		{ "pids", &task->cgroup_pids },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		if (has_controller(controllers, row[i].name))
			*row[i].id = pa_names_idf(names, "cg1:%s:%.*s", row[i].name, path_bytes,
						  path);
}

int pa_task_parse_cgroup(const char *text, size_t text_bytes, struct pa_names *names,
			 struct pa_task *task)
{
	struct pa_task got = *task;
	struct pa_scan scan, line;
	bool any = false;

	got.cgroup_cpu = got.cgroup_memory = got.cgroup_io = got.cgroup_pids = got.cgroup_v2 = 0;
	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		struct pa_word number, controllers;
		int bytes;

		if (!to_colon(&line, &number) || !to_colon(&line, &controllers) ||
		    line.at == line.end || *line.at != '/' || line.end - line.at > 4096)
			continue;
		any = true;
		bytes = (int)(line.end - line.at);
		if (controllers.bytes == 0 && pa_word_is(number, "0"))
			got.cgroup_v2 = pa_names_idf(names, "cg2:%.*s", bytes, line.at);
		else
			cgroup_v1(controllers, line.at, bytes, names, &got);
	}
	if (!any)
		return -EBADMSG;
	got.has |= PA_TASK_CGROUPS;
	*task = got;
	return 0;
}

int pa_task_parse_limits(const char *text, size_t text_bytes, struct pa_task *task)
{
	struct pa_scan scan, line;
	uint64_t soft;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (!pa_scan_text(&line, "Max open files"))
			continue;
		if (pa_scan_text(&line, "unlimited"))
			soft = UINT32_MAX;
		else if (!pa_scan_u64(&line, &soft))
			return -EBADMSG;
		task->fd_limit_count = soft > UINT32_MAX ? UINT32_MAX : (uint32_t)soft;
		task->has |= PA_TASK_FD_LIMIT;
		return 0;
	}
	return -EBADMSG;
}

uint64_t pa_task_parse_ns(const char *text, size_t text_bytes)
{
	struct pa_scan scan;
	uint64_t inode;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_text(&scan, "net:[") || !pa_scan_u64(&scan, &inode) ||
	    !pa_scan_text(&scan, "]"))
		return 0;
	return inode;
}

int pa_task_parse_wchan(const char *text, size_t text_bytes, struct pa_names *names,
			struct pa_task *task)
{
	struct pa_scan scan;
	struct pa_word name;

	pa_scan_init(&scan, text, text_bytes);
	if (!pa_scan_word(&scan, &name))
		return -EBADMSG;
	task->wchan = pa_word_is(name, "0") ? 0 : pa_names_id(names, name.at, name.bytes);
	task->has |= PA_TASK_WAIT;
	return 0;
}

int pa_task_parse_syscall(const char *text, size_t text_bytes, struct pa_task *task)
{
	uint64_t args[6] = { 0 };
	struct pa_scan scan;
	int64_t number;

	pa_scan_init(&scan, text, text_bytes);
	if (pa_scan_text(&scan, "running")) {
		number = PA_TASK_SYSCALL_RUNNING;
	} else if (!pa_scan_i64(&scan, &number) || number < -1 || number > INT32_MAX) {
		return -EBADMSG;
	} else if (number == -1) {
		number = PA_TASK_SYSCALL_NONE;
	} else {
		for (int i = 0; i < 6; i++)
			if (!pa_scan_hex(&scan, &args[i]))
				return -EBADMSG;
	}
	task->syscall = (int32_t)number;
	memcpy(task->syscall_args, args, sizeof(args));
	task->has |= PA_TASK_SYSCALL;
	return 0;
}

/* A number in base 8; false when there is no digit or it does not fit. */
static bool scan_octal(struct pa_scan *scan, uint32_t *out)
{
	struct pa_word word;
	uint64_t value = 0;

	if (!pa_scan_word(scan, &word))
		return false;
	for (size_t i = 0; i < word.bytes; i++) {
		if (word.at[i] < '0' || word.at[i] > '7')
			return false;
		value = value * 8 + (uint64_t)(word.at[i] - '0');
		if (value > UINT32_MAX)
			return false;
	}
	*out = (uint32_t)value;
	return true;
}

int pa_task_parse_fdinfo(const char *text, size_t text_bytes, uint64_t *position, uint32_t *flags)
{
	bool has_position = false, has_flags = false;
	struct pa_scan scan, line;
	uint64_t pos = 0;
	uint32_t bits = 0;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		if (!has_position && pa_scan_text(&line, "pos:"))
			has_position = pa_scan_u64(&line, &pos);
		else if (!has_flags && pa_scan_text(&line, "flags:"))
			has_flags = scan_octal(&line, &bits);
	}
	if (!has_position || !has_flags)
		return -EBADMSG;
	*position = pos;
	*flags = bits;
	return 0;
}
