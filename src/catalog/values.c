/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/values.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *key, const void *row)
{
	return strcmp(key, ((const struct pa_value_info *)row)->id);
}

uint16_t pa_value_find(const char *id)
{
	const struct pa_value_info *hit = bsearch(id, pa_values + 1, PA_V_COUNT - 1,
						  sizeof(pa_values[0]), by_id);

	return hit ? (uint16_t)(hit - pa_values) : (uint16_t)PA_V_NONE;
}

uint64_t pa_value_state(uint16_t metric, const char *word, size_t word_bytes)
{
	const char *const *states = pa_values[metric].states;
	uint64_t i = 0;

	while (states[i + 1] &&
	       (strlen(states[i]) != word_bytes || memcmp(states[i], word, word_bytes) != 0))
		i++;
	return i;
}

const char *pa_value_word(uint16_t metric, double number)
{
	const char *const *states = metric < PA_V_COUNT ? pa_values[metric].states : NULL;

	for (uint32_t i = 0; states && states[i]; i++)
		if (number > i - 0.5 && number < i + 0.5)
			return states[i];
	return NULL;
}
