/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/names.h"
#include "base/scan.h"
#include "model/moment.h"
#include "platform/linux/kmsg.h"

/* Where a line names what it is about. */
enum subject {
	SUBJECT_NONE,
	SUBJECT_AFTER,	 /* after .mark, up to one of .stop */
	SUBJECT_HEAD,	 /* everything before .has */
	SUBJECT_BEFORE,	 /* the word before .has, a colon at its end left out */
	SUBJECT_PROCESS, /* "process PID (COMMAND) total-vm…" */
	SUBJECT_TASK,	 /* "task COMMAND:PID blocked…" */
	SUBJECT_STUCK,	 /* "[COMMAND:PID]" at the end */
};

/* The first rule that fits decides; a rule with .ignore decides that the line is nothing. */
struct rule {
	const char *has;  /* the line holds this */
	const char *also; /* and this, when it is not NULL */
	const char *mark, *stop;
	uint8_t kind; /* enum pa_note_kind */
	uint8_t subject;
	bool ignore;
};

#define AFTER(text, ends) .subject = SUBJECT_AFTER, .mark = (text), .stop = (ends)

static const struct rule rules[] = {
	/* What a device refuses because it cannot do it at all is no fault (discard …). */
	{ .has = "operation not supported error, dev ", .ignore = true },
	{ .has = "nonblocking retry error, dev ", .ignore = true },
	{ .has = " error, dev ", .kind = PA_NOTE_IO_ERROR, AFTER(" error, dev ", ", ") },
	{ .has = "Buffer I/O error on dev ", .kind = PA_NOTE_IO_ERROR, AFTER(" on dev ", ", ") },
	{ .has = "Buffer I/O error on device ",
	  .kind = PA_NOTE_IO_ERROR,
	  AFTER(" on device ", ", ") },
	{ .has = "nvme nvme",
	  .also = " timeout, ",
	  .kind = PA_NOTE_IO_ERROR,
	  AFTER("nvme ", ": ") },
	{ .has = "emory cgroup out of memory",
	  .also = ": Kill",
	  .kind = PA_NOTE_CGROUP_OOM_KILL,
	  .subject = SUBJECT_PROCESS },
	{ .has = "Out of memory",
	  .also = ": Kill",
	  .kind = PA_NOTE_OOM_KILL,
	  .subject = SUBJECT_PROCESS },
	{ .has = " blocked for more than ",
	  .also = "task ",
	  .kind = PA_NOTE_HUNG_TASK,
	  .subject = SUBJECT_TASK },
	{ .has = "EXT4-fs error (device ", .kind = PA_NOTE_FS_ERROR, AFTER("(device ", ")") },
	{ .has = "EXT4-fs (",
	  .also = "Remounting filesystem read-only",
	  .kind = PA_NOTE_FS_ERROR,
	  AFTER("EXT4-fs (", ")") },
	{ .has = "Aborting journal on device ",
	  .kind = PA_NOTE_FS_ERROR,
	  AFTER("on device ", " ") },
	{ .has = "XFS (", .also = "rror", .kind = PA_NOTE_FS_ERROR, AFTER("XFS (", ")") },
	{ .has = "XFS (", .also = "orrupt", .kind = PA_NOTE_FS_ERROR, AFTER("XFS (", ")") },
	{ .has = "XFS (", .also = "hut down", .kind = PA_NOTE_FS_ERROR, AFTER("XFS (", ")") },
	{ .has = "BTRFS error (device ", .kind = PA_NOTE_FS_ERROR, AFTER("(device ", " :)") },
	{ .has = "BTRFS critical (device ", .kind = PA_NOTE_FS_ERROR, AFTER("(device ", " :)") },
	{ .has = "BTRFS: error (device ", .kind = PA_NOTE_FS_ERROR, AFTER("(device ", " :)") },
	{ .has = "conntrack: table full", .kind = PA_NOTE_CONNTRACK_FULL },
	{ .has = "BUG: soft lockup - CPU", .kind = PA_NOTE_LOCKUP, .subject = SUBJECT_STUCK },
	{ .has = "hard LOCKUP on cpu", .kind = PA_NOTE_LOCKUP },
	{ .has = "rcu", .also = "detected stall", .kind = PA_NOTE_LOCKUP },
	{ .has = "rcu", .also = "detected expedited stall", .kind = PA_NOTE_LOCKUP },
	{ .has = "BUG: workqueue lockup - pool", .kind = PA_NOTE_WQ_LOCKUP },
	{ .has = " hogged CPU for >", .kind = PA_NOTE_WQ_HOG, .subject = SUBJECT_BEFORE },
	{ .has = " took a split_lock trap", .kind = PA_NOTE_SPLIT_LOCK, .subject = SUBJECT_BEFORE },
	{ .has = " took a bus_lock trap", .kind = PA_NOTE_SPLIT_LOCK, .subject = SUBJECT_BEFORE },
	{ .has = "hrtimer: interrupt took ", .kind = PA_NOTE_TIMER_HANG },
	{ .has = "non-responsive CSD lock", .kind = PA_NOTE_CSD_LOCK, AFTER("on CPU#", " ,.") },
	{ .has = ": nobody cared", .kind = PA_NOTE_IRQ_UNWANTED, AFTER("irq ", ":") },
	{ .has = "NVRM: Xid (", .kind = PA_NOTE_GPU_ERROR, AFTER("Xid (PCI:", ")") },
	{ .has = "GPU HANG: ", .kind = PA_NOTE_GPU_RESET },
	{ .has = " timeout, signaled seq", .also = "ring ", .kind = PA_NOTE_GPU_RESET },
	{ .has = "[Hardware Error]", .also = "cache level", .kind = PA_NOTE_CACHE_ERROR },
	{ .has = "[Hardware Error]", .kind = PA_NOTE_MCE },
	{ .has = "Machine check events logged", .kind = PA_NOTE_MCE },
	{ .has = "SATA link down", .ignore = true }, /* an empty port */
	{ .has = "NIC Link is Down", .kind = PA_NOTE_LINK_DOWN, .subject = SUBJECT_BEFORE },
	{ .has = "NIC Link is down", .kind = PA_NOTE_LINK_DOWN, .subject = SUBJECT_BEFORE },
	{ .has = "Link is Down", .kind = PA_NOTE_LINK_DOWN, .subject = SUBJECT_BEFORE },
	{ .has = "Link is down", .kind = PA_NOTE_LINK_DOWN, .subject = SUBJECT_BEFORE },
	{ .has = ": link down", .kind = PA_NOTE_LINK_DOWN, .subject = SUBJECT_BEFORE },
	{ .has = ": Link down", .kind = PA_NOTE_LINK_DOWN, .subject = SUBJECT_BEFORE },
	{ .has = "link status definitely down", .kind = PA_NOTE_LINK_DOWN, AFTER("(slave ", ")") },
	{ .has = "Possible SYN flooding on port ",
	  .kind = PA_NOTE_SYN_FLOOD,
	  AFTER(" on port ", " ") },
	{ .has = "VFS: file-max limit ", .kind = PA_NOTE_FILE_MAX, AFTER("limit ", " ") },
	{ .has = "TCP: out of memory", .kind = PA_NOTE_TCP_MEMORY },
	{ .has = "too many orphaned sockets", .kind = PA_NOTE_TCP_ORPHANS },
	{ .has = "fork rejected by pids controller",
	  .kind = PA_NOTE_FORK_REJECTED,
	  AFTER("controller in ", "") },
	{ .has = "neighbor table overflow",
	  .kind = PA_NOTE_NEIGHBOUR_FULL,
	  AFTER("neighbour: ", ":") },
	{ .has = ": page allocation failure",
	  .kind = PA_NOTE_ALLOC_FAILURE,
	  .subject = SUBJECT_HEAD },
	{ .has = "RT throttling activated", .kind = PA_NOTE_RT_THROTTLED },
	{ .has = "Marking clocksource ", .kind = PA_NOTE_CLOCK_UNSTABLE, AFTER("source '", "'") },
	{ .has = ": Core temperature above threshold",
	  .kind = PA_NOTE_THERMAL,
	  .subject = SUBJECT_BEFORE },
	{ .has = ": Package temperature above threshold",
	  .kind = PA_NOTE_THERMAL,
	  .subject = SUBJECT_BEFORE },
	{ .has = "nfs: server ",
	  .also = "not responding",
	  .kind = PA_NOTE_SERVER_DOWN,
	  AFTER("server ", " ") },
};

static const char *find(struct pa_word line, const char *text)
{
	return memmem(line.at, line.bytes, text, strlen(text));
}

static struct pa_word until(const char *at, const char *end, const char *stop)
{
	struct pa_word word = { .at = at, .bytes = 0 };

	while (at + word.bytes < end && at[word.bytes] && !strchr(stop, at[word.bytes]))
		word.bytes++;
	if (*stop && word.bytes && at[word.bytes - 1] == '.')
		word.bytes--; /* the end of a sentence */
	return word;
}

/* The word that ends where at begins: "eth0" of "igb 0000:01:00.0 eth0: NIC Link is Down". */
static struct pa_word word_before(const char *begin, const char *at)
{
	const char *end = at;

	while (end > begin && (end[-1] == ' ' || end[-1] == ':'))
		end--;
	at = end;
	while (at > begin && at[-1] != ' ')
		at--;
	return (struct pa_word){ .at = at, .bytes = (size_t)(end - at) };
}

/* A number that a pid can be, else 0. */
static int32_t pid_at(const char *at, const char *end)
{
	struct pa_scan scan = { .at = at, .end = end };
	uint64_t pid;

	return pa_scan_u64(&scan, &pid) && pid <= INT32_MAX ? (int32_t)pid : 0;
}

static struct pa_word killed_process(struct pa_word line, int32_t *pid)
{
	const char *end = line.at + line.bytes, *at = find(line, "process ");
	const char *open, *close;
	struct pa_word rest;

	if (!at)
		return (struct pa_word){ .at = line.at, .bytes = 0 };
	at += strlen("process ");
	*pid = pid_at(at, end);
	open = memchr(at, '(', (size_t)(end - at));
	if (!open)
		return (struct pa_word){ .at = line.at, .bytes = 0 };
	rest = (struct pa_word){ .at = open + 1, .bytes = (size_t)(end - open - 1) };
	close = find(rest, ") total-vm");
	if (!close)
		close = find(rest, ") score");
	if (!close)
		return until(rest.at, end, ")");
	return (struct pa_word){ .at = rest.at, .bytes = (size_t)(close - rest.at) };
}

/* "COMMAND:PID" from at to end; the last colon parts them, as a command may hold some. */
static struct pa_word command_and_pid(const char *at, const char *end, int32_t *pid)
{
	const char *colon = at < end ? memrchr(at, ':', (size_t)(end - at)) : NULL;

	if (!colon)
		return (struct pa_word){ .at = at, .bytes = 0 };
	*pid = pid_at(colon + 1, end);
	return (struct pa_word){ .at = at, .bytes = (size_t)(colon - at) };
}

static struct pa_word stuck(struct pa_word line, int32_t *pid)
{
	const char *end = line.at + line.bytes;
	const char *open = memrchr(line.at, '[', line.bytes);

	if (!open || end[-1] != ']')
		return (struct pa_word){ .at = line.at, .bytes = 0 };
	return command_and_pid(open + 1, end - 1, pid);
}

static struct pa_word subject_of(const struct rule *rule, struct pa_word line, int32_t *pid)
{
	const char *end = line.at + line.bytes, *has = find(line, rule->has), *at;

	switch ((enum subject)rule->subject) {
	case SUBJECT_AFTER:
		at = find(line, rule->mark);
		if (at)
			return until(at + strlen(rule->mark), end, rule->stop);
		break;
	case SUBJECT_HEAD:
		return (struct pa_word){ .at = line.at, .bytes = (size_t)(has - line.at) };
	case SUBJECT_BEFORE:
		return word_before(line.at, has);
	case SUBJECT_PROCESS:
		return killed_process(line, pid);
	case SUBJECT_TASK:
		at = find(line, "task ");
		return command_and_pid(at + strlen("task "), has, pid);
	case SUBJECT_STUCK:
		return stuck(line, pid);
	case SUBJECT_NONE:
		break;
	}
	return (struct pa_word){ .at = line.at, .bytes = 0 };
}

int pa_kmsg_classify(const char *text, size_t text_bytes, struct pa_names *names,
		     struct pa_note *out)
{
	struct pa_word line = { .at = text, .bytes = text_bytes };

	if (!text_bytes)
		return 0;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		const struct rule *rule = &rules[i];
		struct pa_word subject;

		if (!find(line, rule->has) || (rule->also && !find(line, rule->also)))
			continue;
		if (rule->ignore)
			return 0;
		out->kind = rule->kind;
		out->pid = 0;
		subject = subject_of(rule, line, &out->pid);
		out->subject = pa_names_id(names, subject.at, subject.bytes);
		return 1;
	}
	return 0;
}

/* "PRIORITY,SEQUENCE,USEC,FLAGS…;" : the cursor is then on the text. */
static bool record_head(struct pa_scan *line, uint64_t *priority, struct pa_note *note)
{
	uint64_t usec;
	const char *text;

	if (!pa_scan_u64(line, priority) || !pa_scan_text(line, ",") ||
	    !pa_scan_u64(line, &note->sequence) || !pa_scan_text(line, ",") ||
	    !pa_scan_u64(line, &usec) || usec > UINT64_MAX / 1000)
		return false;
	text = memchr(line->at, ';', (size_t)(line->end - line->at));
	if (!text)
		return false;
	note->at_ns = usec * 1000;
	line->at = text + 1;
	return true;
}

bool pa_kmsg_next(struct pa_scan *scan, struct pa_scan *line, struct pa_note *note)
{
	while (pa_scan_line(scan, line)) {
		uint64_t priority;

		/* A dictionary begins with a blank; what user space wrote has a facility. */
		if (line->at != line->end && *line->at != ' ' &&
		    record_head(line, &priority, note) && priority >> 3 == 0)
			return true;
	}
	return false;
}

/* Names live as long as we do, and a failing disk logs without end. */
static uint32_t text_id(const struct pa_scan *line, struct pa_names *names, uint32_t *texts_left)
{
	size_t bytes = (size_t)(line->end - line->at);
	uint32_t id = pa_names_find(names, line->at, bytes);

	if (id != UINT32_MAX)
		return id;
	if (!*texts_left)
		return 0;
	--*texts_left;
	return pa_names_id(names, line->at, bytes);
}

void pa_kmsg_parse(const char *text, size_t text_bytes, struct pa_names *names,
		   uint32_t *texts_left, struct pa_moment *moment)
{
	struct pa_scan scan, line;
	struct pa_note note = { 0 };

	if (!text_bytes)
		return;
	pa_scan_init(&scan, text, text_bytes);
	for (; pa_kmsg_next(&scan, &line, &note); note = (struct pa_note){ 0 }) {
		if (!pa_kmsg_classify(line.at, (size_t)(line.end - line.at), names, &note))
			continue;
		note.text = text_id(&line, names, texts_left);
		*pa_moment_note(moment) = note;
	}
}

/* The number that ends before at: "12" of "net_ratelimit: 12 callbacks suppressed". */
static uint64_t number_before(const char *begin, const char *at)
{
	struct pa_word word = word_before(begin, at);
	uint64_t number;

	return pa_word_u64(word, &number) ? number : 1;
}

void pa_kmsg_tally(const char *text, size_t text_bytes, struct pa_kmsg_tally *tally)
{
	struct pa_scan scan, line;

	if (!text_bytes)
		return;
	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line)) {
		struct pa_note note = { 0 };
		struct pa_word words;
		uint64_t priority;
		const char *at;

		if (line.at == line.end || *line.at == ' ' || !record_head(&line, &priority, &note))
			continue;
		if (note.sequence >= tally->lines && note.sequence < UINT64_MAX)
			tally->lines = note.sequence + 1;
		if (priority >> 3 != 0)
			continue;
		words = (struct pa_word){ .at = line.at, .bytes = (size_t)(line.end - line.at) };
		at = find(words, " callbacks suppressed");
		if (at)
			tally->suppressed += number_before(words.at, at);
		else if (pa_word_starts(words, "random: ") &&
			 (find(words, "uninitialized urandom read") || find(words, "crng_init=")))
			tally->unready++;
	}
}
