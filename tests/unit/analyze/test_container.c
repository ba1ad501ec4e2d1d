/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths of cgroups as the runtimes make them, with systemd as the driver and without.
 */
#include "unit.h"

#include <string.h>

#include "analyze/container.h"
#include "base/alloc.h"
#include "scene.h"

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

/* A throttled group of version 2, and a process in it. */
static void throttle(struct scene *s, const char *group)
{
	struct scene_task *t = scene_task(s, 100, 100, "pricing", 0.2);

	t->base.has |= PA_TASK_CGROUPS;
	t->base.cgroup_v2 = scene_name(s, group);
	t->per_s.run_delay_ns = 790000000;
	scene_gauge(s, PA_V_CG_CPU_QUOTA_US, group, 20000);
	scene_gauge(s, PA_V_CG_CPU_PERIOD_US, group, 100000);
	scene_counter(s, PA_V_CG_CPU_USAGE_US, group, 200000);
	scene_counter(s, PA_V_CG_CPU_PERIODS_COUNT, group, 10);
	scene_counter(s, PA_V_CG_CPU_THROTTLED_COUNT, group, 10);
	scene_counter(s, PA_V_CG_CPU_THROTTLED_US, group, 790000);
}

static void tell_names(struct scene *s, const char *name, const char *pod, const char *space)
{
	s->window->containers = pa_alloc(sizeof(*s->window->containers));
	s->window->container_count = 1;
	s->window->containers[0] = (struct pa_container_name){ .id = scene_name(s, HASH),
							       .name = scene_name(s, name),
							       .pod = scene_name(s, pod),
							       .space = scene_name(s, space) };
}

static void a_finding_names_container_and_pod(void **state)
{
	static const char group[] = "cg2:/kubepods.slice/kubepods" POD "/crio-" HASH ".scope";
	const struct pa_finding *finding;
	struct pa_advice *advice;
	struct scene s;

	(void)state;
	scene_init(&s);
	throttle(&s, group);
	tell_names(&s, "web", "front-1", "shop");
	advice = scene_advise(&s);
	finding = scene_finding(advice, "cpu.quota");
	assert_non_null(finding);
	assert_non_null(strstr(finding->sentence, "cgroup web (container of pod shop/front-1):"));
	assert_string_equal(scene_culprit(finding, "container")->id, HASH);
	assert_string_equal(scene_culprit(finding, "container")->name, "web");
	assert_string_equal(scene_culprit(finding, "pod")->id, UID);
	assert_string_equal(scene_culprit(finding, "pod")->name, "shop/front-1");
	assert_null(scene_culprit(finding, "unit"));
	pa_advice_free(advice);
	scene_done(&s);
}

static void a_finding_names_the_unit(void **state)
{
	const struct pa_finding *finding;
	struct pa_advice *advice;
	struct scene s;

	(void)state;
	scene_init(&s);
	throttle(&s, "cg2:/system.slice/nginx.service");
	advice = scene_advise(&s);
	finding = scene_finding(advice, "cpu.quota");
	assert_non_null(finding);
	assert_string_equal(scene_culprit(finding, "unit")->id, "nginx.service");
	assert_null(scene_culprit(finding, "container"));
	pa_advice_free(advice);
	scene_done(&s);
}

static void a_container_without_a_told_name_has_a_short_one(void **state)
{
	const struct pa_finding *finding;
	struct pa_advice *advice;
	struct scene s;

	(void)state;
	scene_init(&s);
	throttle(&s, "cg2:/docker/" HASH);
	advice = scene_advise(&s);
	finding = scene_finding(advice, "cpu.quota");
	assert_non_null(finding);
	assert_non_null(strstr(finding->sentence, "cgroup 3f2a1b9c0d1e (docker container):"));
	pa_advice_free(advice);
	scene_done(&s);
}

static void from_inside_the_advice_says_so(void **state)
{
	const struct pa_finding *finding;
	struct pa_advice *advice;
	struct scene s;

	(void)state;
	scene_init(&s);
	s.machine.in_cgroup_ns = s.machine.in_pid_ns = 1;
	throttle(&s, "cg2:/");
	advice = scene_advise(&s);
	finding = scene_finding(advice, "cpu.quota");
	assert_non_null(finding);
	assert_non_null(strstr(finding->sentence, "cgroup this container:"));
	assert_true(advice->also_count > 0);
	assert_non_null(strstr(advice->also[0], "seen from inside a container"));
	assert_non_null(strstr(advice->also[0], "whole machine's"));
	pa_advice_free(advice);
	scene_done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_runtime_is_known_by_its_paths),
		cmocka_unit_test(plain_groups_are_nobodys),
		cmocka_unit_test(names_that_are_too_long_are_left_out),
		cmocka_unit_test(a_finding_names_container_and_pod),
		cmocka_unit_test(a_finding_names_the_unit),
		cmocka_unit_test(a_container_without_a_told_name_has_a_short_one),
		cmocka_unit_test(from_inside_the_advice_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
