/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hardware below the CPUs: memory controllers, sensors, cache monitors, accelerators, power,
 * links, GPUs. All trees are synthetic, after the kernel's documentation (ABI/testing,
 * hwmon/sysfs-interface.rst, gpu/drm-usage-stats.rst, filesystems/resctrl.rst).
 */
#include "one_source.h"

#include "platform/linux/drm.h"
#include "platform/linux/dsa.h"
#include "platform/linux/edac.h"
#include "platform/linux/hwmon.h"
#include "platform/linux/pci.h"
#include "platform/linux/powercap.h"
#include "platform/linux/resctrl.h"

#define CLOCK                                                                                      \
	{                                                                                          \
		.path = "clock", .text = "1 2 0\n"                                                 \
	}

static void without_the_hardware_values_are_absent(void **state)
{
	static const struct reply replies[] = { CLOCK };
	static const struct {
		const struct pa_source *source;
		uint16_t metric;
	} sources[] = {
		{ &pa_source_drm, PA_V_GPU_DRM_BUSY_PERCENT },
		{ &pa_source_dsa, PA_V_ACC_NPU_QUEUED_COUNT },
		{ &pa_source_edac, PA_V_MEM_ECC_CORRECTED_COUNT },
		{ &pa_source_hwmon, PA_V_PWR_PSU_ALARM_FLAG },
		{ &pa_source_pci, PA_V_PCIE_LINK_LANES_COUNT },
		{ &pa_source_powercap, PA_V_PWR_RAPL_ENERGY_JOULES },
		{ &pa_source_resctrl, PA_V_CPU_LLC_OCCUPIED_BYTES },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		struct one_source one;

		ONE_SOURCE(&one, sources[i].source, replies);
		assert_int_equal(one_source_read(&one), -ENOENT);
		assert_miss(&one.world, sources[i].metric, PA_ABSENT);
		one_source_done(&one);
	}
}

static void a_module_is_named_with_its_controller(void **state)
{
	static const struct reply replies[] = {
		CLOCK,
		{ .path = "sys/devices/system/edac/mc/mc0/ce_count", .text = "5\n" },
		{ .path = "sys/devices/system/edac/mc/mc0/ue_count", .text = "1\n" },
		{ .path = "sys/devices/system/edac/mc/mc0/dimm3/dimm_ce_count", .text = "4\n" },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_edac, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_MEM_ECC_CORRECTED_COUNT, "mc0"), 5);
	assert_int_equal(value_of(&one.world, PA_V_MEM_ECC_UNCORRECTED_COUNT, "mc0"), 1);
	assert_int_equal(value_of(&one.world, PA_V_MEM_ECC_MODULE_CORRECTED_COUNT, "mc0/dimm3"), 4);
	one_source_done(&one);
}

static void sensors_are_told_apart_by_their_names(void **state)
{
	static const struct reply replies[] = {
		CLOCK,
		{ .path = "sys/class/hwmon/hwmon0/name", .text = "nct6775\n" },
		{ .path = "sys/class/hwmon/hwmon0/temp1_input", .text = "44500\n" },
		{ .path = "sys/class/hwmon/hwmon0/temp1_crit", .text = "100000\n" },
		{ .path = "sys/class/hwmon/hwmon0/fan2_input", .text = "1200\n" },
		{ .path = "sys/class/hwmon/hwmon0/fan2_alarm", .text = "1\n" },
		{ .path = "sys/class/hwmon/hwmon0/temp1_crit_alarm", .text = "0\n" },
		{ .path = "sys/class/hwmon/hwmon0/power1_average", .text = "95000000\n" },
		{ .path = "sys/class/hwmon/hwmon0/temperature_input", .text = "1\n" },
		{ .path = "sys/class/hwmon/hwmon0/temp2_input", .error = -EIO },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_hwmon, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(
		value_of(&one.world, PA_V_PWR_PSU_TEMPERATURE_CELSIUS, "hwmon0:nct6775/temp1"), 44);
	assert_int_equal(
		value_of(&one.world, PA_V_PWR_PSU_CRITICAL_CELSIUS, "hwmon0:nct6775/temp1"), 100);
	assert_int_equal(value_of(&one.world, PA_V_PWR_PSU_FAN_RPM, "hwmon0:nct6775/fan2"), 1200);
	assert_int_equal(value_of(&one.world, PA_V_PWR_PSU_ALARM_FLAG, "hwmon0:nct6775/fan2_alarm"),
			 1);
	assert_int_equal(value_of(&one.world, PA_V_PWR_PSU_POWER_WATTS, "hwmon0:nct6775/power1"),
			 95);
	assert_int_equal(one.world.moment.sample_count, 6);
	one_source_done(&one);
}

static void a_cache_monitor_that_is_unavailable_has_no_value(void **state)
{
	static const struct reply replies[] = {
		CLOCK,
		{ .path = "sys/fs/resctrl/mon_data/mon_L3_00/llc_occupancy", .text = "16234000\n" },
		{ .path = "sys/fs/resctrl/mon_data/mon_L3_00/mbm_total_bytes",
		  .text = "Unavailable\n" },
		{ .path = "sys/fs/resctrl/blue/mon_data/mon_L3_00/mbm_total_bytes",
		  .text = "31450\n" },
		{ .path = "sys/fs/resctrl/info/last_cmd_status", .text = "ok\n" },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_resctrl, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_CPU_LLC_OCCUPIED_BYTES, "/mon_L3_00"), 16234000);
	assert_int_equal(value_of(&one.world, PA_V_MEM_BW_MONITORED_BYTES, "blue/mon_L3_00"),
			 31450);
	assert_null(sample_of(&one.world, PA_V_MEM_BW_MONITORED_BYTES, "/mon_L3_00"));
	one_source_done(&one);
}

static void an_accelerator_tells_queues_and_errors(void **state)
{
	static const struct reply replies[] = {
		CLOCK,
		{ .path = "sys/bus/dsa/devices/dsa0/errors",
		  .text = "0x00000000000000 0x00000000000001 0x00000000000000 0x00000000000000\n" },
		{ .path = "sys/bus/dsa/devices/wq0.1/size", .text = "16\n" },
		{ .path = "sys/bus/dsa/devices/wq0.1/occupancy", .text = "12\n" },
		{ .path = "sys/bus/dsa/devices/wq0.1/clients", .text = "2\n" },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_dsa, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_ACC_NPU_ERROR_FLAG, "dsa0"), 1);
	assert_int_equal(value_of(&one.world, PA_V_ACC_NPU_QUEUED_COUNT, "wq0.1"), 12);
	assert_int_equal(value_of(&one.world, PA_V_ACC_NPU_QUEUE_SIZE_COUNT, "wq0.1"), 16);
	one_source_done(&one);
}

static void energy_goes_on_where_its_counter_wraps(void **state)
{
	struct pa_powercap_energy energy = { 0 };

	(void)state;
	assert_int_equal(pa_powercap_energy_add(&energy, 900, 1000), 900);
	assert_int_equal(pa_powercap_energy_add(&energy, 950, 1000), 950);
	assert_int_equal(pa_powercap_energy_add(&energy, 30, 1000), 1030);
	assert_int_equal(pa_powercap_energy_add(&energy, 10, 0), 1030); /* range not known */
	assert_int_equal(pa_powercap_energy_add(&energy, 20, 0), 1040);
}

static void energy_is_for_root_alone(void **state)
{
	static const struct reply replies[] = {
		CLOCK,
		{ .path = "sys/class/powercap/intel-rapl:0/name", .text = "package-0\n" },
		{ .path = "sys/class/powercap/intel-rapl:0/energy_uj", .error = -EACCES },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_powercap, replies);
	assert_int_equal(one_source_read(&one), -EACCES);
	assert_miss(&one.world, PA_V_PWR_RAPL_ENERGY_JOULES, PA_DENIED);
	one_source_done(&one);
}

static void a_power_zone_has_its_long_term_limit(void **state)
{
	static const struct reply replies[] = {
		CLOCK,
		{ .path = "clock", .text = "1000000001 2 0\n", .moment = 1 },
		{ .path = "sys/class/powercap/intel-rapl:0/name", .text = "package-0\n" },
		{ .path = "sys/class/powercap/intel-rapl:0/energy_uj", .text = "260000000000\n" },
		{ .path = "sys/class/powercap/intel-rapl:0/energy_uj",
		  .text = "50000000\n",
		  .moment = 1 },
		{ .path = "sys/class/powercap/intel-rapl:0/max_energy_range_uj",
		  .text = "260000000000\n" },
		{ .path = "sys/class/powercap/intel-rapl:0/constraint_0_name",
		  .text = "long_term\n" },
		{ .path = "sys/class/powercap/intel-rapl:0/constraint_0_power_limit_uw",
		  .text = "125000000\n" },
		{ .path = "sys/class/powercap/intel-rapl:0/constraint_1_name",
		  .text = "short_term\n" },
		{ .path = "sys/class/powercap/intel-rapl:0/constraint_1_power_limit_uw",
		  .text = "250000000\n" },
	};
	static const char zone[] = "intel-rapl:0:package-0";
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_powercap, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_PWR_RAPL_LIMIT_WATTS, zone), 125);
	assert_int_equal(value_of(&one.world, PA_V_PWR_RAPL_ENERGY_JOULES, zone), 260000);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_PWR_RAPL_ENERGY_JOULES, zone), 260050);
	one_source_done(&one);
}

static void a_lane_carries_less_than_its_transfers(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes_per_s;
	} speeds[] = {
		{ "2.5 GT/s PCIe\n", 250000000 }, { "5 GT/s\n", 500000000 },
		{ "8.0 GT/s PCIe\n", 984500000 }, { "16.0 GT/s PCIe", 1969125000 },
		{ "64.0 GT/s PCIe", 8000000000 },
	};
	static const char *const none[] = { "Unknown\n", "",	   "8.0",
					    "-1 GT/s",	 "0 GT/s", "99999999999999999999 GT/s" };
	uint64_t bytes = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(speeds) / sizeof(speeds[0]); i++) {
		assert_int_equal(
			pa_pci_lane_bytes_per_s(speeds[i].text, strlen(speeds[i].text), &bytes), 0);
		assert_int_equal(bytes, speeds[i].bytes_per_s);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(pa_pci_lane_bytes_per_s(none[i], strlen(none[i]), &bytes),
				 -EBADMSG);
}

static void a_link_below_its_width_and_its_errors(void **state)
{
	static const struct reply replies[] = {
		CLOCK,
		{ .path = "sys/bus/pci/devices/0000:3b:00.0/current_link_speed",
		  .text = "8.0 GT/s PCIe\n" },
		{ .path = "sys/bus/pci/devices/0000:3b:00.0/current_link_width", .text = "4\n" },
		{ .path = "sys/bus/pci/devices/0000:3b:00.0/max_link_speed",
		  .text = "8.0 GT/s PCIe\n" },
		{ .path = "sys/bus/pci/devices/0000:3b:00.0/max_link_width", .text = "16\n" },
		{ .path = "sys/bus/pci/devices/0000:3b:00.0/aer_dev_correctable",
		  .text = "Receiver Error 2\nBad TLP 0\nTOTAL_ERR_COR 2\n" },
		{ .path = "sys/bus/pci/devices/0000:3b:00.0/aer_dev_fatal",
		  .text = "TOTAL_ERR_FATAL 0\n" },
		{ .path = "sys/bus/pci/devices/0000:01:00.0/power/runtime_status",
		  .text = "suspended\n" },
		{ .path = "sys/bus/pci/devices/0000:01:00.0/current_link_speed",
		  .text = "2.5 GT/s PCIe\n" },
		{ .path = "sys/bus/pci/devices/0000:01:00.0/current_link_width", .text = "1\n" },
	};
	static const char device[] = "0000:3b:00.0";
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_pci, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_PCIE_LINK_LANES_COUNT, device), 4);
	assert_int_equal(value_of(&one.world, PA_V_PCIE_LINK_CAPACITY_BYTES_PER_S, device),
			 4 * 984500000ULL);
	assert_int_equal(value_of(&one.world, PA_V_PCIE_LINK_POSSIBLE_LANES_COUNT, device), 16);
	assert_int_equal(value_of(&one.world, PA_V_PCIE_LINK_CORRECTED_COUNT, device), 2);
	assert_null(sample_of(&one.world, PA_V_PCIE_LINK_LANES_COUNT, "0000:01:00.0"));
	one_source_done(&one);
}

static const char fdinfo[] = "pos:\t0\nflags:\t0100002\nmnt_id:\t26\nino:\t284\n"
			     "drm-driver:\tamdgpu\ndrm-client-id:\t7\ndrm-pdev:\t0000:03:00.0\n"
			     "drm-memory-vram:\t2048 KiB\ndrm-memory-gtt:\t1 MiB\n"
			     "drm-engine-gfx:\t12345678 ns\ndrm-engine-capacity-gfx:\t2\n"
			     "drm-engine-compute:\t5 ns\n";

static void a_client_of_a_gpu_says_what_it_used(void **state)
{
	struct pa_drm_client client;

	(void)state;
	assert_int_equal(pa_drm_fdinfo_parse(fdinfo, sizeof(fdinfo) - 1, &client), 0);
	assert_string_equal(client.driver, "amdgpu");
	assert_string_equal(client.device, "0000:03:00.0");
	assert_int_equal(client.client, 7);
	assert_int_equal(client.engine_count, 2);
	assert_string_equal(client.engine[0].name, "gfx");
	assert_int_equal(client.engine[0].busy_ns, 12345678);
	assert_int_equal(client.memory_bytes, 3 << 20);
	assert_int_equal(pa_drm_fdinfo_parse("pos:\t0\n", 7, &client), -ENODATA);
}

static void descriptors_of_one_client_count_once(void **state)
{
	static const struct reply replies[] = {
		CLOCK,
		{ .path = "sys/class/drm/card0/device/gpu_busy_percent", .text = "37\n" },
		{ .path = "sys/class/drm/card0/device/mem_info_vram_total", .text = "8000\n" },
		{ .path = "sys/class/drm/card0-DP-1/status", .text = "connected\n" },
		{ .path = "proc/812/fd/3", .text = "/dev/dri/renderD128" },
		{ .path = "proc/812/fd/4", .text = "/dev/dri/renderD128" },
		{ .path = "proc/812/fd/5", .text = "/dev/null" },
		{ .path = "proc/812/fdinfo/3", .text = fdinfo },
		{ .path = "proc/812/fdinfo/4", .text = fdinfo },
	};
	struct one_source one;

	(void)state;
	ONE_SOURCE(&one, &pa_source_drm, replies);
	assert_int_equal(one_source_read(&one), 0);
	assert_int_equal(value_of(&one.world, PA_V_GPU_DRM_BUSY_PERCENT, "card0"), 37);
	assert_int_equal(value_of(&one.world, PA_V_GPU_DRM_ENGINE_NS, "0000:03:00.0/gfx/812/7"),
			 12345678);
	assert_int_equal(
		value_of(&one.world, PA_V_GPU_DRM_CLIENT_MEMORY_BYTES, "0000:03:00.0/812/7"),
		3 << 20);
	one_source_done(&one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_the_hardware_values_are_absent),
		cmocka_unit_test(a_module_is_named_with_its_controller),
		cmocka_unit_test(sensors_are_told_apart_by_their_names),
		cmocka_unit_test(a_cache_monitor_that_is_unavailable_has_no_value),
		cmocka_unit_test(an_accelerator_tells_queues_and_errors),
		cmocka_unit_test(energy_goes_on_where_its_counter_wraps),
		cmocka_unit_test(energy_is_for_root_alone),
		cmocka_unit_test(a_power_zone_has_its_long_term_limit),
		cmocka_unit_test(a_lane_carries_less_than_its_transfers),
		cmocka_unit_test(a_link_below_its_width_and_its_errors),
		cmocka_unit_test(a_client_of_a_gpu_says_what_it_used),
		cmocka_unit_test(descriptors_of_one_client_count_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
