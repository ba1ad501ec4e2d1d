#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The file of settings: what it sets, what wins over it, what it is refused for.
# shellcheck source=tests/cli/expect.sh
. "${BASH_SOURCE[0]%/*}/expect.sh"

f=$scratch/f.conf
settings() { printf '%s\n' "$@" > "$f" && chmod 644 "$f"; }
refused()
{
	expect 2 "$perfadvisor" config --config "$f"
	says "$err" "perfadvisor config: $1" "$2"
	[[ $(wc -l < "$scratch/err") = 1 && -z $out ]] || complain "$2: one line on stderr is all"
}

# ---- what holds, and where it comes from
expect 0 "$perfadvisor" config --config none advise
says "$out" "*[[]advise[]]*for = 10s * ; default*# root = * ; not set*" "the defaults"
settings '[perfadvisor]' 'tick = 200ms' 'quiet = yes' '[advise]' 'for = 3s ; short' 'save = x'
expect 0 "$perfadvisor" config --config "$f" advise
says "$out" "*for = 3s * ; $f:5*tick = 200ms * ; $f:2*save = x * ; $f:6*quiet = yes * ; $f:3*" "a file"
expect 0 "$perfadvisor" --config "$f" config -- advise --for=9s --root R
says "$out" "*for = 9s * ; command line*root = R * ; command line*# save = * ; not set*" "a call"
expect 0 "$perfadvisor" config --config "$f" --json
says "$out" '{"schema":"perfadvisor.config/1","file":"'"$f"'",*"name":"for","value":"3s","origin":"file","line":5*' JSON

# ---- what is printed can be read back, and says the same
settings '[perfadvisor]' 'tick = 200ms' '[checklist]' 'format = json' '[capacity]' 'disk vda = 3000 iops, 125 MB/s' \
	'[resource q]' 'file = /run/q' 'saturation = gauge of depth' 'sentence = {title} waits: # {saturation}'
expect 0 "$perfadvisor" config --config "$f"
cp "$scratch/out" "$scratch/back.conf" && chmod 644 "$scratch/back.conf"
expect 0 "$perfadvisor" config --config "$scratch/back.conf"
diff <(sed 's/ *;.*//; 1d' "$scratch/back.conf") <(sed 's/ *;.*//; 1d' "$scratch/out") || complain "read back it says something else"

# ---- it leads the commands
expect 0 "$perfadvisor" checklist --os freebsd --config "$f"
says "$out" '{"schema":"perfadvisor.checklist/1"*' "the file says json"
expect 0 "$perfadvisor" checklist --os freebsd --config "$f" --format text
says "$out" "*U utilization, S saturation, E errors*" "the command line wins"
settings '[checklist]' 'json = yes'
expect 0 "$perfadvisor" checklist --os freebsd --config "$f" --json=no
says "$out" "*U utilization, S saturation, E errors*" "a flag is taken back"
settings '[advise]' 'for = 200ms' 'tick = 100ms' 'json = yes'
expect 0 "$perfadvisor" --config "$f"
says "$out" '{"schema":"perfadvisor.advice/1"*' "the default command is led too"

# ---- the example that is installed is right, also with everything in it in force
example=${BASH_SOURCE[0]%/*}/../../docs/perfadvisor.conf
cp "$example" "$f" && chmod 644 "$f"
expect 0 "$perfadvisor" config --config "$f"
sed -E 's/^# (\[|[a-z_-]+( [a-z0-9]+)? = )/\1/; s/^#( +;.*)$/\1/' "$example" > "$f"
expect 0 "$perfadvisor" config --config "$f"
says "$out" "*quiet = yes*[[]resource orders[]]*saturated_above = 100*" "the example without its comment signs"

# ---- mistakes
settings '[advise]' 'fro = 3s'
refused "$f:2: [[]advise[]] has no key 'fro'; did you mean for" "an unknown key"
settings '[advice]' 'for = 3s'
refused "$f:2: no section [[]advice[]]; did you mean [[]advise[]]*" "an unknown section"
settings '[advise]' 'for = soon'
refused "$f:2: for wants a time such as *, not 'soon'" "a wrong value"
settings '[advise]' 'for = 1s' 'for = 2s'
refused "$f:3: for is set twice in [[]advise[]]: line 2 has it too" "a key twice"
settings 'for = 3s'
refused "$f:1: a key stands before any [[]section[]]" "no section"
settings '[resource q]' 'fiel = /run/q'
refused "$f:2: [[]resource q[]] has no key 'fiel'; did you mean file" "an unknown key of a resource"
for command in advise checklist snapshot; do
	expect 2 "$perfadvisor" $command --config "$f"
	says "$err" "perfadvisor $command: $f:2: *" "$command reads the same file"
done
expect 0 "$perfadvisor" help advise --config "$f"
expect 0 "$perfadvisor" advise --help --config "$f"
expect 2 "$perfadvisor" config --config "$scratch/missing"
says "$err" "perfadvisor config: open $scratch/missing: No such file or directory" "a named file that is missing"
expect 2 "$perfadvisor" config no-such-command --config none
expect 2 "$perfadvisor" advise --for 200ms --config
says "$err" "*--config needs a value: --config FILE" "no file"

# ---- hostile files
head -c 300000 /dev/zero | tr '\0' '\n' > "$f"
refused "$f: larger than the 262144 bytes*" "a large file"
{ echo '[advise]'; printf 'save = %0500d\n' 1; } > "$f"
refused "$f:2: the line is longer than * bytes" "a long line"
head -c 3000 /dev/urandom > "$f"
expect 2 "$perfadvisor" config --config "$f"
[[ $(wc -l < "$scratch/err") = 1 ]] || complain "noise: not one line: $err"
printf '[advise]\nsave = \033[31mred\n' > "$f"
refused "$f:2: a control character stands in this line" "control codes"
expect 2 "$perfadvisor" config --config "$scratch"
says "$err" "*is no plain file" "a folder"
if [[ $(id -u) = 0 ]]; then
	settings '[advise]' 'for = 3s'
	chmod 666 "$f"
	refused "$f can be written by others than root*" "a file that anybody writes"
	chmod 644 "$f" && chown 65534 "$f"
	refused "$f belongs to user 65534 and not to root*" "somebody else's file"
fi
finish
