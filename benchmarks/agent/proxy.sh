#!/bin/bash
# How vipd's proxy stands against HAProxy, interleaved in one run on the loopback interface (needs haproxy):
#   benchmarks/agent/proxy.sh            ROUNDS=5 MILLIS=2000
# HAProxy with one thread is the measure; beside it two threads, and one thread with forced splice. Each line is the
# median over the rounds of the ratio to HAProxy with one thread in the same round: rate, processor time a unit, p99.
set -euo pipefail
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
. "$root/benchmarks/agent/load.sh"
rounds=${ROUNDS:-5}
millis=${MILLIS:-2000}

# haproxy_config THREADS OPTIONS PORT
haproxy_config() {
  cat <<CONFIG
global
  nbthread $1
  maxconn 4000
defaults
  mode tcp
  timeout connect 5s
  timeout client 1h
  timeout server 1h
$2
listen answers
  bind 127.0.0.1:$3
  balance leastconn
  server a 127.0.0.1:18001 check
  server b 127.0.0.1:18001 check
listen bulk
  bind 127.0.0.1:$(($3 + 1))
  server a 127.0.0.1:18002 check
CONFIG
}

splice="  option splice-request
  option splice-response"
haproxy_config 1 "" 18101 >"$work/one.cfg"
haproxy_config 2 "" 18201 >"$work/two.cfg"
haproxy_config 1 "$splice" 18301 >"$work/splice.cfg"

timeouts='{"connectMillis":5000,"clientMillis":3600000,"serverMillis":3600000,"queueMillis":5000}'
cat >"$work/plan.json" <<PLAN
{"version": 1, "node": "here", "interfaces": [{"name": "lo", "subnets": ["127.0.0.0/8"]}],
 "proxies": [
  {"name": "answers", "listen": ["127.0.0.1:18401"], "check": {"kind": "tcp"}, "timeouts": $timeouts,
   "servers": [{"name": "a", "address": "127.0.0.1", "port": 18001}, {"name": "b", "address": "127.0.0.1", "port": 18001}]},
  {"name": "bulk", "listen": ["127.0.0.1:18402"], "check": {"kind": "tcp"}, "timeouts": $timeouts,
   "servers": [{"name": "a", "address": "127.0.0.1", "port": 18002}]}],
 "status": {"listen": "127.0.0.1:18403", "controlSocket": "$work/control.sock"}}
PLAN

started "${java[@]}" serve 18001 18002
declare -A pid port=([haproxy-1]=18101 [haproxy-2]=18201 [haproxy-splice]=18301 [vipd]=18401)
started haproxy -db -f "$work/one.cfg" && pid[haproxy-1]=$started
started haproxy -db -f "$work/two.cfg" && pid[haproxy-2]=$started
started haproxy -db -f "$work/splice.cfg" && pid[haproxy-splice]=$started
started "$root/vipd" proxy "$work/plan.json" && pid[vipd]=$started
sleep 3

# load WORK COUNT PROXY MILLIS
load() {
  to=${port[$3]}
  [ "$1" != bulk ] || to=$((to + 1))
  "${java[@]}" "$1" 127.0.0.1 "$to" "$2" "$4" "${pid[$3]}"
}

# the compiler of the JVM has seen everything before anything is measured
for warm in "requests 32" "connections 32" "bulk 1"; do load ${warm% *} ${warm#* } vipd 4000 >/dev/null; done

for round in $(seq "$rounds"); do
  for kind in "requests 32" "connections 32" "bulk 1" "bulk 8"; do
    for proxy in haproxy-1 haproxy-2 haproxy-splice vipd; do
      echo "$round $proxy $kind $(load ${kind% *} ${kind#* } "$proxy" "$millis")"
    done
  done
done >"$work/results"

printf '%-16s %-15s %10s %8s %8s %8s\n' load proxy units/s rate cpu p99
awk '
  function median(values, count,   i, j, swap) {
    for (i = 1; i <= count; i++) for (j = i + 1; j <= count; j++) if (values[j] < values[i]) { swap = values[i]; values[i] = values[j]; values[j] = swap }
    return values[int((count + 1) / 2)]
  }
  { rate[$1, $2, $3 " " $4] = $5; cost[$1, $2, $3 " " $4] = $6; late[$1, $2, $3 " " $4] = $8; kinds[$3 " " $4] = 1; names[$2] = 1; rounds = $1 }
  END {
    for (kind in kinds) for (name in names) {
      for (r = 1; r <= rounds; r++) {
        absolute[r] = rate[r, name, kind]
        rates[r] = rate[r, name, kind] / rate[r, "haproxy-1", kind]
        costs[r] = cost[r, name, kind] / cost[r, "haproxy-1", kind]
        lates[r] = late[r, "haproxy-1", kind] > 0 ? late[r, name, kind] / late[r, "haproxy-1", kind] : 0
      }
      printf "%-16s %-15s %10.0f %8.2f %8.2f %8.2f\n", kind, name, median(absolute, rounds), median(rates, rounds), median(costs, rounds), median(lates, rounds)
    }
  }' "$work/results" | sort
for proxy in haproxy-1 haproxy-2 haproxy-splice vipd; do
  awk -v name="$proxy" '/VmHWM/ { printf "%-15s at most %.0f MiB resident\n", name, $2 / 1024 }' "/proc/${pid[$proxy]}/status"
done
