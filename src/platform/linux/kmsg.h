/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel log, /dev/kmsg: what matters of it to a verdict becomes a pa_note. The first pass
 * tells everything that is still in the log (its newest KMSG_MAX_BYTES), later ones what came
 * since. Lines that user space wrote into the log are left out.
 */
#ifndef PA_PLATFORM_LINUX_KMSG_H
#define PA_PLATFORM_LINUX_KMSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/linux/source.h"

struct pa_note;
struct pa_scan;

/* Reply "src/kmsg": the records as read, each "PRIORITY,SEQUENCE,USEC,FLAGS[,…];TEXT\n",
 * then lines of a dictionary that begin with a blank. */
extern const struct pa_source pa_source_kmsg;

/* What was counted over all records read so far. */
struct pa_kmsg_tally {
	uint64_t lines;	     /* that the log ever had; 0 before the first record was read */
	uint64_t suppressed; /* messages that the kernel left out because there were too many */
	uint64_t unready;    /* random numbers given before the generator was ready */
};

enum {
	PA_KMSG_MAX_BYTES = 256 << 10,
	PA_KMSG_TEXTS_MAX = 4096, /* distinct texts kept in a life: later notes have none */
};

/*
 * What one text of the kernel means. text: text_bytes bytes, without the prefix of the record.
 * out: kind, subject and pid are set; the other fields stay as they are.
 * Returns 1 when it matters, 0 when not (out is untouched).
 * Source: the printk calls of 4.18 to 6.18; block/blk-core.c blk_errors[], mm/oom_kill.c,
 * kernel/hung_task.c, kernel/watchdog.c, kernel/rcu/tree_stall.h and the drivers.
 */
int pa_kmsg_classify(const char *text, size_t text_bytes, struct pa_names *names,
		     struct pa_note *out);

/*
 * Take the next record that the kernel itself wrote from scan, which stands on a reply: its
 * text becomes line, note's sequence and at_ns are set. Lines that are no record, and what
 * user space wrote, are skipped. False at the end.
 */
bool pa_kmsg_next(struct pa_scan *scan, struct pa_scan *line, struct pa_note *note);

/*
 * Parse records (text_bytes bytes of a reply) and append a note for each that matters.
 * texts_left: how many texts may still be given a name id; lowered by those given.
 * Lines that are no record are skipped.
 */
void pa_kmsg_parse(const char *text, size_t text_bytes, struct pa_names *names,
		   uint32_t *texts_left, struct pa_moment *moment);

/*
 * Lines that are counted since the log's oldest record: errors of which the kernel keeps no
 * counter. Several rows may count the same line, for different resources.
 */
struct pa_kmsg_counted_row {
	const char *has;  /* the text holds this */
	const char *also; /* and this, when it is not NULL */
	uint16_t metric;  /* enum pa_value_id */
};

enum { PA_KMSG_COUNTED = 19 };
extern const struct pa_kmsg_counted_row pa_kmsg_counted[PA_KMSG_COUNTED];

/*
 * Add to counts, one for each row, how many records of the kernel in text are such lines.
 * text as for pa_kmsg_parse().
 */
void pa_kmsg_count(const char *text, size_t text_bytes, uint64_t counts[PA_KMSG_COUNTED]);

/*
 * Add the records of a reply to tally: the newest sequence number, the lines "… N callbacks
 * suppressed" and those of the random generator. Lines that are no record are skipped.
 * Source: lib/ratelimit.c, ___ratelimit(); drivers/char/random.c.
 */
void pa_kmsg_tally(const char *text, size_t text_bytes, struct pa_kmsg_tally *tally);

#endif
