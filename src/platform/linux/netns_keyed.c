/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/netns_keyed.h"

#include <errno.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "platform/linux/source.h"

struct pa_netns_keyed *pa_netns_keyed_new(const char *source, enum pa_netns_file file,
					  const struct pa_keyed_table *table)
{
	struct pa_netns_keyed *keyed = pa_alloc(sizeof(*keyed));

	keyed->source = source;
	keyed->file = file;
	keyed->table = table;
	return keyed;
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct pa_netns_keyed *keyed = self;
	struct pa_keyed_values values;
	int error = pa_netns_read(sys, ns, keyed->file, sys->text);

	if (error)
		return error;
	if (!pa_keyed_scan(&keyed->layout, keyed->table, sys->text->bytes, sys->text->used_bytes,
			   &values))
		return -EBADMSG;
	pa_keyed_put(keyed->table, &values, ns->id, PA_KEYED_MISSING, moment);
	return 0;
}

int pa_netns_keyed_read(struct pa_netns_keyed *keyed, struct pa_linux *sys,
			struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, keyed->source, read_one, keyed);
}
