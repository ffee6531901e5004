#!/bin/bash
# Connections that are open and say nothing, through vipd's proxy and through HAProxy (needs haproxy), and as root through
# vipd in kernel mode, between network namespaces (needs nft):
#   benchmarks/agent/idle.sh             COUNT=10000 MILLIS=5000
# How many answered when they were opened, how many after they had been idle, and the memory that the proxy then had for
# each. A connection takes two descriptors of the proxy: where the machine allows too few for COUNT, as many are opened as
# vipd takes; in kernel mode it takes none, and the kernel's table of connections takes the memory.
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

# until_answered ADDRESS PORT [COMMAND...]
until_answered() {
  local address=$1 port=$2 tries=0
  shift 2
  until [ "$("$@" "${java[@]}" idle "$address" "$port" 1 0)" = "1 1" ]; do
    tries=$((tries + 1))
    [ $tries -lt 20 ] || { echo "no answer on port $port" >&2; exit 1; }
    sleep 0.5
  done
}
until_answered 127.0.0.1 18101
until_answered 127.0.0.1 18401
# vipd has said by now what the machine lets it have
possible=$(sed -n 's/.*possible=\([0-9]*\).*/\1/p' "$work/vipd.out")
[ -z "$possible" ] || echo "$(ulimit -n) descriptors are enough for $possible connections of $count" >&2
possible=${possible:-$count}

resident() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }

# held NAME PROCESS COUNT ADDRESS PORT [COMMAND...]: COMMAND, if any, runs a client where it should be
held() {
  local name=$1 process=$2 count=$3 address=$4 port=$5
  shift 5
  local least now most held after
  least=$(resident "$process")
  "$@" "${java[@]}" idle "$address" "$port" "$count" "$millis" >"$work/held" &
  client=$!
  most=$least
  while kill -0 "$client" 2>/dev/null; do
    now=$(resident "$process")
    [ "$now" -le "$most" ] || most=$now
    sleep 0.2
  done
  wait "$client" || { cat "$work/held" >&2; exit 1; }
  read -r held after <"$work/held"
  awk -v name="$name" -v count="$count" -v held="$held" -v after="$after" -v least="$least" -v most="$most" 'BEGIN {
    printf "%-11s %d connections: %d answered at first, %d after; %.0f MiB resident, %.1f KiB a connection\n",
      name, count, held, after, most / 1024, (most - least) / count
  }'
}

held haproxy "$haproxy" "$possible" 127.0.0.1 18101
held vipd "$vipd" "$possible" 127.0.0.1 18401
[ "$(id -u)" = 0 ] || exit 0

far=vipd-$$-client near=vipd-$$-proxy server=vipd-$$-server
for host in "$far" "$near" "$server"; do host "$host"; done
cable "$far" to-proxy 10.77.1.1 "$near" to-client 10.77.1.2
cable "$near" to-server 10.77.2.2 "$server" to-proxy 10.77.2.3
at "$near" sysctl -qw net.ipv4.ip_forward=1
mkdir "$work/kernel"
cat >"$work/kernel.json" <<PLAN
{"version": 1, "node": "here", "interfaces": [{"name": "to-client", "subnets": ["10.77.1.0/24"]}],
 "proxies": [
  {"name": "answers", "mode": "kernel", "listen": ["10.77.1.2:18401"], "check": {"kind": "tcp"},
   "timeouts": {"connectMillis":5000,"clientMillis":3600000,"serverMillis":3600000,"queueMillis":5000},
   "servers": [{"name": "a", "address": "10.77.2.3", "port": 18001}]}],
 "status": {"controlSocket": "$work/kernel/control.sock"}}
PLAN
started ip netns exec "$server" "${java[@]}" serve 18001 18002
started ip netns exec "$near" "$root/vipd" proxy "$work/kernel.json" && kernel=$started
until_answered 10.77.1.2 18401 ip netns exec "$far"
# here it is the ends alone that take a descriptor for each
ends=$(($(ulimit -n) - 100))
held vipd-kernel "$kernel" "$((count < ends ? count : ends))" 10.77.1.2 18401 ip netns exec "$far"
