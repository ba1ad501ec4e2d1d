/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <assert.h>

#include "base/names.h"
#include "model/moment.h"
#include "platform/linux/kmsg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct pa_names *names = pa_names_new();
	struct pa_moment moment;
	struct pa_note note = { 0 };
	uint64_t counts[PA_KMSG_COUNTED] = { 0 };
	struct pa_kmsg_tally tally = { 0 };
	uint32_t left = 3;

	pa_moment_init(&moment);
	pa_kmsg_parse(text, size, names, &left, &moment);
	pa_kmsg_count(text, size, counts);
	pa_kmsg_tally(text, size, &tally);
	(void)pa_kmsg_classify(text, size, names, &note);
	for (uint32_t i = 0; i < moment.note_count; i++)
		assert(moment.notes[i].kind < PA_NOTE_KIND_COUNT && moment.notes[i].pid >= 0);
	pa_moment_done(&moment);
	pa_names_free(names);
	return 0;
}
