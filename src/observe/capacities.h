/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Capacities that users declared, as values of the devices that they are of.
 */
#ifndef PA_OBSERVE_CAPACITIES_H
#define PA_OBSERVE_CAPACITIES_H

struct pa_moment;
struct pa_names;
struct pa_user;

/* Append one value for each limit that was declared; names is where instances come from. */
void pa_capacities_put(const struct pa_user *user, struct pa_names *names,
		       struct pa_moment *moment);

#endif
