/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/netns_find.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/scan.h"

enum { MOUNTINFO_MAX_BYTES = 16 << 20, PROCESS_TICKS = 15, LINK_BYTES = 64 };

/* Namespaces in the order in which they were found. */
struct found_list {
	struct pa_netns_found *at;
	uint32_t count, left_out;
	struct pa_map by_inode;
};

struct pa_netns_find {
	int mountinfo_fd;
	bool mounts_read;
	struct found_list mounts, processes, all;
};

void pa_netns_mounts_parse(const char *text, size_t text_bytes,
			   void (*each)(void *arg, uint64_t inode, const char *point,
					size_t point_bytes),
			   void *arg)
{
	struct pa_scan scan, line;
	struct pa_word word;
	uint64_t inode;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		/* id, parent, device, then what of the file system is mounted, then where */
		for (int i = 0; i < 4; i++)
			if (!pa_scan_word(&line, &word))
				break;
		if (!word.bytes || !pa_netns_inode_parse(word.at, word.bytes, &inode))
			continue;
		if (pa_scan_word(&line, &word))
			each(arg, inode, word.at, word.bytes);
	}
}

bool pa_netns_inode_parse(const char *text, size_t text_bytes, uint64_t *inode)
{
	struct pa_word word = { text, text_bytes };

	if (!pa_word_starts(word, "net:[") || text[text_bytes - 1] != ']')
		return false;
	return pa_word_u64((struct pa_word){ text + 5, text_bytes - 6 }, inode);
}

static void forget(struct found_list *list)
{
	for (uint32_t i = 0; i < list->count; i++)
		free(list->at[i].mount);
	free(list->at);
	pa_map_done(&list->by_inode);
	*list = (struct found_list){ 0 };
}

static bool has_name(const struct found_list *list, const char *name)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (!strcmp(list->at[i].name, name))
			return true;
	return false;
}

/* A new one, or NULL when it is known or there are too many. name may be NULL: the inode. */
static struct pa_netns_found *add(struct found_list *list, uint64_t inode, const char *name,
				  size_t name_bytes)
{
	struct pa_netns_found *found;
	uint32_t known;

	if (pa_map_get(&list->by_inode, inode, &known))
		return NULL;
	pa_map_put(&list->by_inode, inode, list->count);
	if (list->count >= PA_NETNS_MAX) {
		list->left_out++;
		return NULL;
	}
	if (!list->at)
		list->at = pa_alloc_array(PA_NETNS_MAX, sizeof(*list->at));
	found = &list->at[list->count];
	*found = (struct pa_netns_found){ .inode = inode };
	if (name && name_bytes < sizeof(found->name))
		memcpy(found->name, name, name_bytes);
	if (!found->name[0] || !strcmp(found->name, "-") || has_name(list, found->name))
		(void)snprintf(found->name, sizeof(found->name), "%llu", (unsigned long long)inode);
	list->count++;
	return found;
}

/* The path that a mountinfo field stands for: \ooo becomes the byte. */
static char *unescaped(const char *text, size_t text_bytes)
{
	char *path = pa_strndup(text, text_bytes), *to = path;

	for (const char *at = path; *at; at++) {
		if (at[0] == '\\' && at[1] >= '0' && at[1] <= '3' && at[2] >= '0' && at[2] <= '7' &&
		    at[3] >= '0' && at[3] <= '7') {
			*to++ = (char)((at[1] - '0') << 6 | (at[2] - '0') << 3 | (at[3] - '0'));
			at += 3;
		} else {
			*to++ = *at;
		}
	}
	*to = '\0';
	return path;
}

static void add_mount(void *arg, uint64_t inode, const char *point, size_t point_bytes)
{
	const char *slash = memrchr(point, '/', point_bytes);
	const char *name = slash ? slash + 1 : point;
	struct pa_netns_found *found = add(arg, inode, name, (size_t)(point + point_bytes - name));

	if (found)
		found->mount = unescaped(point, point_bytes);
}

/* Did a mount change since it was last asked? The kernel marks the open file with POLLERR.
 * Source: fs/proc_namespace.c, mounts_poll(). */
static bool mounts_changed(struct pa_netns_find *find)
{
	struct pollfd poll_fd = { .fd = find->mountinfo_fd, .events = POLLPRI };

	if (find->mountinfo_fd < 0)
		return false;
	if (!find->mounts_read)
		return true;
	return poll(&poll_fd, 1, 0) > 0 && (poll_fd.revents & (POLLERR | POLLPRI));
}

static void read_mounts(struct pa_netns_find *find)
{
	struct pa_buf text;
	ssize_t n = 1;

	find->mounts_read = true;
	pa_buf_init(&text, MOUNTINFO_MAX_BYTES);
	while (n > 0 && !pa_buf_reserve(&text, 32768)) {
		n = pread(find->mountinfo_fd, text.bytes + text.used_bytes, 32768,
			  (off_t)text.used_bytes);
		if (n > 0)
			text.used_bytes += (size_t)n;
	}
	forget(&find->mounts);
	if (text.used_bytes)
		pa_netns_mounts_parse(text.bytes, text.used_bytes, add_mount, &find->mounts);
	pa_buf_done(&text);
}

/* The inode of the namespace of a process; false when it is gone or may not be looked at. */
static bool inode_of(int proc_fd, const char *pid, uint64_t *inode)
{
	char path[LINK_BYTES], link[LINK_BYTES];
	size_t pid_bytes = strlen(pid);
	ssize_t n;

	if (pid_bytes + sizeof("/ns/net") > sizeof(path))
		return false;
	memcpy(path, pid, pid_bytes);
	memcpy(path + pid_bytes, "/ns/net", sizeof("/ns/net"));
	n = readlinkat(proc_fd, path, link, sizeof(link));
	return n > 0 && pa_netns_inode_parse(link, (size_t)n, inode);
}

static void read_processes(struct pa_netns_find *find)
{
	const struct dirent *entry;
	struct pa_netns_found *found;
	DIR *dir = opendir("/proc");
	bool has_links;
	uint64_t inode;

	if (!dir)
		return;
	forget(&find->processes);
	/* A kernel without CONFIG_NET_NS has one, and no link to it. */
	has_links = inode_of(dirfd(dir), "thread-self", &inode);
	(void)add(&find->processes, has_links ? inode : 0, "self",
		  4); /* the first is never known */
	while (has_links && (entry = readdir(dir))) {
		if (entry->d_name[0] < '0' || entry->d_name[0] > '9' ||
		    !inode_of(dirfd(dir), entry->d_name, &inode))
			continue;
		found = add(&find->processes, inode, NULL, 0);
		if (found)
			found->pid = (int32_t)strtol(entry->d_name, NULL, 10);
	}
	(void)closedir(dir); /* opened for reading */
}

/* Append those of one list that are not there yet. */
static void append(struct found_list *all, const struct found_list *list, uint32_t first)
{
	struct pa_netns_found *found;
	uint32_t at;

	for (uint32_t i = first; i < list->count; i++) {
		found = add(all, list->at[i].inode, list->at[i].name, strlen(list->at[i].name));
		if (found && list->at[i].mount)
			found->mount = pa_strdup(list->at[i].mount);
		if (!found && pa_map_get(&all->by_inode, list->at[i].inode, &at) && at < all->count)
			found = &all->at[at];
		if (found && !found->pid)
			found->pid = list->at[i].pid;
	}
	all->left_out += list->left_out;
}

static void merge(struct pa_netns_find *find)
{
	forget(&find->all);
	if (!find->processes.count)
		return; /* without ours there is no first */
	(void)add(&find->all, find->processes.at[0].inode, "self", 4); /* is the first */
	append(&find->all, &find->mounts, 0);
	append(&find->all, &find->processes, 1);
}

struct pa_netns_find *pa_netns_find_new(void)
{
	struct pa_netns_find *find = pa_alloc(sizeof(*find));

	find->mountinfo_fd = open("/proc/thread-self/mountinfo", O_RDONLY | O_CLOEXEC);
	return find;
}

struct pa_netns_find *pa_netns_find_free(struct pa_netns_find *find)
{
	if (!find)
		return NULL;
	pa_fd_closep(&find->mountinfo_fd);
	forget(&find->mounts);
	forget(&find->processes);
	forget(&find->all);
	free(find);
	return NULL;
}

bool pa_netns_find_look(struct pa_netns_find *find, uint32_t tick)
{
	bool mounts = mounts_changed(find);
	bool processes = tick % PROCESS_TICKS == 0 || !find->processes.count;

	if (mounts)
		read_mounts(find);
	if (processes)
		read_processes(find);
	if (mounts || processes)
		merge(find);
	return mounts || processes;
}

const struct pa_netns_found *pa_netns_find_all(const struct pa_netns_find *find, uint32_t *count,
					       uint32_t *left_out)
{
	*count = find->all.count;
	*left_out = find->all.left_out;
	return find->all.at;
}
