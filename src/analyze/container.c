/* SPDX-License-Identifier: Apache-2.0 */
#include "analyze/container.h"

#include <stddef.h>
#include <string.h>

enum { HASH_BYTES = 64, UID_BYTES = 36, CONFIG_HASH_BYTES = 32 };

/* A component of the path; not NUL-terminated. */
struct part {
	const char *at;
	size_t bytes;
};

static bool starts(struct part part, const char *with)
{
	size_t bytes = strlen(with);

	return part.bytes >= bytes && !memcmp(part.at, with, bytes);
}

static bool ends(struct part part, const char *with)
{
	size_t bytes = strlen(with);

	return part.bytes >= bytes && !memcmp(part.at + part.bytes - bytes, with, bytes);
}

static bool is(struct part part, const char *text)
{
	return part.bytes == strlen(text) && starts(part, text);
}

/* What is left between a beginning and an end. */
static struct part inside(struct part part, const char *before, const char *behind)
{
	size_t cut = strlen(before) + strlen(behind);

	if (!starts(part, before) || !ends(part, behind) || part.bytes <= cut)
		return (struct part){ part.at, 0 };
	return (struct part){ part.at + strlen(before), part.bytes - cut };
}

static bool is_hex(struct part part, size_t bytes)
{
	if (part.bytes != bytes)
		return false;
	for (size_t i = 0; i < bytes; i++)
		if (!strchr("0123456789abcdef", part.at[i]) || !part.at[i])
			return false;
	return true;
}

static void copy(struct part part, char *out, size_t out_bytes)
{
	if (!part.bytes || part.bytes >= out_bytes)
		return;
	memcpy(out, part.at, part.bytes);
	out[part.bytes] = '\0';
}

/* Undo systemd's \xHH for the bytes that names hold. */
static void unescape(char *text)
{
	static const char digits[] = "0123456789abcdef";
	char *to = text;

	while (*text) {
		const char *high, *low;

		if (text[0] == '\\' && text[1] == 'x' && text[2] && text[3] &&
		    (high = strchr(digits, text[2])) && (low = strchr(digits, text[3])) &&
		    high - digits + low - digits) {
			*to++ = (char)((high - digits) * 16 + (low - digits));
			text += 4;
			continue;
		}
		*to++ = *text++;
	}
	*to = '\0';
}

/* A pod's UID: of the API server 36 bytes, of a file on the node 32 hex digits. */
static bool take_uid(struct part uid, char pod[PA_CONTAINER_ID_BYTES])
{
	if (uid.bytes != UID_BYTES && !is_hex(uid, CONFIG_HASH_BYTES))
		return false;
	for (size_t i = 0; i < uid.bytes; i++)
		if (!strchr("0123456789abcdef-_", uid.at[i]) || !uid.at[i])
			return false;
	copy(uid, pod, PA_CONTAINER_ID_BYTES);
	for (char *at = pod; *at; at++)
		*at = *at == '_' ? '-' : *at; /* a dash parts slices in systemd */
	return true;
}

static bool take_pod(struct part part, struct pa_container *out)
{
	static const char mark[] = "-pod";
	struct part slice = inside(part, "", ".slice"), id;

	if (starts(part, "pod") && take_uid(inside(part, "pod", ""), out->pod))
		return true;
	id = inside(part, "machine-libpod_pod_", ".slice");
	if (is_hex(id, HASH_BYTES)) {
		copy(id, out->pod, sizeof(out->pod));
		return true;
	}
	for (size_t i = slice.bytes; i-- > sizeof(mark) - 1;) {
		struct part uid = { slice.at + i, slice.bytes - i };

		if (!memcmp(uid.at - (sizeof(mark) - 1), mark, sizeof(mark) - 1))
			return take_uid(uid, out->pod);
	}
	return false;
}

/* Groups named "PREFIX" and 64 hex digits, with systemd's ".scope" behind them or without. A
 * runtime of NULL is its helper and no container. */
static const struct {
	const char *prefix, *runtime;
} hashed[] = {
	{ "docker-", "docker" },      { "cri-containerd-", "containerd" },
	{ "nerdctl-", "containerd" }, { "crio-conmon-", NULL },
	{ "crio-", "cri-o" },	      { "libpod-conmon-", NULL },
	{ "libpod-", "podman" },
};

/* The folder in which groups named by 64 hex digits alone stand. */
static const struct {
	const char *parent, *runtime;
} plain[] = {
	{ "docker", "docker" },
	{ "libpod_parent", "podman" },
	{ "default", "containerd" },
};

static const char *runtime_of_parent(struct part parent, const struct pa_container *out)
{
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (is(parent, plain[i].parent))
			return plain[i].runtime;
	return out->pod[0] ? "kubernetes" : NULL;
}

static bool take_hashed(struct part part, struct part parent, struct pa_container *out)
{
	for (size_t i = 0; i < sizeof(hashed) / sizeof(hashed[0]); i++) {
		struct part id = inside(part, hashed[i].prefix,
					ends(part, ".scope") ? ".scope" : "");

		if (!is_hex(id, HASH_BYTES))
			continue;
		if (!hashed[i].runtime)
			return true;
		out->runtime = hashed[i].runtime;
		copy(id, out->id, sizeof(out->id));
		return true;
	}
	if (!is_hex(part, HASH_BYTES) || !runtime_of_parent(parent, out))
		return false;
	out->runtime = runtime_of_parent(parent, out);
	copy(part, out->id, sizeof(out->id));
	return true;
}

/* Containers and machines that have a name and no id. */
static const struct {
	const char *parent; /* NULL: anywhere */
	const char *before, *behind, *runtime;
} named[] = {
	{ NULL, "lxc.payload.", "", "lxc" },
	{ "lxc.payload", "", "", "lxc" },
	{ "lxc", "", "", "lxc" },
	{ NULL, "systemd-nspawn@", ".service", "nspawn" },
	{ "machine.slice", "machine-", ".scope", "machine" },
};

static bool take_named(struct part part, struct part parent, struct pa_container *out)
{
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		struct part name = inside(part, named[i].before, named[i].behind);

		if ((named[i].parent && !is(parent, named[i].parent)) || !name.bytes)
			continue;
		out->runtime = named[i].runtime;
		copy(name, out->id, sizeof(out->id));
		unescape(out->id);
		return true;
	}
	return false;
}

/* A service or scope beats the slice it is in. */
static void take_unit(struct part part, struct pa_container *out)
{
	bool slice = ends(part, ".slice");
	size_t had = strlen(out->unit);

	if (!slice && !ends(part, ".service") && !ends(part, ".scope"))
		return;
	if (slice && had && !(had > 6 && !strcmp(out->unit + had - 6, ".slice")))
		return;
	if (part.bytes < sizeof(out->unit)) {
		copy(part, out->unit, sizeof(out->unit));
		unescape(out->unit);
	}
}

bool pa_container_of_path(const char *path, struct pa_container *out)
{
	struct part parent = { path, 0 };

	*out = (struct pa_container){ 0 };
	while (*path) {
		struct part part;

		path += *path == '/';
		part = (struct part){ path, strcspn(path, "/") };
		path += part.bytes;
		if (!part.bytes)
			continue;
		if (!take_pod(part, out) && !take_hashed(part, parent, out) &&
		    !take_named(part, parent, out))
			take_unit(part, out);
		parent = part;
	}
	return out->runtime || out->pod[0] || out->unit[0];
}
