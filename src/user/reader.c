/* SPDX-License-Identifier: Apache-2.0 */
#include "user/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "config/entries.h"
#include "model/moment.h"
#include "platform/root.h"
#include "user/declare.h"
#include "user/fetch.h"

enum { REPLY_MAX_BYTES = 1024, PATH_BYTES = 64 };

struct pa_user_reader {
	struct pa_root *root;
	struct pa_config config;
	struct pa_user user;
	struct pa_buf text;
};

static int ask_declared(void *arg, struct pa_buf *out)
{
	pa_buf_puts(out, arg);
	return 0;
}

struct pa_user_reader *pa_user_reader_open(struct pa_root *root, const char *declared)
{
	struct pa_user_reader *reader = pa_alloc(sizeof(*reader));
	struct pa_buf text;

	reader->root = root;
	pa_buf_init(&reader->text, REPLY_MAX_BYTES);
	pa_config_init(&reader->config);
	if (!pa_root_is_replay(root) && (!declared || !*declared))
		return reader;
	pa_buf_init(&text, PA_CONFIG_MAX_BYTES);
	/* An older recording has none. */
	if (pa_root_ask(root, "src/config/declared", ask_declared, (void *)(uintptr_t)declared,
			&text) ||
	    pa_config_parse(&reader->config, "declared", text.bytes ? text.bytes : "",
			    text.used_bytes, NULL) ||
	    pa_user_declare(&reader->config, &reader->user, NULL))
		reader->user = (struct pa_user){ 0 };
	pa_buf_done(&text);
	return reader;
}

struct pa_user_reader *pa_user_reader_close(struct pa_user_reader *reader)
{
	if (!reader)
		return NULL;
	pa_config_done(&reader->config);
	pa_buf_done(&reader->text);
	free(reader);
	return NULL;
}

const struct pa_user *pa_user_reader_declared(const struct pa_user_reader *reader)
{
	return &reader->user;
}

static int ask_resource(void *arg, struct pa_buf *out)
{
	return pa_user_fetch(arg, out);
}

static void read_one(struct pa_user_reader *reader, uint16_t at, struct pa_moment *moment)
{
	struct pa_user_resource *r = &reader->user.resources[at];
	struct pa_buf path;
	int error;

	pa_buf_init(&path, PATH_BYTES);
	pa_buf_printf(&path, "src/user/%s", r->name);
	error = pa_root_ask(reader->root, path.bytes, ask_resource, r, &reader->text);
	pa_buf_done(&path);
	if (!error) {
		pa_user_reply_parse(reader->text.bytes ? reader->text.bytes : "",
				    reader->text.used_bytes, at, moment);
		return;
	}
	for (enum pa_user_part part = 0; part < PA_USER_PART_COUNT; part++)
		if (r->part[part].given && r->part[part].where)
			pa_moment_user(moment, at, part, pa_state_of_errno(error), 0);
}

void pa_user_read(struct pa_user_reader *reader, uint32_t kinds, struct pa_moment *moment)
{
	for (size_t i = 0; i < reader->user.resource_count; i++)
		if (kinds & 1U << reader->user.resources[i].kind)
			read_one(reader, (uint16_t)i, moment);
}
