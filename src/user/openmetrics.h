/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One figure in a page of metrics, as Prometheus and OpenMetrics write it.
 */
#ifndef PA_USER_OPENMETRICS_H
#define PA_USER_OPENMETRICS_H

#include <stddef.h>

/*
 * Add up the series of a page that a selector names.
 * text: text_bytes bytes, need not end in NUL. selector: 'name' or 'name{label="value",…}'; a
 * series fits when it has the name and all these labels with these values, whatever else it has.
 * Values are compared as they are escaped (\\, \" and \n); a timestamp behind a value is skipped.
 * Returns 0 and *out; -EINVAL: the selector is none; -ENOENT: no series fits; -ENODATA: one
 * that fits is NaN or infinite; -EBADMSG: a line of that name cannot be understood.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/ "Text-based format";
 * OpenMetrics 1.0, "Text format".
 */
int pa_openmetrics_sum(const char *text, size_t text_bytes, const char *selector, double *out);

#endif
