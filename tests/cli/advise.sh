#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# advise: what it refuses, how it ends, and that a recording gives the same advice.
. "$(dirname "$0")/expect.sh"

brief=(--for 300ms --tick 100ms)
one_line() { [[ $err != *$'\n'* && -n $err ]] || complain "$1: not one line: $err"; }

# ---- misuse: status 2 and one line
for bad in --bogus "--for 1ms" "--for soon" "--for 2d" "--tick 1ms" "--tick 20s" "--pid -3" "--pid x" "--cgroup system.slice" \
           "--pid 1 --cgroup /" "--drill often" "--root a --save b" --redact operand; do
	# shellcheck disable=SC2086 # the words are meant
	expect 2 "$perfadvisor" advise $bad
	one_line "advise $bad"
	[[ -z $out ]] || complain "advise $bad says something on stdout"
done

# ---- what cannot be opened: status 1 and one line
printf 'no snapshot at all' > "$scratch/garbage"
: > "$scratch/empty"
mkdir "$scratch/folder"
for root in "$scratch/missing" "$scratch/garbage" "$scratch/empty" "$scratch/folder" /dev/null; do
	expect 1 "$perfadvisor" advise --root "$root"
	one_line "advise --root $root"
done
expect 1 "$perfadvisor" advise "${brief[@]}" --save "$scratch/nowhere/x.tar.zst"
one_line "save into a folder that is not there"

# ---- a short watch
expect 0 "$perfadvisor" advise "${brief[@]}"
says "$out" "*Coverage*resources:*Window*watched 0.*" "a short watch"
says "$err" "" "a short watch is silent on stderr"
expect 0 "$perfadvisor" advise "${brief[@]}" --quiet
[[ $(wc -l <<< "$out") = 1 ]] || complain "quiet is not one line: $out"
says "$out" "*[.]" "quiet is a sentence"

# ---- --check: 3 when there is a bottleneck, else 0
"$perfadvisor" advise "${brief[@]}" --check --json > "$scratch/check.json" 2> "$scratch/err"
status=$?
case $(grep -o '"state":"[a-z]*"' "$scratch/check.json" | head -1) in
	'"state":"bottleneck"') [[ $status = 3 ]] || complain "--check of a bottleneck: status $status" ;;
	'"state":"healthy"' | '"state":"inconclusive"') [[ $status = 0 ]] || complain "--check: status $status" ;;
	*) complain "--check: no state in $(head -c 200 "$scratch/check.json")" ;;
esac

# ---- a scope that is not there
sleep 0 & gone=$!
wait "$gone"
expect 0 "$perfadvisor" advise "${brief[@]}" --pid "$gone"
says "$out" "*nothing of it ran while we looked*" "a process that is gone"
expect 0 "$perfadvisor" advise "${brief[@]}" --cgroup /no/such/group
says "$out" "*nothing of it ran while we looked*" "a group that is not there"

# ---- a signal ends the watch and the verdict comes all the same
for signal in INT TERM; do
	"$perfadvisor" advise --for 30s --tick 100ms > "$scratch/out" 2> "$scratch/err" &
	watcher=$!
	# It is there to be stopped once its handlers stand: SigCgt has the signal's bit.
	bit=$([[ $signal = INT ]] && echo 1 || echo 14)
	for ((try = 0; try < 200; try++)); do
		[[ $(cat "/proc/$watcher/comm" 2> /dev/null) = perfadvisor ]] || { sleep 0.02; continue; }
		caught=$(sed -n 's/^SigCgt:[[:space:]]*//p' "/proc/$watcher/status" 2> /dev/null)
		[[ -n $caught ]] && (((16#$caught >> bit) & 1)) && break
		sleep 0.02
	done
	kill -"$signal" "$watcher"
	wait "$watcher"
	status=$?
	[[ $status = 0 ]] || complain "SIG$signal: status $status: $(cat "$scratch/err")"
	says "$(cat "$scratch/out")" "*Coverage*" "SIG$signal gives a verdict"
done

# ---- stdout that cannot be written
if [[ -c /dev/full ]]; then
	"$perfadvisor" advise "${brief[@]}" > /dev/full 2> "$scratch/err" && complain "/dev/full is no failure"
	says "$(cat "$scratch/err")" "perfadvisor: write standard output: *" "/dev/full"
fi
"$perfadvisor" advise "${brief[@]}" >&- 2> "$scratch/err" && complain "a closed stdout is no failure"

# ---- a recording gives the same bytes again
expect 0 "$perfadvisor" advise --for 500ms --tick 100ms --json --save "$scratch/a.tar.zst"
cp "$scratch/out" "$scratch/live.json"
expect 0 "$perfadvisor" advise --json --root "$scratch/a.tar.zst"
cmp -s "$scratch/live.json" "$scratch/out" || complain "live and replayed JSON differ"
expect 0 "$perfadvisor" snapshot --for 500ms --tick 100ms -o "$scratch/b.tar.zst"
for form in --plain --json --explain; do
	expect 0 "$perfadvisor" advise $form --root "$scratch/b.tar.zst"
	cp "$scratch/out" "$scratch/first"
	expect 0 "$perfadvisor" advise $form --root "$scratch/b.tar.zst"
	cmp -s "$scratch/first" "$scratch/out" || complain "advise $form of one snapshot differs from itself"
done

finish
