/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Free text: at every place where a word may begin, a row of recognisers is asked. One that
 * knows what stands there appends the replacement and moves on.
 */
#include <arpa/inet.h>
#include <string.h>

#include "base/buf.h"
#include "base/names.h"
#include "snapshot/redact_internal.h"

/* No name or address is longer. Looking further would make strange input slow. */
enum { WORD_MAX_BYTES = 255 };

struct reading {
	struct pa_redact *redact;
	const char *begin, *at, *end;
	uint32_t flags;
	struct pa_buf *out;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_host_byte(char c)
{
	return is_alnum(c) || c == '-' || c == '.';
}

/* The byte i behind the cursor, NUL past the end; and the one before the cursor. */
static char peek(const struct reading *r, size_t i)
{
	return i < (size_t)(r->end - r->at) ? r->at[i] : '\0';
}

static char before(const struct reading *r)
{
	return r->at > r->begin ? r->at[-1] : '\0';
}

static bool starts(const struct reading *r, const char *text)
{
	size_t bytes = strlen(text);

	return (size_t)(r->end - r->at) >= bytes && !memcmp(r->at, text, bytes);
}

/* How many bytes from offset from on satisfy is(); no more than a word has. */
static size_t run(const struct reading *r, size_t from, bool (*is)(char c))
{
	size_t n = from, left = (size_t)(r->end - r->at);

	if (left > from + WORD_MAX_BYTES)
		left = from + WORD_MAX_BYTES;

	while (n < left && is(r->at[n]))
		n++;
	return n - from;
}

static void keep(struct reading *r, size_t bytes)
{
	pa_buf_put(r->out, r->at, bytes);
	r->at += bytes;
}

/* Bytes up to where a path ends: a blank, a quote, a comma; in a path that is all there is, only
 * the end. */
static size_t path_run(const struct reading *r, size_t from)
{
	size_t n = from, left = (size_t)(r->end - r->at);

	if (r->flags & PA_REDACT_PATH)
		return left - from;
	while (n < left && r->at[n] && !strchr(" \t\n\"',;)]}>", r->at[n]) && r->at[n] != ':')
		n++;
	return n - from;
}

/* "/home/NAME/rest": the name becomes a user, the rest one name. */
static bool take_home(struct reading *r)
{
	static const char *const folders[] = { "/home/", "/media/", "/Users/" };
	size_t head = 0, name, rest;

	for (unsigned int i = 0; !head && i < sizeof(folders) / sizeof(folders[0]); i++)
		head = starts(r, folders[i]) ? strlen(folders[i]) : 0;
	if (!head || peek(r, head) == '/')
		return false;
	name = path_run(r, head);
	rest = name;
	for (size_t i = 0; i < name; i++)
		if (r->at[head + i] == '/')
			name = i;
	rest -= name;
	if (!name)
		return false;
	pa_buf_put(r->out, r->at, head);
	pa_redact_user(r->redact, r->at + head, name, r->out);
	if (rest > 1)
		pa_redact_file_name(r->redact, r->at, head + name + rest, r->out);
	else
		pa_buf_put(r->out, r->at + head + name, rest);
	r->at += head + name + rest;
	return true;
}

/* "user-1000.slice", "user@1000.service", "/run/user/1000": people's numbers begin at 1000. */
static bool take_uid(struct reading *r)
{
	static const char *const heads[] = { "user-", "user@", "/run/user/", "user-runtime-dir@" };
	size_t head, digits;

	for (unsigned int i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		head = strlen(heads[i]);
		digits = starts(r, heads[i]) ? run(r, head, is_digit) : 0;
		if (digits >= 4 && !is_alnum(peek(r, head + digits))) {
			pa_buf_put(r->out, r->at, head);
			pa_redact_uid(r->redact, r->at + head, digits, r->out);
			r->at += head + digits;
			return true;
		}
	}
	return false;
}

static bool is_machine_byte(char c)
{
	return is_alnum(c) || (c && strchr("._-:\\@+", c));
}

/* Units of virtual machines and containers carry their names. */
static bool take_machine(struct reading *r)
{
	static const struct {
		const char *head, *tail;
	} shapes[] = {
		{ "machine-", ".scope" },
		{ "lxc.payload.", "" },
		{ "lxc.monitor.", "" },
	};

	for (unsigned int i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		size_t head = strlen(shapes[i].head), tail = strlen(shapes[i].tail), bytes;

		if (!starts(r, shapes[i].head))
			continue;
		bytes = run(r, head, is_machine_byte);
		if (bytes <= tail || memcmp(r->at + head + bytes - tail, shapes[i].tail, tail) != 0)
			continue;
		pa_buf_put(r->out, r->at, head);
		pa_redact_id(r->redact, r->at + head, bytes - tail, r->out);
		pa_buf_puts(r->out, shapes[i].tail);
		r->at += head + bytes;
		return true;
	}
	return false;
}

/* 8-4-4-4-12 digits; parted by '-', or by '_' in systemd's names. May follow any letter. */
static bool take_uuid(struct reading *r)
{
	if ((peek(r, 8) != '-' && peek(r, 8) != '_') || is_hex(peek(r, 36)))
		return false;
	for (size_t i = 0; i < 36; i++) {
		bool parted = i == 8 || i == 13 || i == 18 || i == 23;

		if (parted ? peek(r, i) != peek(r, 8) : !is_hex(peek(r, i)))
			return false;
	}
	pa_redact_id(r->redact, r->at, 36, r->out);
	r->at += 36;
	return true;
}

/* Ids of containers and machines: 32 hex digits and more, or 12 that are no plain number. */
static bool take_hex(struct reading *r)
{
	size_t digits = run(r, 0, is_hex), letters = 0;

	if (is_alnum(peek(r, digits)) || (digits < 32 && digits != 12))
		return false;
	for (size_t i = 0; i < digits; i++)
		letters += !is_digit(r->at[i]);
	if (digits == 12 && (!letters || letters == digits))
		return false;
	pa_redact_id(r->redact, r->at, digits, r->out);
	r->at += digits;
	return true;
}

/* "52:54:00:12:34:56" and the longer ones of InfiniBand: zeros. */
static bool take_mac(struct reading *r)
{
	size_t pairs = 0;

	while (is_hex(peek(r, 3 * pairs)) && is_hex(peek(r, 3 * pairs + 1))) {
		pairs++;
		if (peek(r, 3 * pairs - 1) != ':')
			break;
	}
	if ((pairs != 6 && pairs != 8 && pairs != 20) || before(r) == ':' ||
	    is_alnum(peek(r, 3 * pairs - 1)) || peek(r, 3 * pairs - 1) == ':')
		return false;
	for (size_t i = 0; i < pairs; i++)
		pa_buf_puts(r->out, i ? ":00" : "00");
	r->at += 3 * pairs - 1;
	return true;
}

static bool is_v6_byte(char c)
{
	return is_hex(c) || c == ':' || c == '.';
}

/* Step over bytes bytes of address text; address NULL: it stays as it is written. */
static void put_address(struct reading *r, int family, const uint8_t *address, size_t bytes)
{
	char text[INET6_ADDRSTRLEN];

	if (!address) {
		keep(r, bytes);
		return;
	}
	(void)inet_ntop(family, address, text, sizeof(text)); /* fits */
	pa_buf_puts(r->out, text);
	r->at += bytes;
}

static bool take_v6(struct reading *r)
{
	char text[INET6_ADDRSTRLEN];
	size_t bytes = run(r, 0, is_v6_byte), colons = 0;
	uint8_t address[16], original[16];

	if (before(r) == ':' || before(r) == '.' || is_alnum(before(r)))
		return false;
	while (bytes && (r->at[bytes - 1] == '.' ||
			 (r->at[bytes - 1] == ':' && (bytes < 2 || r->at[bytes - 2] != ':'))))
		bytes--; /* of the sentence */
	for (size_t i = 0; i < bytes; i++)
		colons += r->at[i] == ':';
	if (colons < 2 || bytes >= sizeof(text) || is_alnum(peek(r, bytes)) ||
	    peek(r, bytes) == '_' || (peek(r, bytes) == '/' && !is_digit(peek(r, bytes + 1))))
		return false; /* "0::/user.slice" is a control group */
	memcpy(text, r->at, bytes);
	text[bytes] = '\0';
	if (inet_pton(AF_INET6, text, address) != 1)
		return false;
	memcpy(original, address, sizeof(original));
	pa_redact_address6(r->redact, address);
	put_address(r, AF_INET6, memcmp(original, address, sizeof(original)) ? address : NULL,
		    bytes);
	return true;
}

/* The bytes of a dotted address at the cursor, 0 when none stands there. */
static size_t v4_bytes(const struct reading *r, char dot, size_t from)
{
	size_t n = from;

	for (int part = 0; part < 4; part++) {
		size_t digits = run(r, n, is_digit);

		if (!digits || digits > 3)
			return 0;
		n += digits;
		if (part < 3 && peek(r, n++) != dot)
			return 0;
	}
	if (is_alnum(peek(r, n)) || peek(r, n) == '_' ||
	    (peek(r, n) == dot && is_digit(peek(r, n + 1))))
		return 0;
	return n - from;
}

static bool take_v4(struct reading *r)
{
	char text[INET_ADDRSTRLEN];
	size_t bytes = before(r) == '.' ? 0 : v4_bytes(r, '.', 0);
	uint8_t address[4], original[4];

	if (!bytes)
		return false;
	memcpy(text, r->at, bytes);
	text[bytes] = '\0';
	if (inet_pton(AF_INET, text, address) != 1)
		return false;
	memcpy(original, address, sizeof(original));
	pa_redact_address4(r->redact, address);
	put_address(r, AF_INET, memcmp(original, address, sizeof(original)) ? address : NULL,
		    bytes);
	return true;
}

static bool ends_with(const char *text, size_t bytes, const char *end, size_t end_bytes)
{
	return bytes > end_bytes && text[bytes - end_bytes - 1] == '.' &&
	       !memcmp(text + bytes - end_bytes, end, end_bytes);
}

/* Last labels of names that people give to hosts, here and on the Internet. */
static bool has_public_end(const char *name, size_t bytes)
{
	static const char *const ends[] = { "com",    "net",	 "org",	    "edu",
					    "gov",    "corp",	 "lan",	    "internal",
					    "intern", "intra",	 "local",   "test",
					    "cloud",  "invalid", "example", "home.arpa" };

	for (unsigned int i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (ends_with(name, bytes, ends[i], strlen(ends[i])))
			return true;
	return false;
}

/* The bytes of a host's name with dots at offset from, 0 when it is not known as one. */
static size_t domain_bytes(const struct reading *r, size_t from)
{
	size_t bytes = run(r, from, is_host_byte);
	const char *name = r->at + from;

	while (bytes && !is_alnum(name[bytes - 1]))
		bytes--;
	if (!bytes || !memchr(name, '.', bytes) || peek(r, from + bytes) == '_')
		return 0;
	if (has_public_end(name, bytes))
		return bytes;
	for (uint32_t i = 1; i < pa_names_count(r->redact->domain); i++) {
		const char *domain = pa_names_text(r->redact->domain, i);

		if (ends_with(name, bytes, domain, strlen(domain)))
			return bytes;
	}
	return 0;
}

/* The bytes of the longest of these words that stands whole at offset from. */
static size_t known_bytes(const struct reading *r, const struct pa_names *known, size_t from)
{
	size_t left = (size_t)(r->end - r->at), best = 0;

	for (uint32_t i = 1; i < pa_names_count(known); i++) {
		const char *word = pa_names_text(known, i);
		size_t bytes = strlen(word);

		if (from < left && word[0] == r->at[from] && bytes > best && bytes <= left - from &&
		    !memcmp(r->at + from, word, bytes) && !is_alnum(peek(r, from + bytes)))
			best = bytes;
	}
	return best;
}

/* "ip-10-0-0-7", as clouds name their machines. */
static size_t cloud_bytes(const struct reading *r)
{
	size_t bytes = starts(r, "ip-") ? v4_bytes(r, '-', 3) : 0;

	return bytes ? bytes + 3 : 0;
}

static bool take_host(struct reading *r)
{
	size_t bytes = domain_bytes(r, 0);

	if (r->flags & PA_REDACT_OWN)
		return false;
	if (!bytes)
		bytes = known_bytes(r, r->redact->known_host, 0);
	if (!bytes)
		bytes = cloud_bytes(r);
	if (!bytes)
		return false;
	pa_redact_host(r->redact, r->at, bytes, r->out);
	r->at += bytes;
	return true;
}

static bool take_user(struct reading *r)
{
	size_t bytes = known_bytes(r, r->redact->known_user, 0), name;

	if (r->flags & PA_REDACT_OWN)
		return false;
	if (!bytes) { /* NAME@HOST */
		name = run(r, 0, is_host_byte);
		if (name && peek(r, name) == '@' &&
		    (domain_bytes(r, name + 1) || v4_bytes(r, '.', name + 1) ||
		     known_bytes(r, r->redact->known_host, name + 1)))
			bytes = name;
	}
	if (!bytes)
		return false;
	pa_redact_user(r->redact, r->at, bytes, r->out);
	r->at += bytes;
	return true;
}

static bool at_field(const struct reading *r)
{
	return !before(r) || strchr(" \t\n", before(r));
}

/* The bytes of "HOST" in "HOST:/path", or behind "//" in "//HOST/share"; 0 for another field. */
static size_t mount_host_bytes(const struct reading *r, size_t from, bool slashes)
{
	size_t bytes = run(r, from, is_host_byte);

	if (slashes)
		return peek(r, from + bytes) == '/' ? bytes : 0;
	return peek(r, from + bytes) == ':' && peek(r, from + bytes + 1) == '/' &&
			       peek(r, from + bytes + 2) != '/'
		       ? bytes
		       : 0;
}

/* Sources of network mounts: "HOST:/path", "NAME@HOST:/path", "//HOST/share". */
static bool take_mount(struct reading *r)
{
	size_t head = starts(r, "//") ? 2 : 0, user = run(r, head, is_host_byte), host, rest;

	if (!at_field(r) || r->flags & (PA_REDACT_PATH | PA_REDACT_LOG))
		return false;
	user = !head && peek(r, user) == '@' ? user + 1 : 0;
	host = mount_host_bytes(r, head + user, head != 0);
	if (!host)
		return false;
	if (user)
		pa_redact_user(r->redact, r->at, user - 1, r->out);
	pa_buf_puts(r->out, user ? "@" : head ? "//" : "");
	r->at += head + user;
	if (v4_bytes(r, '.', 0) != host || !take_v4(r)) {
		pa_redact_host(r->redact, r->at, host, r->out);
		r->at += host;
	}
	if (!head)
		keep(r, 1);
	rest = path_run(r, 0);
	pa_redact_file_name(r->redact, r->at, rest, r->out);
	r->at += rest;
	return true;
}

static bool is_value_byte(char c)
{
	return c && !strchr(" \t\n,;", c);
}

/* Options of network mounts that tell names and secrets. */
static bool take_option(struct reading *r)
{
	static const char *const keys[] = { "username=", "user=",	 "domain=",	"password=",
					    "pass=",	 "credentials=", "prefixpath=", "unc=" };

	if (!before(r) || !strchr(" ,\t", before(r)))
		return false;
	for (unsigned int i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		size_t bytes = strlen(keys[i]);

		if (!starts(r, keys[i]))
			continue;
		pa_buf_puts(r->out, keys[i]);
		pa_buf_puts(r->out, "redacted");
		r->at += bytes + run(r, bytes, is_value_byte);
		return true;
	}
	return false;
}

/* In a log a path is a file's, or a place's whose structure must stay. */
static bool take_file(struct reading *r)
{
	size_t bytes = r->flags & PA_REDACT_LOG && *r->at == '/' ? path_run(r, 0) : 0;

	if (bytes < 2 || !(at_field(r) || strchr("\"'(<[", before(r))))
		return false;
	if (pa_names_find(r->redact->place, r->at, bytes) != UINT32_MAX)
		return false;
	pa_redact_file(r->redact, r->at, bytes, r->out);
	r->at += bytes;
	return true;
}

/* Recognisers of what begins a word, the most special first. */
static bool (*const takers[])(struct reading *r) = {
	take_file, take_home, take_uid, take_machine, take_option, take_mount,
	take_mac,  take_v6,   take_v4,	take_hex,     take_host,   take_user,
};

static bool take_any(struct reading *r)
{
	if (take_uuid(r))
		return true;
	if (is_alnum(before(r)) && is_alnum(*r->at))
		return false; /* inside a word */
	for (unsigned int i = 0; i < sizeof(takers) / sizeof(takers[0]); i++)
		if (takers[i](r))
			return true;
	return false;
}

void pa_redact_text(struct pa_redact *redact, const char *text, size_t text_bytes, uint32_t flags,
		    struct pa_buf *out)
{
	struct reading r = { redact, text, text, text + text_bytes, flags, out };

	while (r.at < r.end && !out->overflow)
		if (!take_any(&r))
			keep(&r, 1);
}
