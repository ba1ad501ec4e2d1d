/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many IPsec security associations our network namespace has: XFRM_MSG_GETSADINFO, when
 * xfrm_user is there already. Needs CAP_NET_ADMIN. Recorded as "src/xfrm_sad".
 */
#ifndef PA_PLATFORM_LINUX_XFRM_SAD_H
#define PA_PLATFORM_LINUX_XFRM_SAD_H

#include <stddef.h>
#include <stdint.h>

struct pa_source;

extern const struct pa_source pa_source_xfrm_sad;

/*
 * The count in the answer. bytes: size_bytes bytes of whole netlink messages at a multiple of 4.
 * Returns 0, or -EBADMSG (out untouched) when there is none.
 * Source: net/xfrm/xfrm_user.c, build_sadinfo().
 */
int pa_xfrm_sad_parse(const char *bytes, size_t size_bytes, uint64_t *out);

#endif
