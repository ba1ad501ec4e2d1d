/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checklist as bytes: a table, everything about some rows, a page for docs, JSON; and a
 * tool with the cells it serves. All append to out and end with a newline; check out->overflow.
 * columns: width of the terminal, 40 or more; lines are broken to fit and never cut in a word
 * that fits on a line of its own.
 */
#ifndef PA_RENDER_CHECKLIST_H
#define PA_RENDER_CHECKLIST_H

#include <stddef.h>

struct pa_buf;
struct pa_checklist;
struct pa_tool;

/* One line for each row, groups as headings, a legend and the count of each state below. */
void pa_checklist_text(const struct pa_checklist *list, unsigned columns, struct pa_buf *out);

/* Everything about each row. */
void pa_checklist_details(const struct pa_checklist *list, unsigned columns, struct pa_buf *out);

/* A page of Markdown; says nothing about the machine it is made on. */
void pa_checklist_markdown(const struct pa_checklist *list, struct pa_buf *out);

/* Schema perfadvisor.checklist/1. What is not known is null. */
void pa_checklist_json(const struct pa_checklist *list, struct pa_buf *out);

/* One tool: its question, its pitfalls, the Linux cells it serves and how to read each. */
void pa_tool_text(const struct pa_tool *tool, unsigned columns, struct pa_buf *out);
/* Schema perfadvisor.tool/1. */
void pa_tool_json(const struct pa_tool *tool, struct pa_buf *out);

/* All tools: for people a line each, for docs a page with everything, a list in JSON. */
void pa_tools_text(const struct pa_tool *tools, size_t count, unsigned columns, struct pa_buf *out);
void pa_tools_markdown(const struct pa_tool *tools, size_t count, struct pa_buf *out);
void pa_tools_json(const struct pa_tool *tools, size_t count, struct pa_buf *out);

#endif
