/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Redaction: taking out of a snapshot what identifies people and machines. Originals are
 * numbered in order of first use, so the same original always gets the same replacement and
 * the same snapshot always gives the same result. docs/format-snapshot.md says the rules.
 */
#ifndef PA_SNAPSHOT_REDACT_INTERNAL_H
#define PA_SNAPSHOT_REDACT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_buf;
struct pa_names;

struct pa_redact {
	struct pa_names *host, *user, *uid, *id, *file, *v4, *v6; /* id in names = number */
	struct pa_names *known_host; /* words that are replaced wherever they stand */
	struct pa_names *known_user;
	struct pa_names *domain; /* "corp.example.com": a name that ends so is a host */
	struct pa_names *place;	 /* mount points and cgroup paths: they keep their structure */
};

void pa_redact_init(struct pa_redact *redact);
void pa_redact_done(struct pa_redact *redact);

/* Note a host's full name: itself, its first label and its domain become known. */
void pa_redact_learn_host(struct pa_redact *redact, const char *name, size_t name_bytes);
/* Note a user's name. */
void pa_redact_learn_user(struct pa_redact *redact, const char *name, size_t name_bytes);
/* Note the users of all home directories in a text. */
void pa_redact_learn_homes(struct pa_redact *redact, const char *text, size_t text_bytes);
/* Note a mount point or cgroup path, with the kernel's \ooo undone. */
void pa_redact_learn_place(struct pa_redact *redact, const char *path, size_t path_bytes);

/* Is this word the name of a known host or user? */
bool pa_redact_is_known(const struct pa_redact *redact, const char *word, size_t word_bytes);

/* Append the replacement of an original: "host-3". */
void pa_redact_host(struct pa_redact *redact, const char *name, size_t name_bytes,
		    struct pa_buf *out);
void pa_redact_user(struct pa_redact *redact, const char *name, size_t name_bytes,
		    struct pa_buf *out);
void pa_redact_uid(struct pa_redact *redact, const char *digits, size_t digits_bytes,
		   struct pa_buf *out);
void pa_redact_id(struct pa_redact *redact, const char *name, size_t name_bytes,
		  struct pa_buf *out);
/* "/file-7.log": path is a whole path; escapes of the kernel (\040) count as what they mean. */
void pa_redact_file_name(struct pa_redact *redact, const char *path, size_t path_bytes,
			 struct pa_buf *out);

/* Replace an address of network byte order in place. Unspecified, loopback, netmasks and
 * broadcast stay as they are. */
void pa_redact_address4(struct pa_redact *redact, uint8_t address[4]);
void pa_redact_address6(struct pa_redact *redact, uint8_t address[16]);

enum pa_redact_flag {
	PA_REDACT_LOG = 1 << 0,	 /* a path is a file's unless it is a known place */
	PA_REDACT_PATH = 1 << 1, /* the text is one path: blanks and colons do not end it */
	PA_REDACT_OWN = 1 << 2,	 /* its words are the kernel's own: no host, no user is meant */
};

/* Append free text with everything that identifies replaced. */
void pa_redact_text(struct pa_redact *redact, const char *text, size_t text_bytes, uint32_t flags,
		    struct pa_buf *out);

/* Append the path of an open file: its mount point, "file-N" and its extension. What is no
 * file ("socket:[7]", "/dev/null") stays. */
void pa_redact_file(struct pa_redact *redact, const char *path, size_t path_bytes,
		    struct pa_buf *out);

/* Append what users declared: sources, keys and sentences go, and the text stays one that can
 * be understood. text: text_bytes bytes of INI, as user/declare.h writes it. */
void pa_redact_declared(struct pa_redact *redact, const char *text, size_t text_bytes,
			struct pa_buf *out);

/* How the content of a reply is to be redacted. */
enum pa_redact_kind {
	PA_REDACT_FREE,	     /* text in which anything may stand; the default */
	PA_REDACT_KEEP,	     /* the kernel's own figures and words */
	PA_REDACT_EMPTY,     /* nothing of it is needed */
	PA_REDACT_SECRET,    /* a serial number: "redacted" */
	PA_REDACT_HOSTNAME,  /* the whole text is a host's name */
	PA_REDACT_VERSION,   /* /proc/version */
	PA_REDACT_BOOT,	     /* /proc/cmdline */
	PA_REDACT_COMM,	     /* the whole text is a command's name */
	PA_REDACT_STAT,	     /* /proc/PID/stat: the name in ( ) */
	PA_REDACT_ARGUMENTS, /* /proc/PID/cmdline */
	PA_REDACT_LINK,	     /* the path of an open file */
	PA_REDACT_MAPS,	     /* /proc/PID/maps and its like: a path at the end of a line */
	PA_REDACT_UNIX,	     /* /proc/net/unix */
	PA_REDACT_SOCKETS,   /* /proc/net/tcp and its like: addresses in hex */
	PA_REDACT_KMSG,	     /* the kernel log */
	PA_REDACT_DIAG,	     /* sock_diag messages */
	PA_REDACT_LINKS,     /* rtnetlink messages about interfaces */
	PA_REDACT_TASKSTATS, /* struct taskstats */
	PA_REDACT_DECLARED,  /* what users declared: INI */
};

/* The kind of a reply by its path. */
enum pa_redact_kind pa_redact_kind_of(const char *path);

/* Append the redacted content of a reply. False: it is binary and nobody knows how to redact
 * it, so it must be left out. Check out->overflow. */
bool pa_redact_content(struct pa_redact *redact, enum pa_redact_kind kind, const char *bytes,
		       size_t size_bytes, struct pa_buf *out);

/*
 * Rewrite netlink messages in place: size_bytes bytes as recorded. Bytes that are no whole
 * message are zeroed. Source: include/uapi/linux/{netlink,inet_diag,unix_diag,if_link}.h.
 */
void pa_redact_diag(struct pa_redact *redact, char *bytes, size_t size_bytes);
void pa_redact_links(struct pa_redact *redact, char *bytes, size_t size_bytes);
/* Rewrite the command's name in a struct taskstats. Source: include/uapi/linux/taskstats.h. */
void pa_redact_taskstats(struct pa_redact *redact, char *bytes, size_t size_bytes);

#endif
