/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/ways.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/sysinfo.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/clock.h"
#include "platform/linux/folder.h"
#include "platform/linux/nl.h"
#include "platform/linux/taskstats.h"
#include "platform/root.h"

enum {
	TEXT_MAX_BYTES = 8 << 20,
	PATH_BYTES = 512,
	FILES_MAX = 512,
	SUBJECTS_MAX = 32, /* processes and groups that are asked about */
};

/* What one way holds from reading to reading. */
struct ways {
	struct pa_root *root;
	struct pa_buf text;
	struct pa_file files[FILES_MAX]; /* paths owned */
	uint32_t file_count;
	int32_t pids[SUBJECTS_MAX];
	size_t pid_count;
	struct pa_taskstats *taskstats;
	int fd;
	uint64_t bytes; /* of this reading */
};

struct way {
	const char *id;
	int (*begin)(struct ways *w); /* may be NULL */
	int (*read)(struct ways *w);
};

/* ---- files ---- */

static void add_file(struct ways *w, const char *path)
{
	if (w->file_count < FILES_MAX)
		w->files[w->file_count++] = (struct pa_file)PA_FILE(pa_strdup(path));
}

/* Files that are gone meanwhile count with what failing costs; the first must be there. */
static int read_kept(struct ways *w)
{
	int first_error = 0;

	for (uint32_t i = 0; i < w->file_count; i++) {
		int error = pa_root_read(w->root, &w->files[i], &w->text);

		first_error = i ? first_error : error;
		w->bytes += error ? 0 : w->text.used_bytes;
	}
	return w->file_count ? first_error : -ENOENT;
}

static int read_reopened(struct ways *w)
{
	int first_error = 0;

	for (uint32_t i = 0; i < w->file_count; i++) {
		int error = pa_root_read_path(w->root, w->files[i].path, &w->text);

		first_error = i ? first_error : error;
		w->bytes += error ? 0 : w->text.used_bytes;
	}
	return w->file_count ? first_error : -ENOENT;
}

/* One file for each entry of folder and each of the names. */
static int add_below(struct ways *w, const char *path, const char *const *names, size_t name_count,
		     bool (*wanted)(struct ways *w, const char *entry))
{
	struct pa_folder folder = { 0 };
	int error = pa_folder_list(&folder, w->root, path);

	for (uint32_t i = 0; i < folder.count; i++) {
		for (size_t k = 0; k < name_count; k++) {
			char file[PATH_BYTES];
			int bytes = snprintf(file, sizeof(file), "%s/%s/%s", path, folder.name[i],
					     names[k]);

			if (bytes > 0 && (size_t)bytes < sizeof(file) &&
			    (k || !wanted || wanted(w, folder.name[i])))
				add_file(w, file);
			else if (!k)
				break;
		}
	}
	pa_folder_done(&folder);
	return error;
}

static int begin_stat(struct ways *w)
{
	add_file(w, "proc/stat");
	return 0;
}

static int begin_meminfo(struct ways *w)
{
	add_file(w, "proc/meminfo");
	return 0;
}

static int begin_net_dev(struct ways *w)
{
	add_file(w, "proc/net/dev");
	return 0;
}

static int begin_net_tcp(struct ways *w)
{
	add_file(w, "proc/net/tcp");
	return 0;
}

static int begin_diskstats(struct ways *w)
{
	add_file(w, "proc/diskstats");
	return 0;
}

static int begin_disks(struct ways *w)
{
	static const char *const names[] = { "stat" };

	return add_below(w, "sys/block", names, 1, NULL);
}

static int begin_statistics(struct ways *w)
{
	static const char *const names[] = {
		"statistics/rx_bytes",	 "statistics/rx_packets", "statistics/rx_errors",
		"statistics/rx_dropped", "statistics/tx_bytes",	  "statistics/tx_packets",
		"statistics/tx_errors",	 "statistics/tx_dropped",
	};

	return add_below(w, "sys/class/net", names, sizeof(names) / sizeof(names[0]), NULL);
}

static bool is_process(struct ways *w, const char *entry)
{
	long pid = strtol(entry, NULL, 10);

	if (pid <= 0 || pid > INT32_MAX || w->pid_count == SUBJECTS_MAX)
		return false;
	w->pids[w->pid_count++] = (int32_t)pid;
	return true;
}

static int begin_threads(struct ways *w)
{
	static const char *const names[] = { "stat", "schedstat", "io" };

	return add_below(w, "proc", names, sizeof(names) / sizeof(names[0]), is_process);
}

/* The groups right below the root of whatever hierarchy accounts CPU time. */
static int begin_groups(struct ways *w)
{
	static const char *const roots[] = { "sys/fs/cgroup", "sys/fs/cgroup/cpu",
					     "sys/fs/cgroup/cpu,cpuacct" };
	static const char *const names[] = { "cpu.stat" };

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
		uint32_t found = 0;

		(void)add_below(w, roots[i], names, 1, NULL); /* the next one is tried */
		for (uint32_t k = 0; k < w->file_count; k++) {
			struct pa_file file = w->files[k];

			if (found < SUBJECTS_MAX &&
			    !pa_root_read_path(w->root, file.path, &w->text))
				w->files[found++] = file;
			else
				free((char *)(uintptr_t)file.path);
		}
		w->file_count = found;
		if (found)
			return 0;
	}
	return -ENOENT;
}

/* ---- what is no file ---- */

static int read_sysinfo(struct ways *w)
{
	struct sysinfo info;

	if (sysinfo(&info))
		return -errno;
	w->bytes += sizeof(info);
	return 0;
}

static int begin_route(struct ways *w)
{
	w->fd = pa_nl_open(NETLINK_ROUTE);
	return w->fd < 0 ? w->fd : 0;
}

static int read_links(struct ways *w)
{
	struct {
		struct nlmsghdr head;
		struct ifinfomsg info;
	} request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = RTM_GETLINK,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
	};
	int error;

	pa_buf_clear(&w->text);
	error = pa_nl_dump(w->fd, &request, &w->text);
	w->bytes += w->text.used_bytes;
	return error;
}

static int begin_diag(struct ways *w)
{
	w->fd = pa_nl_open(NETLINK_SOCK_DIAG);
	return w->fd < 0 ? w->fd : 0;
}

static int read_diag(struct ways *w)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 diag;
	} request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.diag = { .sdiag_family = AF_INET,
			  .sdiag_protocol = IPPROTO_TCP,
			  .idiag_ext = 1 << (INET_DIAG_INFO - 1),
			  .idiag_states = UINT32_MAX },
	};
	int error;

	pa_buf_clear(&w->text);
	error = pa_nl_dump(w->fd, &request, &w->text);
	w->bytes += w->text.used_bytes;
	return error;
}

static int begin_taskstats(struct ways *w)
{
	int error = begin_threads(w);

	return error ? error : pa_taskstats_open(w->root, &w->taskstats);
}

static void count_answer(void *arg, int32_t tid, int error, const char *stats, size_t stats_bytes)
{
	struct ways *w = arg;

	(void)tid;
	(void)stats;
	w->bytes += error ? 0 : stats_bytes;
}

static int read_taskstats(struct ways *w)
{
	return pa_taskstats_query(w->taskstats, w->pids, w->pid_count, count_answer, w);
}

static const struct way ways[] = {
	{ "cpu-times.kept", begin_stat, read_kept },
	{ "cpu-times.reopened", begin_stat, read_reopened },
	{ "memory.meminfo", begin_meminfo, read_kept },
	{ "memory.sysinfo", NULL, read_sysinfo },
	{ "interfaces.net_dev", begin_net_dev, read_kept },
	{ "interfaces.netlink", begin_route, read_links },
	{ "interfaces.sysfs", begin_statistics, read_reopened },
	{ "disks.diskstats", begin_diskstats, read_kept },
	{ "disks.sysfs", begin_disks, read_reopened },
	{ "threads.taskstats", begin_taskstats, read_taskstats },
	{ "threads.files", begin_threads, read_reopened },
	{ "sockets.sock_diag", begin_diag, read_diag },
	{ "sockets.text", begin_net_tcp, read_reopened },
	{ "cgroups.kept", begin_groups, read_kept },
	{ "cgroups.reopened", begin_groups, read_reopened },
};

static const struct way *find(const char *id)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!strcmp(ways[i].id, id))
			return &ways[i];
	return NULL;
}

bool pa_way_is_known(const char *id)
{
	return find(id) != NULL;
}

static void done(struct ways *w)
{
	for (uint32_t i = 0; i < w->file_count; i++) {
		pa_root_close(&w->files[i]);
		free((char *)(uintptr_t)w->files[i].path);
	}
	w->taskstats = pa_taskstats_close(w->taskstats);
	pa_fd_closep(&w->fd);
	pa_buf_done(&w->text);
	free(w);
}

static uint64_t calls_of(const struct pa_root *root)
{
	struct pa_root_calls calls = pa_root_calls(root);

	return calls.opens + calls.reads + calls.closes;
}

static int by_size(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static int measure(struct ways *w, const struct way *way, uint32_t times, struct pa_way_cost *out)
{
	uint64_t cost_ns[PA_WAY_READINGS_MAX], calls = 0;
	int error = way->begin ? way->begin(w) : 0;

	if (!error)
		error = way->read(w); /* opens what stays open, and warms the caches */
	for (uint32_t i = 0; !error && i < times; i++) {
		uint64_t before_ns = pa_clock_cpu_ns();

		calls = calls_of(w->root);
		w->bytes = 0;
		error = way->read(w);
		cost_ns[i] = pa_clock_cpu_ns() - before_ns;
		calls = calls_of(w->root) - calls;
	}
	if (error)
		return error;
	qsort(cost_ns, times, sizeof(cost_ns[0]), by_size);
	*out = (struct pa_way_cost){ .min_ns = cost_ns[0],
				     .mid_ns = cost_ns[times / 2],
				     .bytes = w->bytes,
				     .calls = calls,
				     .readings = times };
	return 0;
}

int pa_way_measure(struct pa_root *root, const char *id, uint32_t times, struct pa_way_cost *out)
{
	const struct way *way = find(id);
	struct ways *w;
	int error;

	if (!way || pa_root_is_replay(root) || !times || times > PA_WAY_READINGS_MAX)
		return -EINVAL;
	w = pa_alloc(sizeof(*w));
	w->root = root;
	w->fd = -1;
	pa_buf_init(&w->text, TEXT_MAX_BYTES);
	error = measure(w, way, times, out);
	done(w);
	return error;
}
