/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths of cgroups as the runtimes make them, with systemd as the driver and without.
 */
#include "unit.h"

#include <string.h>

#include "analyze/container.h"

#define HASH "3f2a1b9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2"
#define POD  "-pod1f2e3d4c_0a1b_4c2d_8e3f_001122334455.slice"
#define UID  "1f2e3d4c-0a1b-4c2d-8e3f-001122334455"

static const struct {
	const char *path, *runtime, *id, *pod, *unit;
} paths[] = {
	{ "/docker/" HASH, "docker", HASH, "", "" },
	{ "/system.slice/docker-" HASH ".scope", "docker", HASH, "", "system.slice" },
	{ "/docker/" HASH "/docker/" HASH, "docker", HASH, "", "" },
	{ "/kubepods/burstable/pod" UID "/" HASH, "kubernetes", HASH, UID, "" },
	{ "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable" POD "/cri-containerd-" HASH
	  ".scope",
	  "containerd", HASH, UID, "kubepods-burstable.slice" },
	{ "/kubepods.slice/kubepods" POD "/crio-" HASH ".scope", "cri-o", HASH, UID,
	  "kubepods.slice" },
	{ "/kubepods.slice/kubepods" POD "/crio-conmon-" HASH ".scope", NULL, "", UID,
	  "kubepods.slice" },
	{ "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice"
	  "/kubelet-kubepods-besteffort" POD "/cri-containerd-" HASH ".scope",
	  "containerd", HASH, UID, "kubelet-kubepods-besteffort.slice" },
	{ "/kubepods/pod0123456789abcdef0123456789abcdef/" HASH, "kubernetes", HASH,
	  "0123456789abcdef0123456789abcdef", "" },
	{ "/machine.slice/libpod-" HASH ".scope/container", "podman", HASH, "", "machine.slice" },
	{ "/machine.slice/machine-libpod_pod_" HASH ".slice/libpod-" HASH ".scope", "podman", HASH,
	  HASH, "machine.slice" },
	{ "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" HASH ".scope",
	  "podman", HASH, "", "user@1000.service" },
	{ "/lxc.payload.web-1", "lxc", "web-1", "", "" },
	{ "/lxc/db/system.slice/postgres.service", "lxc", "db", "", "postgres.service" },
	{ "/machine.slice/systemd-nspawn@build.service", "nspawn", "build", "", "machine.slice" },
	{ "/machine.slice/machine-qemu\\x2d1\\x2dvm1.scope", "machine", "qemu-1-vm1", "",
	  "machine.slice" },
	{ "/system.slice/nginx.service", NULL, "", "", "nginx.service" },
	{ "/user.slice/user-1000.slice/session-3.scope", NULL, "", "", "session-3.scope" },
	{ "/system.slice/system-getty.slice/getty@tty1.service", NULL, "", "",
	  "getty@tty1.service" },
};

static void each_runtime_is_known_by_its_paths(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct pa_container got;

		assert_true(pa_container_of_path(paths[i].path, &got));
		if (paths[i].runtime)
			assert_string_equal(got.runtime, paths[i].runtime);
		else
			assert_null(got.runtime);
		assert_string_equal(got.id, paths[i].id);
		assert_string_equal(got.pod, paths[i].pod);
		assert_string_equal(got.unit, paths[i].unit);
	}
}

static void plain_groups_are_nobodys(void **state)
{
	static const char *const nobodys[] = {
		"",
		"/",
		"//",
		"/tenant-blue",
		"/" HASH,
		"/a/" HASH,
		"/docker/short",
		"/docker-" HASH "0.scope",
		"/pod",
		"/poddle",
		"/kubepods/pod12",
		"/libpod-conmon-" HASH,
		"\\x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(nobodys) / sizeof(nobodys[0]); i++) {
		struct pa_container got;

		(void)pa_container_of_path(nobodys[i], &got);
		assert_null(got.runtime);
		assert_string_equal(got.pod, "");
	}
}

static void names_that_are_too_long_are_left_out(void **state)
{
	struct pa_container got;
	char path[2048] = "/lxc/";

	(void)state;
	memset(path + 5, 'a', 1500);
	assert_true(pa_container_of_path(path, &got));
	assert_string_equal(got.runtime, "lxc");
	assert_string_equal(got.id, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_runtime_is_known_by_its_paths),
		cmocka_unit_test(plain_groups_are_nobodys),
		cmocka_unit_test(names_that_are_too_long_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
