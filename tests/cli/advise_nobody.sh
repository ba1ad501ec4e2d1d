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
finish
