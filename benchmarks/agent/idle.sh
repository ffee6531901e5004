#!/bin/bash
# Connections that are open and say nothing, through vipd's proxy and through HAProxy (needs haproxy):
#   benchmarks/agent/idle.sh             COUNT=10000 MILLIS=5000
# How many answered when they were opened, how many after they had been idle, and the memory that the proxy then had for
# each. A connection takes two descriptors of the proxy: where the machine allows too few for COUNT, as many are opened as
# vipd takes.
set -euo pipefail
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
. "$root/benchmarks/agent/load.sh"
count=${COUNT:-10000}
millis=${MILLIS:-5000}

ulimit -n $((2 * count + 2000)) 2>/dev/null || ulimit -n "$(ulimit -Hn)"

cat >"$work/haproxy.cfg" <<CONFIG
defaults
  mode tcp
  timeout connect 5s
  timeout client 1h
  timeout server 1h
listen answers
  bind 127.0.0.1:18101
  maxconn $count
  server a 127.0.0.1:18001
CONFIG
cat >"$work/plan.json" <<PLAN
{"version": 1, "node": "here", "interfaces": [{"name": "lo", "subnets": ["127.0.0.0/8"]}],
 "limits": {"connections": $count},
 "proxies": [
  {"name": "answers", "listen": ["127.0.0.1:18401"], "maxConnections": $count, "check": {"kind": "tcp"},
   "timeouts": {"connectMillis":5000,"clientMillis":3600000,"serverMillis":3600000,"queueMillis":5000},
   "servers": [{"name": "a", "address": "127.0.0.1", "port": 18001}]}],
 "status": {"controlSocket": "$work/control.sock"}}
PLAN

started "${java[@]}" serve 18001 18002
started haproxy -db -f "$work/haproxy.cfg" && haproxy=$started
"$root/vipd" proxy "$work/plan.json" >"$work/vipd.out" 2>&1 &
vipd=$!
processes+=("$vipd")

# until there is an answer through both; vipd has said by then what the machine lets it have
for port in 18101 18401; do
  tries=0
  until [ "$("${java[@]}" idle 127.0.0.1 "$port" 1 0)" = "1 1" ]; do
    tries=$((tries + 1))
    [ $tries -lt 20 ] || { echo "no answer on port $port" >&2; exit 1; }
    sleep 0.5
  done
done
possible=$(sed -n 's/.*possible=\([0-9]*\).*/\1/p' "$work/vipd.out")
if [ -n "$possible" ]; then
  echo "$(ulimit -n) descriptors are enough for $possible connections of $count" >&2
  count=$possible
fi

resident() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }

# held NAME PROCESS PORT
held() {
  before=$(resident "$2")
  "${java[@]}" idle 127.0.0.1 "$3" "$count" "$millis" >"$work/held" &
  client=$!
  most=$before
  while kill -0 "$client" 2>/dev/null; do
    now=$(resident "$2")
    [ "$now" -le "$most" ] || most=$now
    sleep 0.2
  done
  wait "$client"
  read -r first last <"$work/held"
  awk -v name="$1" -v count="$count" -v first="$first" -v last="$last" -v before="$before" -v most="$most" 'BEGIN {
    printf "%-8s %d connections: %d answered at first, %d after; %.0f MiB resident, %.1f KiB a connection\n",
      name, count, first, last, most / 1024, (most - before) / count
  }'
}

held haproxy "$haproxy" 18101
held vipd "$vipd" 18401
