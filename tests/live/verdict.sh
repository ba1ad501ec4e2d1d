#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The verdict on loads of a known truth that this test makes itself: more busy shells than
# CPUs; a shell at its descriptor limit that goes on opening; and, where a cgroup can be made, a quota.
# verdict.sh PERFADVISOR
set -u
perfadvisor=$1
cpus=$(nproc)
children=()
group=
failed=0

end() {
	[[ ${#children[@]} -eq 0 ]] || kill "${children[@]}" 2> /dev/null
	wait 2> /dev/null
	children=()
	[[ -z $group ]] || rmdir "$group" 2> /dev/null
	group=
}
trap end EXIT

[[ $(id -u) = 0 ]] || { echo "needs root: other users' processes name no culprit"; exit 77; }
[[ -r /proc/self/schedstat ]] || { echo "this kernel has no /proc/PID/schedstat"; exit 77; }

# expect WHAT JSON_PATH_EXPRESSION: python's view of the advice
expect() {
	if ! python3 -c "
import json, sys
a = json.load(open('$out'))
v = a['verdict']
first = a['findings'][0] if a['findings'] else {'culprits': []}
ids = [c['id'] for c in first['culprits']]
resources = [f['resource'] for f in a['findings']]
sys.exit(0 if ($2) else 1)"; then
		echo "$1: not so: $2"
		head -c 1500 "$out"
		failed=1
	fi
}
out=$(mktemp) || exit 1

for ((i = 0; i < 4 * cpus; i++)); do
	bash -c 'while :; do :; done' & children+=($!)
done
"$perfadvisor" advise --for 3s --json > "$out"
expect "four busy shells on each CPU" "v['resource'] == 'cpu.runq' and v['state'] == 'bottleneck'"
expect "the busy shells are named" "set(ids) & set('${children[*]}'.split())"
end

python3 -c '
import os, resource, time
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
while True:
    try:
        os.open("/dev/null", os.O_RDONLY)
    except OSError:
        time.sleep(.01)' & children+=($!)
"$perfadvisor" advise --for 4s --json > "$out"
expect "a process at its descriptor limit" "'fd.proc' in resources and '${children[0]}' in ids"
end

volume=$(mktemp -d) || exit 1
if truncate -s 64M "$volume/disk" && mkfs.ext4 -q "$volume/disk" > /dev/null 2>&1 &&
	mkdir "$volume/mnt" && mount -o loop "$volume/disk" "$volume/mnt" 2> /dev/null &&
	ls /proc/fs/jbd2/loop* > /dev/null 2>&1; then
	python3 -c '
import os, sys
f = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY | os.O_APPEND)
while True:
    os.write(f, b"x" * 512)
    os.fsync(f)' "$volume/mnt/log" & children+=($!)
	"$perfadvisor" advise --for 4s --json --explain > "$out"
	# The kernel must be seen to commit; whether that is a bottleneck depends on the disk below.
	expect "commits of a journal are counted" "any(f['rule'].startswith('fs.jbd2.requested_per_s') and (f['value'] or 0) > 1 for h in a['hypotheses'] for f in h['facts'])"
	end
else
	echo "no ext4 can be mounted here: journal commits were not tried"
fi
umount "$volume/mnt" 2> /dev/null
rm -rf "$volume"

for folder in /sys/fs/cgroup/cpu /sys/fs/cgroup; do
	if [[ -w $folder/cgroup.procs ]] && mkdir "$folder/pa-test-quota" 2> /dev/null; then
		group=$folder/pa-test-quota
		break
	fi
done
if [[ -n $group && -w $group/cpu.cfs_quota_us ]]; then
	echo 20000 > "$group/cpu.cfs_quota_us"
elif [[ -n $group && -w $group/cpu.max ]]; then
	echo "20000 100000" > "$group/cpu.max"
else
	echo "no cgroup with a CPU controller can be made here: the quota was not tried"
	exit $failed
fi
bash -c 'while :; do :; done' & children+=($!)
echo "${children[0]}" > "$group/cgroup.procs"
"$perfadvisor" advise --for 3s --json > "$out"
expect "a quota of a fifth of a CPU" "'cg.cpu' in resources"
rm -f "$out"
exit $failed
