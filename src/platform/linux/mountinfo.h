/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is mounted where. Kept once for all sources that ask (mounts, cgroups): read when it
 * changed, parsed again only when the bytes did.
 */
#ifndef PA_PLATFORM_LINUX_MOUNTINFO_H
#define PA_PLATFORM_LINUX_MOUNTINFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pa_linux;
struct pa_mountinfo;

/* One mount. Texts are NUL-terminated, with the kernel's escapes undone, and owned by the
 * pa_mountinfo until its next change. */
struct pa_mountinfo_row {
	uint32_t major, minor; /* st_dev of its files */
	const char *root;      /* which folder of the file system is mounted */
	const char *point;     /* where */
	const char *type;      /* "ext4", "fuse.sshfs" */
	const char *source;    /* "/dev/vda1", "server:/export", "none" */
	const char *flags;     /* of the mount: "rw,relatime" */
	const char *options;   /* of the superblock: "rw,cpu,cpuacct" */
	bool read_only;	       /* the mount or its superblock */
};

struct pa_mountinfo *pa_mountinfo_new(void) __attribute__((returns_nonnull, warn_unused_result));

/* NULL is fine; returns NULL. */
struct pa_mountinfo *pa_mountinfo_free(struct pa_mountinfo *info);

/* Read /proc/self/mountinfo in slow passes and when the kernel says that it changed, once in a
 * pass. 0 or the negative errno of that read. */
int pa_mountinfo_refresh(struct pa_linux *sys);

/*
 * Take text_bytes bytes as the new content. Lines that are cut or malformed are skipped; at
 * most PA_MOUNTINFO_MAX mounts are kept. Equal bytes change nothing.
 * Source: fs/proc_namespace.c, show_mountinfo().
 */
enum { PA_MOUNTINFO_MAX = 65536 };
void pa_mountinfo_parse(struct pa_mountinfo *info, const char *text, size_t text_bytes);

/* All mounts in the kernel's order; borrowed, valid until the next parse or refresh. */
const struct pa_mountinfo_row *pa_mountinfo_rows(const struct pa_mountinfo *info, size_t *count);

/* Grows with every change of the content; 0 before the first. */
uint32_t pa_mountinfo_generation(const struct pa_mountinfo *info);

/* True when the comma-separated options have exactly this one. */
bool pa_mountinfo_has_option(const char *options, const char *option);

/* Undo \040 and the like in place; text is NUL-terminated. Also for /proc/swaps.
 * Source: fs/seq_file.c, mangle_path(). */
void pa_mountinfo_unescape(char *text);

#endif
