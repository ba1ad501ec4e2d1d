/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/perf_group.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/alloc.h"

static int open_event(const struct pa_perf_event *what, int leader_fd)
{
	struct perf_event_attr attr = {
		.type = what->type,
		.size = sizeof(attr),
		.config = what->config,
		.read_format = PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED |
			       PERF_FORMAT_TOTAL_TIME_RUNNING,
	};
	long fd = syscall(SYS_perf_event_open, &attr, what->pid, what->cpu, leader_fd,
			  PERF_FLAG_FD_CLOEXEC);

	return fd < 0 ? -errno : (int)fd;
}

int pa_perf_group_add(struct pa_perf_group *group, const struct pa_perf_event *what, uint8_t event)
{
	int fd, error;

	if (group->count == PA_PERF_GROUP_MAX)
		return -E2BIG;
	fd = open_event(what, group->count ? group->fd[0] : -1);
	if (fd < 0)
		return fd;
	if (what->filter && ioctl(fd, PERF_EVENT_IOC_SET_FILTER, what->filter)) {
		error = -errno;
		pa_fd_closep(&fd);
		return error;
	}
	group->fd[group->count] = fd;
	group->event[group->count++] = event;
	return 0;
}

int pa_perf_group_read(const struct pa_perf_group *group, uint64_t values[PA_PERF_GROUP_MAX],
		       uint64_t *enabled_ns, uint64_t *running_ns)
{
	struct {
		uint64_t count, enabled_ns, running_ns;
		uint64_t value[PA_PERF_GROUP_MAX];
	} reply;
	ssize_t n;

	if (!group->count)
		return -ENODATA;
	n = read(group->fd[0], &reply, sizeof(reply));
	if (n < 0)
		return -errno;
	if (n < (ssize_t)((3 + group->count) * sizeof(uint64_t)) || reply.count != group->count)
		return -ENODATA;
	for (uint32_t i = 0; i < group->count; i++)
		values[i] = reply.value[i];
	*enabled_ns = reply.enabled_ns;
	*running_ns = reply.running_ns;
	return 0;
}

void pa_perf_group_done(struct pa_perf_group *group)
{
	while (group->count)
		pa_fd_closep(&group->fd[--group->count]);
}
