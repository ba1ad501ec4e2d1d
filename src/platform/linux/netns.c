/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/netns.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/netns_find.h"
#include "platform/linux/netns_open.h"
#include "platform/linux/nl.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum {
	LIST_MAX_BYTES = PA_NETNS_MAX * (PA_NETNS_NAME_BYTES + 24),
	PATH_BYTES = PA_NETNS_NAME_BYTES + 96,
	READ_BYTES = 16384,
	FDS_EACH = 22, /* open at a time for one namespace, about */
};

struct pa_netns_list {
	struct pa_netns **at;
	uint32_t count;
	uint32_t left_out;
	struct pa_buf text; /* the list that at[] stands for */

	/* only on a live machine */
	bool is_live;
	uint32_t most; /* how many our limit of descriptors allows */
	struct pa_netns_door door;
	struct pa_netns_find *find;
};

/* Half of our descriptors may go to namespaces. */
static uint32_t most_open(void)
{
	struct rlimit limit;
	uint64_t most = PA_NETNS_MAX;

	if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur / 2 / FDS_EACH < most)
		most = limit.rlim_cur / 2 / FDS_EACH;
	return most ? (uint32_t)most : 1;
}

static void *open_list(struct pa_linux *sys)
{
	struct pa_netns_list *list = pa_alloc(sizeof(*list));

	list->at = pa_alloc_array(PA_NETNS_MAX, sizeof(*list->at));
	pa_buf_init(&list->text, LIST_MAX_BYTES);
	list->is_live = !pa_root_is_replay(sys->root);
	if (list->is_live) {
		list->most = most_open();
		list->find = pa_netns_find_new();
		pa_netns_door_init(&list->door);
	}
	sys->netns = list;
	return list;
}

static void free_netns(struct pa_netns *ns)
{
	pa_netns_close(ns);
	free(ns->netifs.at);
	free(ns->links.at);
	free(ns);
}

static void close_list(void *self)
{
	struct pa_netns_list *list = self;

	for (uint32_t i = 0; i < list->count; i++)
		free_netns(list->at[i]);
	if (list->is_live)
		pa_netns_door_done(&list->door);
	pa_netns_find_free(list->find);
	pa_buf_done(&list->text);
	free(list->at);
	free(list);
}

int pa_netns_list_parse(const char *text, size_t text_bytes,
			void (*each)(void *arg, const char *name, size_t name_bytes,
				     uint64_t number),
			void *arg)
{
	struct pa_scan scan, line;
	struct pa_word name;
	uint64_t number;

	pa_scan_init(&scan, text, text_bytes);
	for (uint32_t count = 0; pa_scan_line(&scan, &line);) {
		if (!pa_scan_word(&line, &name) || !pa_scan_u64(&line, &number) ||
		    line.at != line.end)
			return -EBADMSG;
		if (pa_word_is(name, "-")) {
			each(arg, NULL, 0, number);
			continue;
		}
		if (name.bytes >= PA_NETNS_NAME_BYTES || memchr(name.at, '/', name.bytes) ||
		    memchr(name.at, 0, name.bytes) || *name.at == '.' || count++ >= PA_NETNS_MAX ||
		    (count == 1) != pa_word_is(name, "self"))
			return -EBADMSG;
		each(arg, name.at, name.bytes, number);
	}
	return 0;
}

/* The list of now as text; made again only when something changed. */
static void write_list(const struct pa_netns_list *list, struct pa_buf *out)
{
	const struct pa_netns_found *found;
	uint32_t count, left_out;

	found = pa_netns_find_all(list->find, &count, &left_out);
	if (count > list->most) {
		left_out += count - list->most;
		count = list->most;
	}
	for (uint32_t i = 0; i < count; i++)
		pa_buf_printf(out, "%s %llu\n", found[i].name, (unsigned long long)found[i].inode);
	if (left_out)
		pa_buf_printf(out, "- %u\n", left_out);
}

struct list_ask {
	struct pa_netns_list *list;
	uint32_t tick;
};

static int ask_list(void *arg, struct pa_buf *out)
{
	const struct list_ask *ask = arg;

	if (pa_netns_find_look(ask->list->find, ask->tick) || !ask->list->text.used_bytes)
		write_list(ask->list, out);
	else
		pa_buf_put(out, ask->list->text.bytes, ask->list->text.used_bytes);
	return out->used_bytes ? 0 : -ENOENT;
}

/* The old namespaces and the list that is being made of them and of new ones. */
struct change {
	const struct pa_linux *sys;
	struct pa_netns_list *list;
	struct pa_netns **old;
	uint32_t old_count;
};

static struct pa_netns *take_old(struct change *change, const char *name, size_t name_bytes,
				 uint64_t inode)
{
	for (uint32_t i = 0; i < change->old_count; i++) {
		struct pa_netns *ns = change->old[i];

		if (ns && ns->inode == inode && !strncmp(ns->name, name, name_bytes) &&
		    !ns->name[name_bytes]) {
			change->old[i] = NULL;
			return ns;
		}
	}
	return NULL;
}

static const struct pa_netns_found *found_of(const struct pa_netns_list *list, uint64_t inode)
{
	uint32_t count, left_out;
	const struct pa_netns_found *found = pa_netns_find_all(list->find, &count, &left_out);

	for (uint32_t i = 0; i < count; i++)
		if (found[i].inode == inode)
			return &found[i];
	return NULL;
}

static void apply_one(void *arg, const char *name, size_t name_bytes, uint64_t number)
{
	struct change *change = arg;
	struct pa_netns_list *list = change->list;
	struct pa_netns *ns;

	if (!name) {
		list->left_out = number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
		return;
	}
	ns = take_old(change, name, name_bytes, number);
	if (!ns) {
		ns = pa_alloc(sizeof(*ns));
		memcpy(ns->name, name, name_bytes);
		ns->inode = number;
		ns->is_first = list->count == 0;
		ns->id = ns->is_first ? 0 : pa_names_idf(change->sys->names, "netns:%s", ns->name);
		for (int i = 0; i < PA_NETNS_FILE_COUNT; i++)
			ns->fd[i] = -ENOENT;
		ns->diag_fd = -ENOENT;
		ns->route_fd = -ENOENT;
		if (list->is_live)
			pa_netns_open(&list->door, found_of(list, number), ns);
	}
	list->at[list->count++] = ns;
}

/* Make the namespaces those of the text; keep what is open in both. */
static int apply(const struct pa_linux *sys, struct pa_netns_list *list, const struct pa_buf *text)
{
	struct change change = { .sys = sys, .list = list, .old_count = list->count };
	int error;

	change.old = pa_alloc_array(PA_NETNS_MAX, sizeof(*change.old));
	memcpy(change.old, list->at, list->count * sizeof(*change.old));
	list->count = 0;
	list->left_out = 0;
	error = pa_netns_list_parse(text->bytes, text->used_bytes, apply_one, &change);
	for (uint32_t i = 0; i < change.old_count; i++)
		if (change.old[i])
			free_netns(change.old[i]);
	free(change.old);
	pa_buf_clear(&list->text);
	if (!error)
		pa_buf_put(&list->text, text->bytes, text->used_bytes);
	return error;
}

static int read_list(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct pa_netns_list *list = self;
	struct list_ask ask = { .list = list, .tick = sys->tick };
	int error = pa_root_ask(sys->root, "src/netns/list", ask_list, &ask, sys->text);

	if (error)
		return pa_source_fail(moment, "netns", error);
	if (sys->text->used_bytes != list->text.used_bytes ||
	    (list->text.used_bytes &&
	     memcmp(sys->text->bytes, list->text.bytes, list->text.used_bytes) != 0))
		error = apply(sys, list, sys->text);
	if (!error && !list->count)
		error = -ENOENT; /* ours is always there, unless /proc is not */
	if (error)
		return pa_source_fail(moment, "netns", error);
	for (uint32_t i = 0; i < list->count; i++) {
		list->at[i]->has_established = false;
		list->at[i]->has_sockets = false;
	}
	pa_moment_put(moment, PA_V_NS_USER_NETNS_COUNT, 0, list->count);
	pa_moment_put(moment, PA_V_NS_USER_NETNS_UNREAD_COUNT, 0, list->left_out);
	return 0;
}

const struct pa_source pa_source_netns = {
	.name = "netns",
	.pass = PA_PASS_SYSTEM,
	.open = open_list,
	.read = read_list,
	.close = close_list,
};

uint32_t pa_netns_count(const struct pa_netns_list *list)
{
	return list ? list->count : 0;
}

struct pa_netns *pa_netns_at(struct pa_netns_list *list, uint32_t at)
{
	return list->at[at];
}

static void miss_all(struct pa_moment *moment, const char *source, uint32_t instance,
		     enum pa_state state)
{
	for (uint16_t id = PA_V_NONE + 1; id < PA_V_COUNT; id++)
		if (!strcmp(pa_values[id].source, source))
			pa_moment_miss(moment, id, instance, state);
}

int pa_netns_each(struct pa_linux *sys, struct pa_moment *moment, const char *source,
		  int (*one)(void *self, struct pa_linux *sys, struct pa_netns *ns,
			     struct pa_moment *moment),
		  void *self)
{
	uint32_t count = pa_netns_count(sys->netns);
	int first = count ? 0 : -ENOENT;

	for (uint32_t i = 0; i < count; i++) {
		struct pa_netns *ns = pa_netns_at(sys->netns, i);
		int error = one(self, sys, ns, moment);

		if (i == 0)
			first = error;
		else if (error && pa_state_of_errno(error) == PA_DENIED)
			miss_all(moment, source, ns->id, PA_DENIED);
	}
	return first ? pa_source_fail(moment, source, first) : 0;
}

bool pa_netns_id(const struct pa_netns_list *list, uint64_t inode, uint32_t *id)
{
	for (uint32_t i = 0; i < pa_netns_count(list); i++) {
		if (list->at[i]->inode != inode)
			continue;
		*id = list->at[i]->id;
		return true;
	}
	return false;
}

struct file_ask {
	int fd;
	enum pa_file_end end;
};

static int ask_file(void *arg, struct pa_buf *out)
{
	const struct file_ask *ask = arg;
	ssize_t n;

	if (ask->fd < 0)
		return ask->fd;
	for (;;) {
		if (pa_buf_reserve(out, READ_BYTES))
			return -E2BIG;
		n = pread(ask->fd, out->bytes + out->used_bytes, READ_BYTES,
			  (off_t)out->used_bytes);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		out->used_bytes += (size_t)n;
		out->bytes[out->used_bytes] = '\0';
		if (n == 0 || pa_file_end_is_here(ask->end, (size_t)n, READ_BYTES))
			return 0;
	}
}

/* "src/SOURCE/NAME/WHAT"; fields that are NULL are left out. */
static void path_of(char path[PATH_BYTES], const char *source, const char *name, const char *what)
{
	const char *const part[] = { "src", source, name, what };
	size_t at = 0;

	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]) && part[i]; i++) {
		size_t bytes = strlen(part[i]);

		if (at + bytes + 2 > PATH_BYTES)
			break;
		if (i)
			path[at++] = '/';
		memcpy(path + at, part[i], bytes);
		at += bytes;
	}
	path[at] = '\0';
}

int pa_netns_read(const struct pa_linux *sys, const struct pa_netns *ns, enum pa_netns_file file,
		  struct pa_buf *out)
{
	struct file_ask ask = { ns->fd[file], pa_netns_file_end(file) };
	char path[PATH_BYTES];

	path_of(path, "netns", ns->name, pa_netns_file_path(file));
	return pa_root_ask(sys->root, path, ask_file, &ask, out);
}

struct dump_ask {
	int fd;
	void *request;
};

static int ask_dump(void *arg, struct pa_buf *out)
{
	const struct dump_ask *ask = arg;

	if (ask->fd < 0)
		return ask->fd;
	return ask->request ? pa_nl_dump(ask->fd, ask->request, out) : -EOPNOTSUPP;
}

int pa_netns_dump(const struct pa_linux *sys, const struct pa_netns *ns,
		  enum pa_netns_socket socket, const char *source, const char *what, void *request,
		  struct pa_buf *out)
{
	struct dump_ask ask = { socket == PA_NETNS_DIAG ? ns->diag_fd : ns->route_fd, request };
	char path[PATH_BYTES];

	path_of(path, source, ns->name, what);
	return pa_root_ask(sys->root, path, ask_dump, &ask, out);
}

struct fd_ask {
	int fd;
	int (*ask)(void *arg, int fd, struct pa_buf *out);
	void *arg;
};

static int ask_fd(void *arg, struct pa_buf *out)
{
	const struct fd_ask *ask = arg;

	return ask->fd < 0 ? ask->fd : ask->ask(ask->arg, ask->fd, out);
}

int pa_netns_ask(const struct pa_linux *sys, const struct pa_netns *ns, enum pa_netns_socket socket,
		 const char *source, const char *what,
		 int (*ask)(void *arg, int fd, struct pa_buf *out), void *arg, struct pa_buf *out)
{
	struct fd_ask question = { socket == PA_NETNS_DIAG ? ns->diag_fd : ns->route_fd, ask, arg };
	char path[PATH_BYTES];

	path_of(path, source, ns->name, what);
	return pa_root_ask(sys->root, path, ask_fd, &question, out);
}

static bool is_named(const struct pa_netif *netif, const char *name, size_t name_bytes)
{
	return !memcmp(netif->name, name, name_bytes) && !netif->name[name_bytes];
}

struct pa_netif *pa_netns_netif(const struct pa_linux *sys, const struct pa_netns *ns,
				struct pa_netifs *netifs, uint32_t hint, const char *name,
				size_t name_bytes)
{
	struct pa_netif *netif;

	if (name_bytes >= sizeof(netif->name))
		name_bytes = sizeof(netif->name) - 1; /* the kernel's own limit */
	if (hint < netifs->count && is_named(&netifs->at[hint], name, name_bytes))
		return &netifs->at[hint];
	for (uint32_t i = 0; i < netifs->count; i++)
		if (is_named(&netifs->at[i], name, name_bytes))
			return &netifs->at[i];
	if (netifs->count == netifs->room) {
		netifs->room = netifs->room ? netifs->room * 2 : 8;
		netifs->at = pa_grow_array(netifs->at, netifs->room, sizeof(*netifs->at));
	}
	netif = &netifs->at[netifs->count++];
	*netif = (struct pa_netif){ 0 };
	memcpy(netif->name, name, name_bytes);
	netif->instance = ns->is_first
				  ? pa_names_id(sys->names, netif->name, strlen(netif->name))
				  : pa_names_idf(sys->names, "netns:%s/%s", ns->name, netif->name);
	return netif;
}
