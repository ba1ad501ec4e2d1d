/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost: a few us in a rare pass on a machine without containers; reading the file of a new
 * container about 100 us, once.
 */
#include "platform/linux/containers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/names.h"
#include "base/scan.h"
#include "model/moment.h"
#include "platform/linux/cgroup_tree.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { FILE_MAX_BYTES = 1 << 20, NAME_BYTES = 256, PATH_BYTES = 512 };

/* ---- parsing */

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

const char *pa_containers_id(const char *path)
{
	const char *slash = strrchr(path, '/'), *at = slash ? slash + 1 : path;

	while (*at) {
		size_t hex = 0;

		while (is_hex(at[hex]))
			hex++;
		if (hex == PA_CONTAINERS_ID_BYTES && !is_letter(at[hex]))
			return at;
		while (is_letter(at[hex]))
			hex++;
		at += hex + (at[hex] != '\0');
	}
	return NULL;
}

/* Where a scan of JSON stands. Only strings and depth matter: nothing is checked. */
struct json {
	const char *at, *end;
	uint32_t depth;
};

/* Behind the quote that begins a string: copy it to out (cut at out_bytes - 1, then *fits is
 * false) and stand behind the one that ends it. False when it does not end or is escaped. */
static bool take_string(struct json *json, char *out, size_t out_bytes, bool *fits)
{
	size_t bytes = 0;

	*fits = true;
	for (; json->at < json->end; json->at++) {
		char c = *json->at;

		if (c == '"') {
			json->at++;
			out[bytes] = '\0';
			return true;
		}
		if (c == '\\') {
			if (++json->at == json->end)
				return false;
			c = *json->at;
			*fits = *fits && (c == '"' || c == '\\' || c == '/');
		}
		if (bytes + 1 < out_bytes)
			out[bytes++] = c;
		else
			*fits = false;
	}
	return false;
}

static void skip_blanks(struct json *json)
{
	while (json->at < json->end && strchr(" \t\r\n", *json->at) && *json->at)
		json->at++;
}

bool pa_containers_json(const char *text, size_t text_bytes, const char *key, uint32_t depth,
			char *out, size_t out_bytes)
{
	struct json json = { text, text + text_bytes, 0 };
	char word[NAME_BYTES], value[NAME_BYTES];
	bool fits;

	while (json.at < json.end) {
		char c = *json.at++;

		if (c == '{' || c == '[')
			json.depth++;
		else if ((c == '}' || c == ']') && json.depth)
			json.depth--;
		if (c != '"')
			continue;
		if (!take_string(&json, word, sizeof(word), &fits))
			return false;
		skip_blanks(&json);
		if (!fits || strcmp(word, key) != 0 || (depth && json.depth != depth) ||
		    json.at == json.end || *json.at != ':')
			continue;
		json.at++;
		skip_blanks(&json);
		if (json.at == json.end || *json.at != '"')
			continue;
		json.at++;
		if (!take_string(&json, value, sizeof(value), &fits) || !fits ||
		    strlen(value) >= out_bytes)
			return false;
		memcpy(out, value, strlen(value) + 1);
		return true;
	}
	return false;
}

/* ---- the files of runtimes */

/* Where a runtime keeps what it knows of a container, and how it calls its names there. */
static const struct {
	const char *folder, *file; /* below and above the id */
	const char *name, *pod, *space;
	uint32_t name_depth;
} files[] = {
	{ "/var/lib/docker/containers", "config.v2.json", "Name", "io.kubernetes.pod.name",
	  "io.kubernetes.pod.namespace", 1 },
	{ "/run/containerd/io.containerd.runtime.v2.task/k8s.io", "config.json",
	  "io.kubernetes.cri.container-name", "io.kubernetes.cri.sandbox-name",
	  "io.kubernetes.cri.sandbox-namespace", 0 },
	{ "/run/containerd/io.containerd.runtime.v2.task/default", "config.json", "nerdctl/name",
	  NULL, NULL, 0 },
	{ "/run/containers/storage/overlay-containers", "userdata/config.json",
	  "io.kubernetes.container.name", "io.kubernetes.pod.name", "io.kubernetes.pod.namespace",
	  0 },
	{ "/var/lib/containers/storage/overlay-containers", "userdata/config.json",
	  "io.kubernetes.container.name", "io.kubernetes.pod.name", "io.kubernetes.pod.namespace",
	  0 },
};

/* The whole of a regular file, at most FILE_MAX_BYTES. */
static int read_file(const char *path, char *out, size_t *bytes)
{
	PA_CLEANUP(pa_fd_closep) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	size_t used = 0;

	if (fd < 0)
		return -errno;
	while (used < FILE_MAX_BYTES) {
		ssize_t got = read(fd, out + used, FILE_MAX_BYTES - used);

		if (got < 0)
			return -errno;
		if (!got)
			break;
		used += (size_t)got;
	}
	*bytes = used;
	return 0;
}

/* A line of the reply; a name with a control character in it is none. */
static void put_name(struct pa_buf *out, const char *text, size_t bytes, const char *key,
		     uint32_t depth)
{
	char name[NAME_BYTES];
	const char *at = name;

	if (key && pa_containers_json(text, bytes, key, depth, name, sizeof(name))) {
		at += *at == '/'; /* docker's names begin with one */
		for (const char *c = at; *c; c++)
			if ((unsigned char)*c < ' ' || *c == 127)
				at = "";
		pa_buf_puts(out, at);
	}
	pa_buf_putc(out, '\n');
}

static int ask_container(void *arg, struct pa_buf *out)
{
	PA_CLEANUP(pa_freep) char *text = pa_alloc(FILE_MAX_BYTES);
	int error = -ENOENT;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char path[PATH_BYTES];
		size_t bytes = 0;

		(void)snprintf(path, sizeof(path), "%s/%s/%s", files[i].folder, (const char *)arg,
			       files[i].file);
		error = read_file(path, text, &bytes);
		if (error)
			continue;
		put_name(out, text, bytes, files[i].name, files[i].name_depth);
		put_name(out, text, bytes, files[i].pod, 0);
		put_name(out, text, bytes, files[i].space, 0);
		return 0;
	}
	return error;
}

/* ---- the source */

struct state {
	struct pa_map asked; /* by name id of the container's id */
	struct pa_container_name told[PA_CONTAINERS_MAX];
	uint32_t count;
};

static uint32_t line_id(struct pa_scan *scan, struct pa_names *names)
{
	struct pa_scan line;

	return pa_scan_line(scan, &line) ? pa_names_id(names, line.at, (size_t)(line.end - line.at))
					 : 0;
}

static void ask_one(struct state *s, struct pa_linux *sys, const char *id, uint32_t name_id)
{
	char path[PATH_BYTES], text[PA_CONTAINERS_ID_BYTES + 1];
	struct pa_container_name *told = &s->told[s->count];
	struct pa_scan scan;

	memcpy(text, id, PA_CONTAINERS_ID_BYTES);
	text[PA_CONTAINERS_ID_BYTES] = '\0';
	(void)snprintf(path, sizeof(path), "src/containers/%s", text);
	if (pa_root_ask(sys->root, path, ask_container, text, sys->text))
		return;
	pa_scan_init(&scan, sys->text->bytes ? sys->text->bytes : "", sys->text->used_bytes);
	*told = (struct pa_container_name){ .id = name_id };
	told->name = line_id(&scan, sys->names);
	told->pod = line_id(&scan, sys->names);
	told->space = line_id(&scan, sys->names);
	s->count += told->name || told->pod;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	struct state *s = self;
	uint32_t asked = 0;

	for (uint32_t t = 0; sys->cgroups && t < sys->cgroups->count; t++) {
		const struct pa_cgroup_tree *tree = &sys->cgroups->trees[t];

		for (uint32_t i = 0; i < tree->count && asked < PA_CONTAINERS_ASKED_MAX &&
				     s->count < PA_CONTAINERS_MAX;
		     i++) {
			const char *id = pa_containers_id(tree->groups[i].path);
			uint32_t name_id, at;

			if (!id)
				continue;
			name_id = pa_names_id(sys->names, id, PA_CONTAINERS_ID_BYTES);
			if (pa_map_get(&s->asked, name_id, &at))
				continue;
			pa_map_put(&s->asked, name_id, 0);
			ask_one(s, sys, id, name_id);
			asked++;
		}
	}
	for (uint32_t i = 0; i < s->count; i++)
		*pa_moment_container(moment) = s->told[i];
	return 0;
}

static void *open_source(struct pa_linux *sys)
{
	struct state *s = pa_alloc(sizeof(*s));

	(void)sys;
	pa_map_init(&s->asked);
	return s;
}

static void close_source(void *self)
{
	struct state *s = self;

	pa_map_done(&s->asked);
	free(s);
}

const struct pa_source pa_source_containers = {
	.name = "containers",
	.pass = PA_PASS_RARE,
	.open = open_source,
	.read = read_source,
	.close = close_source,
};
