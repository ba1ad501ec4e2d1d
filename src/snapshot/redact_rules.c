/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which reply is what. The default is free text, so a source that nobody thought of loses too
 * much rather than too little; binary replies without a row are left out. A new source whose
 * words look like names, or whose reply is binary, adds a row.
 */
#include <string.h>

#include "snapshot/redact_internal.h"

struct rule {
	const char *pattern; /* '*': one component; "**" at the end: any that follow */
	enum pa_redact_kind kind;
};

/* The first that fits wins. */
static const struct rule rules[] = {
	{ "clock", PA_REDACT_KEEP },
	{ "proc/stat", PA_REDACT_KEEP },
	{ "proc/meminfo", PA_REDACT_KEEP },
	{ "proc/vmstat", PA_REDACT_KEEP },
	{ "proc/loadavg", PA_REDACT_KEEP },
	{ "proc/uptime", PA_REDACT_KEEP },
	{ "proc/pressure/*", PA_REDACT_KEEP },
	{ "proc/schedstat", PA_REDACT_KEEP },
	{ "proc/softirqs", PA_REDACT_KEEP },
	{ "proc/interrupts", PA_REDACT_KEEP },
	{ "proc/diskstats", PA_REDACT_KEEP },
	{ "proc/partitions", PA_REDACT_KEEP },
	{ "proc/zoneinfo", PA_REDACT_KEEP },
	{ "proc/buddyinfo", PA_REDACT_KEEP },
	{ "proc/slabinfo", PA_REDACT_KEEP },
	{ "proc/cpuinfo", PA_REDACT_KEEP },
	{ "proc/irq/**", PA_REDACT_KEEP },
	/* It holds addresses of the kernel, and commands in old ones. */
	{ "proc/timer_list", PA_REDACT_EMPTY },
	{ "proc/cgroups", PA_REDACT_KEEP },
	{ "proc/filesystems", PA_REDACT_KEEP },
	{ "proc/devices", PA_REDACT_KEEP },
	{ "proc/modules", PA_REDACT_KEEP },
	{ "proc/locks", PA_REDACT_KEEP },
	{ "proc/fs/jbd2/**", PA_REDACT_KEEP },
	{ "proc/fs/nfsd/**", PA_REDACT_KEEP },
	{ "proc/spl/**", PA_REDACT_KEEP },
	{ "proc/key-users", PA_REDACT_KEEP },
	{ "proc/sysvipc/**", PA_REDACT_KEEP },
	{ "proc/cmdline", PA_REDACT_BOOT },
	{ "proc/version", PA_REDACT_VERSION },
	{ "proc/sys/kernel/hostname", PA_REDACT_HOSTNAME },
	{ "proc/sys/kernel/domainname", PA_REDACT_HOSTNAME },
	{ "proc/sys/fs/**", PA_REDACT_KEEP },
	{ "proc/sys/net/**", PA_REDACT_KEEP },
	{ "proc/sys/user/**", PA_REDACT_KEEP },
	{ "proc/sys/vm/**", PA_REDACT_KEEP },

	{ "proc/*/task/*/comm", PA_REDACT_COMM },
	{ "proc/*/task/*/stat", PA_REDACT_STAT },
	{ "proc/*/task/*/status", PA_REDACT_STAT },
	{ "proc/*/task/*/schedstat", PA_REDACT_KEEP },
	{ "proc/*/task/*/syscall", PA_REDACT_KEEP },
	{ "proc/*/task/*/wchan", PA_REDACT_KEEP },
	{ "proc/*/task/*/stack", PA_REDACT_KEEP },
	{ "proc/*/task/*/io", PA_REDACT_KEEP },
	{ "proc/*/comm", PA_REDACT_COMM },
	{ "proc/*/stat", PA_REDACT_STAT },
	{ "proc/*/status", PA_REDACT_STAT },
	{ "proc/*/statm", PA_REDACT_KEEP },
	{ "proc/*/schedstat", PA_REDACT_KEEP },
	{ "proc/*/syscall", PA_REDACT_KEEP },
	{ "proc/*/wchan", PA_REDACT_KEEP },
	{ "proc/*/io", PA_REDACT_KEEP },
	{ "proc/*/limits", PA_REDACT_KEEP },
	{ "proc/*/cmdline", PA_REDACT_ARGUMENTS },
	{ "proc/*/environ", PA_REDACT_EMPTY },
	{ "proc/*/auxv", PA_REDACT_EMPTY },
	{ "proc/*/fd/*", PA_REDACT_LINK },
	{ "proc/*/held", PA_REDACT_KEEP },
	{ "proc/*/namespaces", PA_REDACT_KEEP },
	{ "proc/*/map_files/*", PA_REDACT_LINK },
	{ "proc/*/ns/*", PA_REDACT_KEEP },
	{ "proc/*/exe", PA_REDACT_LINK },
	{ "proc/*/cwd", PA_REDACT_LINK },
	{ "proc/*/root", PA_REDACT_LINK },
	{ "proc/*/maps", PA_REDACT_MAPS },
	{ "proc/*/smaps", PA_REDACT_MAPS },
	{ "proc/*/numa_maps", PA_REDACT_MAPS },

	{ "sys/class/net/*/address", PA_REDACT_FREE },
	{ "sys/class/net/*/broadcast", PA_REDACT_FREE },
	{ "sys/class/net/*/ifalias", PA_REDACT_SECRET },
	{ "sys/block/*/dm/name", PA_REDACT_SECRET }, /* a volume may be called after its owner */
	{ "sys/block/**", PA_REDACT_KEEP },
	{ "sys/bus/**", PA_REDACT_KEEP },
	{ "sys/class/**", PA_REDACT_KEEP },
	{ "sys/dev/**", PA_REDACT_KEEP },
	{ "sys/devices/**", PA_REDACT_KEEP },
	{ "sys/fs/**", PA_REDACT_KEEP },
	{ "sys/kernel/**", PA_REDACT_KEEP },
	{ "sys/module/**", PA_REDACT_KEEP },

	{ "src/kmsg", PA_REDACT_KMSG },
	{ "dev/kmsg", PA_REDACT_KMSG },
	{ "src/inet_diag/**", PA_REDACT_DIAG },
	{ "src/link/**", PA_REDACT_LINKS },
	{ "src/qdisc/**", PA_REDACT_KEEP },
	{ "src/task_memory/*", PA_REDACT_KEEP },
	{ "src/task_maps/*", PA_REDACT_KEEP },
	{ "src/containers/*", PA_REDACT_EMPTY }, /* names of containers, pods and their teams */
	{ "src/qdisc_class/**", PA_REDACT_KEEP },
	{ "src/unix_diag/**", PA_REDACT_KEEP }, /* names are not asked */
	{ "src/netlink_diag/**", PA_REDACT_KEEP },
	{ "src/packet_diag/**", PA_REDACT_KEEP },
	{ "src/xfrm_sad", PA_REDACT_KEEP },
	{ "src/genl/families", PA_REDACT_KEEP },
	{ "src/ethtool/**", PA_REDACT_KEEP },
	{ "src/ethtool_stats/*", PA_REDACT_KEEP },
	{ "src/netdev/*", PA_REDACT_KEEP },
	{ "src/devlink/*", PA_REDACT_KEEP },
	{ "src/taskstats/open", PA_REDACT_KEEP },
	{ "src/taskstats/*", PA_REDACT_TASKSTATS },
	{ "src/statvfs/**", PA_REDACT_KEEP },
	{ "src/device_mapper/**", PA_REDACT_KEEP },
	{ "src/nvme/**", PA_REDACT_KEEP },
	{ "src/quota/**", PA_REDACT_KEEP },
	{ "src/xfs/**", PA_REDACT_KEEP },
	{ "src/adjtimex", PA_REDACT_KEEP },
	{ "src/audit/status", PA_REDACT_KEEP },
	{ "src/bpf/programs", PA_REDACT_KEEP },
	{ "src/mqueue", PA_REDACT_KEEP },
	{ "src/trace_ring", PA_REDACT_KEEP },
	{ "src/perf/**", PA_REDACT_KEEP },
	{ "src/nvml", PA_REDACT_KEEP },
	{ "src/sysconf", PA_REDACT_KEEP },
	{ "src/clocks", PA_REDACT_KEEP },
	{ "src/config/declared", PA_REDACT_DECLARED },
	{ "src/user/*", PA_REDACT_KEEP },
	{ "src/uid", PA_REDACT_KEEP },
};

/* Files of /proc/net, wherever that stands: the name of the file behind "net/". */
static const struct rule net_rules[] = {
	{ "dev", PA_REDACT_KEEP },	     { "snmp", PA_REDACT_KEEP },
	{ "snmp6", PA_REDACT_KEEP },	     { "netstat", PA_REDACT_KEEP },
	{ "xfrm_stat", PA_REDACT_KEEP },     { "tls_stat", PA_REDACT_KEEP },
	{ "rt6_stats", PA_REDACT_KEEP },     { "netlink", PA_REDACT_KEEP },
	{ "packet", PA_REDACT_KEEP },	     { "sockstat", PA_REDACT_KEEP },
	{ "sockstat6", PA_REDACT_KEEP },     { "softnet_stat", PA_REDACT_KEEP },
	{ "protocols", PA_REDACT_KEEP },     { "stat/*", PA_REDACT_KEEP },
	{ "tcp", PA_REDACT_SOCKETS },	     { "tcp6", PA_REDACT_SOCKETS },
	{ "udp", PA_REDACT_SOCKETS },	     { "udp6", PA_REDACT_SOCKETS },
	{ "udplite", PA_REDACT_SOCKETS },    { "udplite6", PA_REDACT_SOCKETS },
	{ "raw", PA_REDACT_SOCKETS },	     { "raw6", PA_REDACT_SOCKETS },
	{ "icmp", PA_REDACT_SOCKETS },	     { "icmp6", PA_REDACT_SOCKETS },
	{ "unix", PA_REDACT_UNIX },	     { "route", PA_REDACT_EMPTY },
	{ "ipv6_route", PA_REDACT_EMPTY },   { "rt_cache", PA_REDACT_EMPTY },
	{ "if_inet6", PA_REDACT_EMPTY },     { "dev_mcast", PA_REDACT_EMPTY },
	{ "igmp", PA_REDACT_EMPTY },	     { "igmp6", PA_REDACT_EMPTY },
	{ "mcfilter", PA_REDACT_EMPTY },     { "mcfilter6", PA_REDACT_EMPTY },
	{ "anycast6", PA_REDACT_EMPTY },     { "ip_mr_cache", PA_REDACT_EMPTY },
	{ "ip6_mr_cache", PA_REDACT_EMPTY }, { "rpc/*", PA_REDACT_KEEP },
};

/* Files of any folder of /sys whose content names one machine or one part of it. */
static const char *const secret_names[] = {
	"serial",
	"wwid",
	"wwn",
	"nguid",
	"eui",
	"uuid",
	"subsysnqn",
	"hostnqn",
	"hostid",
	"product_serial",
	"product_uuid",
	"board_serial",
	"chassis_serial",
	"board_asset_tag",
	"chassis_asset_tag",
	"unique_id",
	"phys_switch_id",
	"phys_port_id",
	"vpd_pg80",
	"vpd_pg83",
};

static bool fits(const char *pattern, const char *path)
{
	while (*pattern) {
		if (pattern[0] == '*' && pattern[1] == '*')
			return true;
		if (*pattern == '*') {
			pattern++;
			path += strcspn(path, "/");
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return !*path;
}

static bool find(const struct rule *table, size_t count, const char *path,
		 enum pa_redact_kind *kind)
{
	for (size_t i = 0; i < count; i++) {
		if (!fits(table[i].pattern, path))
			continue;
		*kind = table[i].kind;
		return true;
	}
	return false;
}

/* Behind the last "net/" of proc/net/…, proc/PID/net/… and src/netns/NAME/net/…. */
static const char *net_file(const char *path)
{
	const char *net = NULL;

	if (!strncmp(path, "proc/sys/", 9) ||
	    (strncmp(path, "proc/", 5) != 0 && strncmp(path, "src/netns/", 10) != 0))
		return NULL;
	for (const char *at = path; (at = strstr(at, "/net/")); at++)
		net = at + 5;
	return net;
}

/* Settings of a namespace: "src/netns/NAME/sys/net/…". */
static bool is_net_setting(const char *path)
{
	return fits("src/netns/*/sys/net/**", path);
}

enum pa_redact_kind pa_redact_kind_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *net = net_file(path);
	enum pa_redact_kind kind = PA_REDACT_FREE;

	if (is_net_setting(path))
		return PA_REDACT_KEEP;
	if (net && find(net_rules, sizeof(net_rules) / sizeof(net_rules[0]), net, &kind))
		return kind;
	if (slash && !strncmp(path, "sys/", 4))
		for (unsigned int i = 0; i < sizeof(secret_names) / sizeof(secret_names[0]); i++)
			if (!strcmp(slash + 1, secret_names[i]))
				return PA_REDACT_SECRET;
	(void)find(rules, sizeof(rules) / sizeof(rules[0]), path, &kind); /* or it stays free */
	return kind;
}
