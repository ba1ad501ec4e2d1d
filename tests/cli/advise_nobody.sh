#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Without a privilege advise still gives a verdict and counts what it was denied.
. "$(dirname "$0")/expect.sh"

if [[ $(id -u) != 0 ]]; then
	as=()
elif command -v setpriv > /dev/null; then
	as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
else
	echo "skipped: as root this needs setpriv, to become nobody"
	exit 77
fi
# nobody may not be let into the build folder.
cp "$perfadvisor" "$scratch/perfadvisor" && chmod 755 "$scratch" "$scratch/perfadvisor"
if ! "${as[@]}" "$scratch/perfadvisor" --version > /dev/null 2>&1; then
	echo "skipped: nobody cannot run $scratch/perfadvisor"
	exit 77
fi
expect 0 "${as[@]}" "$scratch/perfadvisor" advise --for 300ms --tick 100ms --json
says "$out" '*"verdict":{"state":"*' "nobody gets a verdict"
says "$out" '*"privileged":false*' "nobody is told as such"
says "$out" '*"coverage":{*"denied":[1-9]*' "what was denied is counted"
says "$out" '*"denied_by":[[]{"capability":"CAP_*' "what would bring it is named"
expect 0 "${as[@]}" "$scratch/perfadvisor" advise --for 300ms --tick 100ms --explain
says "$out" $'*\nDenied *CAP_PERFMON* would bring *' "the text names the capability"
expect 0 "${as[@]}" "$scratch/perfadvisor" checklist --json
says "$out" '*"state":"DENIED"*' "the checklist shows what was denied"
[[ $out != *'"blocker":"denied: needs root"'* ]] || complain "a denied cell names no capability: ${out#*denied: needs root}"

# ---- with one capability what it brings is no longer denied
with() { setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps="$1" --ambient-caps="$1" "${@:2}"; }
if [[ $(id -u) = 0 ]] && with +perfmon "$scratch/perfadvisor" --version > /dev/null 2>&1; then
	expect 0 with +perfmon "$scratch/perfadvisor" checklist --json cpu.pipeline
	[[ $out != *'"state":"DENIED"'* ]] || complain "CAP_PERFMON does not bring cpu.pipeline: $out"
	expect 0 with +sys_ptrace,+dac_read_search "$scratch/perfadvisor" advise --for 300ms --tick 100ms --json
	[[ $out != *"the I/O and descriptors of "[0-9][0-9]* ]] || complain "CAP_SYS_PTRACE does not bring the I/O of processes: ${out#*limits}"
fi

# ---- a room of its own, with other PIDs, and one in which /proc is not mounted
if [[ $(id -u) = 0 ]] && unshare -pmnC --fork --mount-proc true 2> /dev/null; then
	expect 0 unshare -pmnC --fork --mount-proc "$scratch/perfadvisor" advise --for 300ms --tick 100ms
	says "$out" "*Limits *threads can be seen*" "a container is told that it sees a part"
	expect 1 unshare -m sh -c "umount -l /proc && exec '$scratch/perfadvisor' advise --for 300ms --tick 100ms"
	# AddressSanitizer has words of its own about a missing /proc.
	err=$(grep -v '^==[0-9]*==' <<< "$err")
	says "$err" "perfadvisor advise: read /proc/sys/kernel/ostype (is /proc mounted?)*" "no /proc"
	[[ $err != *$'\n'* ]] || complain "no /proc: not one line: $err"
fi
finish
