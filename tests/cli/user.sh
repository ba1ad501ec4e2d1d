#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A resource that a user declares: it is read, shown, judged, recorded and replayed.
# shellcheck source=tests/cli/expect.sh
. "${BASH_SOURCE[0]%/*}/expect.sh"

f=$scratch/f.conf
chmod 755 "$scratch"
settings() { printf '%s\n' "$@" > "$f" && chmod 644 "$f"; }
brief=(--for 300ms --tick 100ms --config "$f")

printf 'workers busy: 4\norders waiting: 812\nexpired: 0\n' > "$scratch/status"
settings '[resource orders]' 'title = Order queue' "file = $scratch/status" 'saturation = gauge of orders waiting' 'unit = orders' \
	'utilization = gauge of workers busy' 'limit = 4' 'errors = counter of expired' 'saturated_above = 100' 'class = failing' \
	'sentence = The order queue holds {saturation}, {utilization} of the workers are busy.' 'next = orderctl # look there'

# ---- the verdict. Class failing: whatever else waits on the machine of this test ranks behind it.
expect 0 "$perfadvisor" advise "${brief[@]}" --save "$scratch/a.tar.zst"
says "$out" "Bottleneck: The order queue holds 812 orders, 100 % of the workers are*busy.*evidence*saturation 812 orders (file)*orderctl  # look there*" \
	"the queue is the verdict"
expect 3 "$perfadvisor" advise "${brief[@]}" --check --json
says "$out" '*"verdict":{"state":"bottleneck",*"resource":"user.orders"*"aspect":"saturation"*"lost_ms_per_s":null*' JSON

# ---- the checklist
expect 0 "$perfadvisor" checklist --config "$f" user.orders
says "$out" "*code point * file $scratch/status: orders*here * OK, 812 orders (user.orders.saturation)*" "its row"
expect 0 "$perfadvisor" checklist --config "$f" --json user.orders
says "$out" '*"id":"user.orders",*"saturation":{*"state":"OK","value":812,*' "its row in JSON"
expect 1 "$perfadvisor" checklist --config "$f" user.ordres
says "$err" "*no resource 'user.ordres'*" "no such row"

# ---- a recording says the same elsewhere, where nothing is declared and nothing is there
rm "$scratch/status"
cp "$f" "$scratch/kept.conf"
settings '[resource other]' 'file = /no/such/file' 'saturation = gauge'
expect 0 "$perfadvisor" advise --root "$scratch/a.tar.zst" --config "$f"
says "$out" "Bottleneck: The order queue holds 812 orders*" "a replay"
[[ $out != *user.other* ]] || complain "a replay declares what its own machine declares"
expect 0 "$perfadvisor" checklist --root "$scratch/a.tar.zst" user.orders
says "$out" "*OK, 812 orders*" "a replayed row"

# ---- what is not there is told, and accuses nobody
expect 0 "$perfadvisor" advise "${brief[@]}" --json
says "$out" '*"also":[[]*user.other: saturation could not be read (file, ABSENT)*' "a file that is missing"
[[ $out != *'"resource":"user.other"'* ]] || complain "what could not be read is accused"

# ---- a command, as somebody who is not root
me=$(id -un)
[[ $(id -u) != 0 ]] || me=nobody
settings '[resource cmd]' "command = /bin/sh -c 'echo depth \$((600 + 7)); id -u >&2; sleep 0'" "user = $me" 'saturation = gauge of depth' \
	'saturated_above = 1' 'class = failing'
expect 0 "$perfadvisor" advise "${brief[@]}" --save "$scratch/b.tar.zst"
says "$out" "Bottleneck: cmd is saturated: 607 wait.*" "a command is read before and behind the watching"
says "$err" "" "what a command says on stderr is nobody's"
expect 0 "$perfadvisor" advise --root "$scratch/b.tar.zst"
says "$out" "Bottleneck: cmd is saturated: 607 wait.*" "a command is replayed and not run"
settings '[resource cmd]' 'command = /bin/sleep 600' "user = $me" 'timeout = 50ms' 'saturation = gauge'
expect 0 "$perfadvisor" advise "${brief[@]}" --json
says "$out" '*user.cmd: saturation could not be read (command, BROKEN)*' "a command that hangs"

# ---- a page
if command -v python3 > /dev/null && [[ $("$perfadvisor" --version) = *libcurl* ]]; then
	cat > "$scratch/serve.py" <<- 'EOF'
		import http.server, sys
		class Page(http.server.BaseHTTPRequestHandler):
		    def do_GET(self):
		        body = b'# TYPE depth gauge\ndepth{queue="orders"} 300\ndepth{queue="mail"} 7\n'
		        self.send_response(200)
		        self.send_header("Content-Length", str(len(body)))
		        self.end_headers()
		        self.wfile.write(body)
		    def log_message(self, *_):
		        pass
		server = http.server.HTTPServer(("127.0.0.1", 0), Page)
		print(server.server_port, flush=True)
		server.serve_forever()
	EOF
	exec {port_of}< <(exec python3 "$scratch/serve.py")
	server=$!
	read -r port <&"$port_of"
	settings '[resource page]' "openmetrics = http://127.0.0.1:$port/metrics" 'saturation = gauge of depth{queue="orders"}' \
		'saturated_above = 100' 'class = failing'
	expect 0 "$perfadvisor" advise "${brief[@]}"
	says "$out" "Bottleneck: page is saturated: 300 wait.*" "a page is read"
	kill "$server"
	wait "$server" 2> /dev/null
	expect 0 "$perfadvisor" advise "${brief[@]}" --json
	says "$out" '*user.page: saturation could not be read (openmetrics, BROKEN)*' "nobody serves the page"
fi

# ---- redacted it is the same verdict without what identifies
printf 'orders waiting: 812\nexpired: 0\nworkers busy: 4\n' > "$scratch/status"
cp "$scratch/kept.conf" "$f"
expect 0 "$perfadvisor" advise "${brief[@]}" --save "$scratch/c/" --redact
expect 0 "$perfadvisor" advise --root "$scratch/c" --json
says "$out" '*"verdict":{"state":"bottleneck",*"resource":"user.orders"*' "a redacted replay"
grep -rq "orderctl\|order queue\|$scratch" "$scratch/c" && complain "what was declared is in the redacted recording"
finish
