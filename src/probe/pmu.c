/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/pmu.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "model/sample.h"
#include "platform/root.h"
#include "probe/perf_group.h"
#include "probe/pmu_text.h"

enum {
	TEXT_MAX_BYTES = 4 << 20,
	PATH_BYTES = 256,
	PMUS_MAX = 128,
	CPUS_MAX = 1024,
	SAMPLE_EVERY_CPUS = 16,
};

static const char folder[] = "sys/bus/event_source/devices";

/* The rows of one group on one CPU. */
struct set {
	struct pa_perf_group group;
	char instance[PA_PMU_NAME_BYTES];
	uint32_t bytes[PA_PERF_GROUP_MAX]; /* of one count, by place in the group */
};

/* One value of one instance, as last told. */
struct sum {
	uint32_t instance, row;
	uint64_t raw, enabled_ns, running_ns;
	double total;
	bool ran;
};

struct pa_pmu {
	struct pa_root *root;
	struct pa_names *names;
	struct pa_buf text;
	char pmus[PMUS_MAX][PA_PMU_NAME_BYTES];
	uint32_t pmu_count;
	struct set *sets;
	uint32_t set_count, set_room;
	uint32_t events, events_max;
	int error[PA_PMU_ROWS_MAX]; /* positive errno; 0: counted somewhere */
	struct sum *sums;
	uint32_t sum_count, sum_room;
};

/* ---- what sysfs says */

static void add_pmu(void *arg, const char *name)
{
	struct pa_pmu *p = arg;

	if (p->pmu_count < PMUS_MAX && strlen(name) < PA_PMU_NAME_BYTES)
		(void)snprintf(p->pmus[p->pmu_count++], PA_PMU_NAME_BYTES, "%s", name);
}

static int read_file(struct pa_pmu *p, const char *pmu, const char *sub, const char *file)
{
	char path[PATH_BYTES];

	(void)snprintf(path, sizeof(path), "%s/%s/%s%s", folder, pmu, sub, file);
	return pa_root_read_path(p->root, path, &p->text);
}

static int number_in(struct pa_pmu *p, const char *pmu, const char *file, uint64_t *out)
{
	int error = read_file(p, pmu, "", file);
	struct pa_scan scan;

	if (error)
		return error;
	pa_scan_init(&scan, p->text.bytes, p->text.used_bytes);
	return pa_scan_u64(&scan, out) ? 0 : -EBADMSG;
}

/* Terms to bits. */
static int config_of(struct pa_pmu *p, const char *pmu, const char *terms, uint64_t *config)
{
	struct pa_pmu_format format;
	struct pa_scan scan;
	struct pa_word name;
	uint64_t value;
	int error;

	*config = 0;
	pa_scan_init(&scan, terms, strlen(terms));
	while (pa_pmu_next_term(&scan, &name, &value)) {
		char file[PA_PMU_NAME_BYTES];

		(void)snprintf(file, sizeof(file), "%.*s", (int)name.bytes, name.at);
		error = read_file(p, pmu, "format/", file);
		if (!error)
			error = pa_pmu_format_parse(p->text.bytes, p->text.used_bytes, &format);
		if (!error)
			error = pa_pmu_format_write(&format, value, config);
		if (error)
			return error;
	}
	return scan.at == scan.end ? 0 : -EBADMSG;
}

/* The bytes of one count of an event of sysfs, 1 when it says none. */
static uint32_t bytes_of(struct pa_pmu *p, const char *pmu, const char *event)
{
	char file[PA_PMU_NAME_BYTES + 8], scale[32] = "";
	uint32_t bytes = 1;

	(void)snprintf(file, sizeof(file), "%s.scale", event);
	if (read_file(p, pmu, "events/", file) || !p->text.used_bytes)
		return 1;
	(void)snprintf(scale, sizeof(scale), "%s", p->text.bytes);
	(void)snprintf(file, sizeof(file), "%s.unit", event);
	if (read_file(p, pmu, "events/", file) ||
	    pa_pmu_scale_bytes(scale, strlen(scale), p->text.bytes, p->text.used_bytes, &bytes))
		return 1;
	return bytes;
}

/* What to count of row on this PMU. 0 or a negative errno. */
static int event_of(struct pa_pmu *p, const struct pa_pmu_row *row, const char *pmu,
		    struct pa_perf_event *what, uint32_t *bytes)
{
	char terms[PATH_BYTES];
	uint64_t type;
	int error;

	*bytes = row->bytes ? row->bytes : 1;
	if (!row->pmu) {
		what->type = PERF_TYPE_HW_CACHE;
		what->config = row->generic;
		return 0;
	}
	if (row->only_with) {
		error = read_file(p, pmu, "events/", row->only_with);
		if (error)
			return error;
	}
	(void)snprintf(terms, sizeof(terms), "%s", row->terms ? row->terms : "");
	if (row->event) {
		error = read_file(p, pmu, "events/", row->event);
		if (error)
			return error;
		(void)snprintf(terms, sizeof(terms), "%s", p->text.used_bytes ? p->text.bytes : "");
		terms[strcspn(terms, "\n")] = '\0';
		if (!row->bytes)
			*bytes = bytes_of(p, pmu, row->event);
	}
	error = number_in(p, pmu, "type", &type);
	if (error)
		return error;
	what->type = (uint32_t)type;
	return config_of(p, pmu, terms, &what->config);
}

/* The CPUs in "0-3,8": call each. */
static void each_cpu(const struct pa_buf *text, void (*each)(void *arg, uint32_t cpu), void *arg)
{
	uint64_t from, to;
	struct pa_scan scan;

	pa_scan_init(&scan, text->bytes ? text->bytes : "", text->used_bytes);
	while (pa_scan_u64(&scan, &from)) {
		to = from;
		if (pa_scan_text(&scan, "-") && !pa_scan_u64(&scan, &to))
			return;
		for (; from <= to && from < CPUS_MAX; from++)
			each(arg, (uint32_t)from);
		if (!pa_scan_text(&scan, ","))
			return;
	}
}

/* ---- opening */

/* A row on a PMU, and those grouped behind it. */
struct opening {
	struct pa_pmu *p;
	uint32_t row, rows;
	const char *pmu;
	struct pa_perf_event what[PA_PERF_GROUP_MAX];
	uint32_t bytes[PA_PERF_GROUP_MAX];
	uint32_t seen; /* CPUs so far */
};

static struct set *new_set(struct pa_pmu *p)
{
	if (p->set_count == p->set_room) {
		p->set_room = p->set_room ? p->set_room * 2 : 16;
		p->sets = pa_grow_array(p->sets, p->set_room, sizeof(*p->sets));
	}
	p->sets[p->set_count] = (struct set){ 0 };
	return &p->sets[p->set_count];
}

static void open_on(void *arg, uint32_t cpu)
{
	struct opening *o = arg;
	const struct pa_pmu_row *row = &pa_pmu_rows[o->row];
	struct pa_pmu *p = o->p;
	uint32_t number = o->seen++;
	struct set *set;

	if ((row->place == PA_PMU_FIRST_CPU && number) ||
	    (row->place == PA_PMU_SOME_CPUS && number % SAMPLE_EVERY_CPUS) ||
	    p->events + o->rows > p->events_max)
		return;
	set = new_set(p);
	for (uint32_t i = 0; i < o->rows; i++) {
		int error;

		o->what[i].pid = -1;
		o->what[i].cpu = (int32_t)cpu;
		error = pa_perf_group_add(&set->group, &o->what[i], (uint8_t)(o->row + i));
		if (error) {
			if (!p->error[o->row + i])
				p->error[o->row + i] = -error;
			if (!i)
				return; /* without its leader there is no group */
			continue;
		}
		set->bytes[set->group.count - 1] = o->bytes[i];
		p->error[o->row + i] = 0;
		p->events++;
	}
	if (row->place == PA_PMU_EACH_PMU)
		(void)snprintf(set->instance, sizeof(set->instance), "%.36s@%u", o->pmu, cpu);
	else
		(void)snprintf(set->instance, sizeof(set->instance), "cpu%u", cpu);
	p->set_count++;
}

/* Its cpumask (uncore), cpus (one kind of core) or every CPU there is. */
static int read_cpus(struct pa_pmu *p, const char *pmu)
{
	if (pmu && (!read_file(p, pmu, "", "cpumask") || !read_file(p, pmu, "", "cpus")))
		return 0;
	return pa_root_read_path(p->root, "sys/devices/system/cpu/online", &p->text);
}

static void open_group(struct pa_pmu *p, uint32_t row, uint32_t rows, const char *pmu)
{
	struct opening o = { .p = p, .row = row, .pmu = pmu };

	for (uint32_t i = 0; i < rows && i < PA_PERF_GROUP_MAX; i++) {
		int error = event_of(p, &pa_pmu_rows[row + i], pmu, &o.what[o.rows],
				     &o.bytes[o.rows]);

		if (!error) {
			o.rows++;
			continue;
		}
		if (!p->error[row + i])
			p->error[row + i] = -error;
		return; /* events of a group come together or not at all */
	}
	if (!read_cpus(p, pmu))
		each_cpu(&p->text, open_on, &o);
}

static void open_rows(struct pa_pmu *p)
{
	uint32_t rows;

	for (uint32_t row = 0; pa_pmu_rows[row].name; row += rows) {
		const char *prefix = pa_pmu_rows[row].pmu;

		for (rows = 1; pa_pmu_rows[row + rows].grouped; rows++)
			;
		if (!prefix) {
			open_group(p, row, rows, NULL);
			continue;
		}
		for (uint32_t i = 0; i < p->pmu_count; i++)
			if (!strncmp(p->pmus[i], prefix, strlen(prefix)))
				open_group(p, row, rows, p->pmus[i]);
	}
	/* What nothing was opened of and nothing was said of: there is no such PMU. */
	for (uint32_t row = 0; pa_pmu_rows[row].name; row++) {
		bool open = false;

		for (uint32_t i = 0; i < p->set_count && !open; i++)
			for (uint32_t k = 0; k < p->sets[i].group.count; k++)
				open |= p->sets[i].group.event[k] == row;
		if (!open && !p->error[row])
			p->error[row] = ENODEV;
	}
}

struct pa_pmu *pa_pmu_open(struct pa_root *root, struct pa_names *names)
{
	struct pa_pmu *p = pa_alloc(sizeof(*p));
	struct rlimit limit;

	p->root = root;
	p->names = names;
	pa_buf_init(&p->text, TEXT_MAX_BYTES);
	if (pa_root_is_replay(root))
		return p;
	p->events_max = PA_PMU_EVENTS_MAX;
	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur / 4 < p->events_max)
		p->events_max = (uint32_t)(limit.rlim_cur / 4);
	(void)pa_root_list(root, folder, add_pmu, p); /* without perf there is none */
	open_rows(p);
	return p;
}

struct pa_pmu *pa_pmu_close(struct pa_pmu *pmu)
{
	if (!pmu)
		return NULL;
	for (uint32_t i = 0; i < pmu->set_count; i++)
		pa_perf_group_done(&pmu->sets[i].group);
	free(pmu->sets);
	free(pmu->sums);
	pa_buf_done(&pmu->text);
	free(pmu);
	return NULL;
}

/* ---- reading */

static int ask_counts(void *arg, struct pa_buf *out)
{
	const struct pa_pmu *p = arg;

	for (uint32_t i = 0; i < p->set_count; i++) {
		uint64_t values[PA_PERF_GROUP_MAX], enabled_ns, running_ns;
		const struct set *set = &p->sets[i];

		if (pa_perf_group_read(&set->group, values, &enabled_ns, &running_ns))
			continue;
		for (uint32_t k = 0; k < set->group.count; k++)
			pa_buf_printf(out, "%s %s %llu %llu %llu\n",
				      pa_pmu_rows[set->group.event[k]].name, set->instance,
				      (unsigned long long)values[k] * set->bytes[k],
				      (unsigned long long)enabled_ns,
				      (unsigned long long)running_ns);
	}
	for (uint32_t row = 0; pa_pmu_rows[row].name; row++)
		if (p->error[row])
			pa_buf_printf(out, "error %s %d\n", pa_pmu_rows[row].name, p->error[row]);
	return 0;
}

static struct sum *sum_of(struct pa_pmu *p, uint32_t place, uint32_t instance, uint32_t row)
{
	/* Lines come in the same order each time. */
	if (place < p->sum_count && p->sums[place].instance == instance &&
	    p->sums[place].row == row)
		return &p->sums[place];
	for (uint32_t i = 0; i < p->sum_count; i++)
		if (p->sums[i].instance == instance && p->sums[i].row == row)
			return &p->sums[i];
	if (p->sum_count == p->sum_room) {
		p->sum_room = p->sum_room ? p->sum_room * 2 : 64;
		p->sums = pa_grow_array(p->sums, p->sum_room, sizeof(*p->sums));
	}
	p->sums[p->sum_count] = (struct sum){ .instance = instance, .row = row };
	return &p->sums[p->sum_count++];
}

/* Scale what was counted since the last reading, so that no sum ever falls. */
static void add(struct sum *sum, const struct pa_pmu_line *line)
{
	uint64_t running_ns;

	if (line->value < sum->raw || line->running_ns < sum->running_ns ||
	    line->enabled_ns < sum->enabled_ns)
		sum->raw = sum->running_ns = sum->enabled_ns = 0;
	running_ns = line->running_ns - sum->running_ns;
	if (running_ns) {
		sum->total += (double)(line->value - sum->raw) *
			      ((double)(line->enabled_ns - sum->enabled_ns) / (double)running_ns);
		sum->ran = true;
	}
	sum->raw = line->value;
	sum->enabled_ns = line->enabled_ns;
	sum->running_ns = line->running_ns;
}

/* A value of several rows (the ports of a PMU) is their sum. */
static void put_all(struct pa_pmu *p, struct pa_moment *moment)
{
	for (uint32_t i = 0; i < p->sum_count; i++) {
		const struct sum *sum = &p->sums[i];
		uint16_t metric = pa_pmu_rows[sum->row].metric;
		double total = 0;
		bool first = true;

		for (uint32_t k = 0; k < p->sum_count; k++) {
			if (p->sums[k].instance != sum->instance ||
			    pa_pmu_rows[p->sums[k].row].metric != metric || !p->sums[k].ran)
				continue;
			first &= k >= i;
			total += p->sums[k].total;
		}
		if (sum->ran && first && total < (double)(UINT64_MAX / 2))
			pa_moment_put(moment, metric, sum->instance, (uint64_t)total);
	}
}

static void miss_row(struct pa_moment *moment, uint32_t row, const bool *told, int error)
{
	/* Rows are ways to a value: it is missed when none of them leads there, once. */
	for (uint32_t i = 0; pa_pmu_rows[i].name; i++)
		if (pa_pmu_rows[i].metric == pa_pmu_rows[row].metric && (told[i] || i < row))
			return;
	pa_moment_miss(moment, pa_pmu_rows[row].metric, 0, pa_state_of_errno(error));
}

void pa_pmu_read(struct pa_pmu *p, struct pa_moment *moment)
{
	int error = pa_root_ask(p->root, "src/perf/pmu", ask_counts, p, &p->text);
	bool told[PA_PMU_ROWS_MAX] = { false };
	int errors[PA_PMU_ROWS_MAX] = { 0 };
	struct pa_pmu_line line;
	struct pa_scan scan;
	uint32_t place = 0;

	pa_scan_init(&scan, error ? "" : p->text.bytes, error ? 0 : p->text.used_bytes);
	while (pa_pmu_next(&scan, &line)) {
		if (line.error) {
			errors[line.row] = line.error;
			continue;
		}
		told[line.row] = true;
		add(sum_of(p, place++, pa_names_id(p->names, line.instance, strlen(line.instance)),
			   line.row),
		    &line);
	}
	put_all(p, moment);
	for (uint32_t row = 0; pa_pmu_rows[row].name; row++)
		if (!told[row])
			miss_row(moment, row, told,
				 error	       ? error
				 : errors[row] ? -errors[row]
					       : -ENOENT);
}
