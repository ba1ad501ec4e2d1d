/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/names.h"
#include "snapshot/redact_internal.h"

enum {
	UID_BASE = 70000, /* uid-like numbers that no system gives by itself */
	EXTENSION_MAX = 8,
	SHORTEST_HOST = 2, /* shorter words are replaced in their own places only */
	SHORTEST_USER = 3,
	SHORTEST_DOMAIN = 4,
	KNOWN_MAX = 1024, /* each is looked for at every word; more stay replaced in place */
};

/* Words of the kernel's texts: a host or a user of this name is replaced only where a name of
 * that kind must stand, for replacing the word everywhere would change what the kernel said. */
static const char *const vocabulary[] = {
	"audit",     "blkio",	"bpf",	    "btrfs",   "cgroup",     "cgroup2", "client",
	"cpu",	     "cpuacct", "cpuset",   "current", "data",	     "debug",	"default",
	"dev",	     "devices", "disk",	    "docker",  "eth0",	     "events",	"ext4",
	"freezer",   "full",	"fuse",	    "high",    "home",	     "hugetlb", "idle",
	"inet_diag", "init",	"io",	    "irq",     "kernel",     "kill",	"kmsg",
	"kvm",	     "link",	"linux",    "list",    "lo",	     "local",	"localhost",
	"locked",    "log",	"low",	    "machine", "max",	     "memory",	"min",
	"misc",	     "mnt",	"mount",    "name",    "net",	     "net_cls", "net_prio",
	"netns",     "nfs",	"nfs4",	    "node",    "none",	     "oom",	"open",
	"opt",	     "overlay", "peak",	    "perf",    "perf_event", "pids",	"pressure",
	"proc",	     "process", "programs", "qdisc",   "rdma",	     "release", "root",
	"run",	     "scope",	"self",	    "server",  "service",    "slice",	"snap",
	"sock",	     "socket",	"some",	    "srv",     "stat",	     "state",	"statvfs",
	"swap",	     "sys",	"sysconf",  "sysfs",   "system",     "systemd", "task",
	"taskstats", "test",	"time",	    "tmp",     "tmpfs",	     "tty",	"type",
	"uid",	     "uname",	"unified",  "user",    "usr",	     "var",	"version",
	"vfat",	     "vm",	"weight",   "xfs",     "zfs",
};

void pa_redact_init(struct pa_redact *redact)
{
	*redact = (struct pa_redact){
		.host = pa_names_new(),
		.user = pa_names_new(),
		.uid = pa_names_new(),
		.id = pa_names_new(),
		.file = pa_names_new(),
		.v4 = pa_names_new(),
		.v6 = pa_names_new(),
		.known_host = pa_names_new(),
		.known_user = pa_names_new(),
		.domain = pa_names_new(),
		.place = pa_names_new(),
	};
}

void pa_redact_done(struct pa_redact *redact)
{
	struct pa_names *const all[] = {
		redact->host,	    redact->user,   redact->uid,   redact->id,
		redact->file,	    redact->v4,	    redact->v6,	   redact->known_host,
		redact->known_user, redact->domain, redact->place,
	};

	for (unsigned int i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		pa_names_free(all[i]);
	*redact = (struct pa_redact){ 0 };
}

static bool is_vocabulary(const char *word, size_t bytes)
{
	for (unsigned int i = 0; i < sizeof(vocabulary) / sizeof(vocabulary[0]); i++)
		if (strlen(vocabulary[i]) == bytes && !memcmp(vocabulary[i], word, bytes))
			return true;
	return false;
}

static void learn_word(struct pa_names *known, const char *word, size_t bytes, size_t shortest)
{
	if (bytes >= shortest && pa_names_count(known) < KNOWN_MAX && !is_vocabulary(word, bytes))
		(void)pa_names_id(known, word, bytes);
}

void pa_redact_learn_host(struct pa_redact *redact, const char *name, size_t name_bytes)
{
	const char *dot = memchr(name, '.', name_bytes);
	size_t rest_bytes = dot ? name_bytes - (size_t)(dot + 1 - name) : 0;

	if (!name_bytes || (name_bytes == 6 && !memcmp(name, "(none)", 6)))
		return;
	learn_word(redact->known_host, name, name_bytes, SHORTEST_HOST);
	if (!dot)
		return;
	learn_word(redact->known_host, name, (size_t)(dot - name), SHORTEST_HOST);
	if (rest_bytes < SHORTEST_DOMAIN || is_vocabulary(dot + 1, rest_bytes))
		return;
	(void)pa_names_id(redact->domain, dot + 1, rest_bytes);
	(void)pa_names_id(redact->known_host, dot + 1, rest_bytes);
}

void pa_redact_learn_user(struct pa_redact *redact, const char *name, size_t name_bytes)
{
	learn_word(redact->known_user, name, name_bytes, SHORTEST_USER);
}

static bool is_user_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("._-", c));
}

void pa_redact_learn_homes(struct pa_redact *redact, const char *text, size_t text_bytes)
{
	static const char home[] = "/home/";
	const char *end = text + text_bytes;

	while (text_bytes && (text = memmem(text, (size_t)(end - text), home, sizeof(home) - 1))) {
		const char *name = text += sizeof(home) - 1;

		while (text < end && is_user_byte(*text))
			text++;
		pa_redact_learn_user(redact, name, (size_t)(text - name));
	}
}

/* path with the kernel's \040 and its like undone, in memory of its own. */
static char *unescaped(const char *path, size_t path_bytes, size_t *out_bytes)
{
	char *out = pa_strndup(path, path_bytes);
	size_t used = 0;

	for (size_t i = 0; i < path_bytes; i++) {
		const char *at = path + i;

		if (*at == '\\' && path_bytes - i > 3 && at[1] >= '0' && at[1] <= '3' &&
		    at[2] >= '0' && at[2] <= '7' && at[3] >= '0' && at[3] <= '7') {
			out[used++] = (char)((at[1] - '0') << 6 | (at[2] - '0') << 3 |
					     (at[3] - '0'));
			i += 3;
		} else {
			out[used++] = *at;
		}
	}
	*out_bytes = used;
	return out;
}

void pa_redact_learn_place(struct pa_redact *redact, const char *path, size_t path_bytes)
{
	size_t bytes;
	PA_CLEANUP(pa_freep) char *plain = unescaped(path, path_bytes, &bytes);

	(void)pa_names_id(redact->place, plain, bytes);
}

bool pa_redact_is_known(const struct pa_redact *redact, const char *word, size_t word_bytes)
{
	return pa_names_find(redact->known_host, word, word_bytes) != UINT32_MAX ||
	       pa_names_find(redact->known_user, word, word_bytes) != UINT32_MAX;
}

static void put_alias(struct pa_names *names, const char *name, size_t name_bytes,
		      const char *prefix, uint32_t base, struct pa_buf *out)
{
	pa_buf_puts(out, prefix);
	pa_buf_printf(out, "%u", (unsigned int)(base + pa_names_id(names, name, name_bytes)));
}

void pa_redact_host(struct pa_redact *redact, const char *name, size_t name_bytes,
		    struct pa_buf *out)
{
	put_alias(redact->host, name, name_bytes, "host-", 0, out);
}

void pa_redact_user(struct pa_redact *redact, const char *name, size_t name_bytes,
		    struct pa_buf *out)
{
	put_alias(redact->user, name, name_bytes, "user-", 0, out);
}

void pa_redact_uid(struct pa_redact *redact, const char *digits, size_t digits_bytes,
		   struct pa_buf *out)
{
	put_alias(redact->uid, digits, digits_bytes, "", UID_BASE, out);
}

void pa_redact_id(struct pa_redact *redact, const char *name, size_t name_bytes, struct pa_buf *out)
{
	put_alias(redact->id, name, name_bytes, "id-", 0, out);
}

/* ".log", when it looks like an extension and not like a name. */
static size_t extension_bytes(const char *path, size_t path_bytes)
{
	size_t bytes = 0;

	while (bytes < path_bytes && bytes <= EXTENSION_MAX) {
		char c = path[path_bytes - 1 - bytes];

		if (c == '.')
			return bytes && bytes + 1 < path_bytes &&
					       path[path_bytes - 2 - bytes] != '/'
				       ? bytes + 1
				       : 0;
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			return 0;
		bytes++;
	}
	return 0;
}

void pa_redact_file_name(struct pa_redact *redact, const char *path, size_t path_bytes,
			 struct pa_buf *out)
{
	size_t bytes, extension;
	PA_CLEANUP(pa_freep) char *plain = unescaped(path, path_bytes, &bytes);

	put_alias(redact->file, plain, bytes, "/file-", 0, out);
	extension = extension_bytes(plain, bytes);
	if (extension && !pa_redact_is_known(redact, plain + bytes - extension + 1, extension - 1))
		pa_buf_put(out, plain + bytes - extension, extension);
}

/* The n-th address for examples and benchmarks: RFC 5737, RFC 2544, then class E. */
static uint32_t example4(uint32_t n)
{
	static const struct {
		uint32_t first, count;
	} block[] = {
		{ 0xc0000201, 254 },	/* 192.0.2.0/24 */
		{ 0xc6336401, 254 },	/* 198.51.100.0/24 */
		{ 0xcb007101, 254 },	/* 203.0.113.0/24 */
		{ 0xc6120001, 131070 }, /* 198.18.0.0/15 */
	};

	n--;
	for (unsigned int i = 0; i < sizeof(block) / sizeof(block[0]); i++) {
		if (n < block[i].count)
			return block[i].first + n;
		n -= block[i].count;
	}
	return 0xf0000000 + (n & 0x0effffff);
}

void pa_redact_address4(struct pa_redact *redact, uint8_t address[4])
{
	char text[INET_ADDRSTRLEN];
	uint32_t example;

	if (address[0] == 0 || address[0] == 127 || address[0] == 255)
		return;
	(void)inet_ntop(AF_INET, address, text, sizeof(text)); /* fits */
	example = htonl(example4(pa_names_id(redact->v4, text, strlen(text))));
	memcpy(address, &example, 4);
}

void pa_redact_address6(struct pa_redact *redact, uint8_t address[16])
{
	static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
	static const uint8_t example[12] = { 0x20, 0x01, 0x0d, 0xb8 };
	static const uint8_t local[12] = { 0xfe, 0x80 };
	char text[INET6_ADDRSTRLEN];
	bool is_local = address[0] == 0xfe && (address[1] & 0xc0) == 0x80;
	uint32_t number;

	if (!memcmp(address, mapped, sizeof(mapped))) {
		pa_redact_address4(redact, address + 12);
		return;
	}
	if (!memcmp(address, mapped, 10) && !address[10] && !address[11] && !address[12] &&
	    !address[13] && !address[14] && address[15] <= 1)
		return;						/* :: and ::1 */
	(void)inet_ntop(AF_INET6, address, text, sizeof(text)); /* fits */
	number = htonl(pa_names_id(redact->v6, text, strlen(text)));
	memcpy(address, is_local ? local : example, sizeof(example));
	memcpy(address + 12, &number, 4);
}
