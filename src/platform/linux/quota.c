/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/quota.h"

#include <errno.h>
#include <linux/quota.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/names.h"
#include "base/scan.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/mountinfo.h"
#include "platform/linux/source.h"
#include "platform/platform.h"
#include "platform/root.h"

enum { KINDS = 3, OPTIONS_MAX = 4, MOUNTS_MAX = 64, BLOCK_BYTES = 1024 };

static const struct {
	const char *name;
	const char *option[OPTIONS_MAX]; /* "x=" stands for any value */
} kinds[KINDS] = {
	{ "user", { "usrquota", "quota", "usrjquota=", "uquota" } },
	{ "group", { "grpquota", "grpjquota=", "gquota" } },
	{ "project", { "prjquota", "pquota" } },
};

bool pa_quota_is_on(const char *options, int kind)
{
	const char *at = options;

	while (*at) {
		size_t bytes = strcspn(at, ",");

		for (int i = 0; i < OPTIONS_MAX && kinds[kind].option[i]; i++) {
			const char *option = kinds[kind].option[i];
			size_t length = strlen(option);

			if (!strncmp(at, option, length) &&
			    (option[length - 1] == '=' ? bytes > length : bytes == length))
				return true;
		}
		at += bytes + (at[bytes] == ',');
	}
	return false;
}

void pa_quota_parse(const char *text, size_t text_bytes,
		    void (*each)(void *arg, const struct pa_quota *quota), void *arg)
{
	struct pa_scan scan, line;
	struct pa_quota q;

	pa_scan_init(&scan, text, text_bytes);
	while (pa_scan_line(&scan, &line))
		if (pa_scan_u64(&line, &q.id) && pa_scan_u64(&line, &q.used_bytes) &&
		    pa_scan_u64(&line, &q.hard_bytes) && pa_scan_u64(&line, &q.soft_bytes) &&
		    pa_scan_u64(&line, &q.inodes) && pa_scan_u64(&line, &q.hard_inodes) &&
		    pa_scan_u64(&line, &q.soft_inodes) && pa_scan_u64(&line, &q.space_until_s) &&
		    pa_scan_u64(&line, &q.inodes_until_s))
			each(arg, &q);
}

struct question {
	const char *source; /* the block device, as mounted */
	int kind;
};

static uint64_t block_bytes(uint64_t blocks)
{
	return blocks < UINT64_MAX / BLOCK_BYTES ? blocks * BLOCK_BYTES : UINT64_MAX;
}

static int ask(void *arg, struct pa_buf *out)
{
	const struct question *question = arg;
	int command = (int)QCMD((unsigned)Q_GETNEXTQUOTA, (unsigned)question->kind);
	struct if_nextdqblk q;
	uint32_t id = 0;

	for (int told = 0; told < PA_QUOTA_IDS_MAX; told++) {
		memset(&q, 0, sizeof(q));
		if (syscall(SYS_quotactl, command, question->source, id, &q))
			return errno == ENOENT || errno == ESRCH || told ? 0 : -errno;
		if (q.dqb_bhardlimit || q.dqb_bsoftlimit || q.dqb_ihardlimit || q.dqb_isoftlimit)
			pa_buf_printf(out, "%u %llu %llu %llu %llu %llu %llu %llu %llu\n", q.dqb_id,
				      (unsigned long long)q.dqb_curspace,
				      (unsigned long long)block_bytes(q.dqb_bhardlimit),
				      (unsigned long long)block_bytes(q.dqb_bsoftlimit),
				      (unsigned long long)q.dqb_curinodes,
				      (unsigned long long)q.dqb_ihardlimit,
				      (unsigned long long)q.dqb_isoftlimit,
				      (unsigned long long)q.dqb_btime,
				      (unsigned long long)q.dqb_itime);
		if (q.dqb_id == UINT32_MAX)
			return 0;
		id = q.dqb_id + 1;
	}
	return 0;
}

struct read {
	struct pa_linux *sys;
	struct pa_moment *moment;
	const char *point;
	int kind;
	uint32_t told;
};

static void put_one(void *arg, const struct pa_quota *q)
{
	struct read *read = arg;
	struct pa_moment *moment = read->moment;
	uint64_t now_s = moment->real_ns / 1000000000, until_s = q->space_until_s;
	uint32_t id = pa_names_idf(read->sys->names, "%s %s:%llu", read->point,
				   kinds[read->kind].name, (unsigned long long)q->id);

	pa_moment_put(moment, PA_V_FS_QUOTA_SPACE_USED_BYTES, id, q->used_bytes);
	pa_moment_put(moment, PA_V_FS_QUOTA_INODES_USED_COUNT, id, q->inodes);
	if (q->hard_bytes)
		pa_moment_put(moment, PA_V_FS_QUOTA_SPACE_LIMIT_BYTES, id, q->hard_bytes);
	if (q->soft_bytes)
		pa_moment_put(moment, PA_V_FS_QUOTA_SPACE_SOFT_BYTES, id, q->soft_bytes);
	if (q->hard_inodes)
		pa_moment_put(moment, PA_V_FS_QUOTA_INODES_LIMIT_COUNT, id, q->hard_inodes);
	if (q->inodes_until_s && (!until_s || q->inodes_until_s < until_s))
		until_s = q->inodes_until_s;
	if (until_s)
		pa_moment_put(moment, PA_V_FS_QUOTA_GRACE_LEFT_S, id,
			      until_s > now_s ? until_s - now_s : 0);
	read->told++;
}

/* The values of its ids; 0 or the negative errno of the question. */
static int read_kind(struct read *read, const struct pa_mountinfo_row *mount)
{
	struct question question = { .source = mount->source, .kind = read->kind };
	struct pa_buf *text = read->sys->text;
	char path[64];
	int error;

	(void)snprintf(path, sizeof(path), "src/quota/%u:%u/%s", mount->major, mount->minor,
		       kinds[read->kind].name);
	error = pa_root_ask(read->sys->root, path, ask, &question, text);
	if (!error)
		pa_quota_parse(text->bytes, text->used_bytes, put_one, read);
	return error;
}

static bool seen_before(const struct pa_mountinfo_row *mounts, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (mounts[i].major == mounts[at].major && mounts[i].minor == mounts[at].minor)
			return true;
	return false;
}

static int read_source(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	size_t count, asked = 0;
	const struct pa_mountinfo_row *mounts = pa_mountinfo_rows(sys->mountinfo, &count);
	struct read read = { .sys = sys, .moment = moment };
	int error = -ENOENT, one;

	(void)self;
	for (size_t i = 0; i < count && asked < MOUNTS_MAX; i++) {
		if (!mounts[i].major || strncmp(mounts[i].source, "/dev/", 5) != 0)
			continue;
		read.point = mounts[i].point;
		for (read.kind = 0; read.kind < KINDS; read.kind++) {
			if (!pa_quota_is_on(mounts[i].options, read.kind) || seen_before(mounts, i))
				continue;
			asked++;
			one = read_kind(&read, &mounts[i]);
			error = one ? one : error;
		}
	}
	return read.told ? 0 : pa_source_fail(moment, pa_source_quota.name, error);
}

const struct pa_source pa_source_quota = {
	.name = "quota",
	.pass = PA_PASS_RARE,
	.read = read_source,
};
