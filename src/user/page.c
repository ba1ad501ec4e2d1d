/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcurl is loaded by the first page that is fetched: linked, it and the thirty libraries behind
 * it would take 6 MB of memory from everybody who declares no page (measured: RSS of an empty
 * program 1.2 MB, linked with it 7.2 MB).
 */
#include "user/page.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"

/* The functions of libcurl that are used. */
struct library {
	void *handle;
	CURL *(*easy_init)(void);
	CURLcode (*easy_setopt)(CURL *curl, CURLoption option, ...);
	CURLcode (*easy_perform)(CURL *curl);
	void (*easy_cleanup)(CURL *curl);
};

static bool find(void *handle, const char *name, void *function, size_t bytes)
{
	void *symbol = dlsym(handle, name);

	memcpy(function, &symbol, bytes); /* C has no cast from an object to a function */
	return symbol != NULL;
}

/* Once loaded it stays: dlopen() then only counts. */
static int load(struct library *lib)
{
	lib->handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (!lib->handle)
		return -ELIBACC;
	if (find(lib->handle, "curl_easy_init", &lib->easy_init, sizeof(lib->easy_init)) &&
	    find(lib->handle, "curl_easy_setopt", &lib->easy_setopt, sizeof(lib->easy_setopt)) &&
	    find(lib->handle, "curl_easy_perform", &lib->easy_perform, sizeof(lib->easy_perform)) &&
	    find(lib->handle, "curl_easy_cleanup", &lib->easy_cleanup, sizeof(lib->easy_cleanup)))
		return 0;
	(void)dlclose(lib->handle);
	return -ELIBACC;
}

static size_t take(const char *bytes, size_t size, size_t count, void *arg)
{
	struct pa_buf *out = arg;

	pa_buf_put(out, bytes, size * count);
	return out->overflow ? 0 : size * count;
}

static void prepare(const struct library *lib, CURL *curl, const char *url, uint64_t timeout_ns,
		    struct pa_buf *out)
{
	long ms = (long)(timeout_ns / 1000000);

	/* Options of a valid handle are refused only by a library that lacks them. */
	(void)lib->easy_setopt(curl, CURLOPT_URL, url);
	(void)lib->easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
	(void)lib->easy_setopt(curl, CURLOPT_PROXY, "");
	(void)lib->easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	(void)lib->easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
	(void)lib->easy_setopt(curl, CURLOPT_TIMEOUT_MS, ms > 0 ? ms : 1L);
	(void)lib->easy_setopt(curl, CURLOPT_USERAGENT, "perfadvisor/" PA_VERSION);
	(void)lib->easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	(void)lib->easy_setopt(curl, CURLOPT_WRITEDATA, out);
}

static int errno_of(CURLcode code, const struct pa_buf *out)
{
	if (out->overflow)
		return -E2BIG;
	switch (code) {
	case CURLE_OK:
		return 0;
	case CURLE_COULDNT_CONNECT:
		return -ECONNREFUSED;
	case CURLE_OPERATION_TIMEDOUT:
		return -ETIMEDOUT;
	case CURLE_HTTP_RETURNED_ERROR:
		return -EPROTO;
	default:
		return -EIO;
	}
}

int pa_user_page(const char *url, uint64_t timeout_ns, struct pa_buf *out)
{
	struct library lib;
	CURL *curl;
	int error = load(&lib);

	if (error)
		return error;
	curl = lib.easy_init();
	if (!curl) {
		(void)dlclose(lib.handle);
		return -EIO;
	}
	prepare(&lib, curl, url, timeout_ns, out);
	error = errno_of(lib.easy_perform(curl), out);
	lib.easy_cleanup(curl);
	(void)dlclose(lib.handle);
	return error;
}
