#!/bin/bash
# How vipd's proxy stands against HAProxy, interleaved in one run (needs root for network namespaces, haproxy and nft; for
# the loads of the proxy alone clang, libbpf-dev and bpftool):
#   benchmarks/agent/proxy.sh   ROUNDS=7 MILLIS=1000 PROXIES="haproxy-1 haproxy-2 haproxy-splice bare vipd vipd-1 vipd-kernel"
#                               LOADS="requests:32 ... bulk:8 alone-requests:32 alone-connections:32" CONGESTION=reno
# Client, proxies and servers are hosts of their own, joined by veth. HAProxy with one thread is the measure; beside it two
# threads, one thread with forced splice, a relay that does nothing else (what epoll gives on this machine), and vipd as it
# is, on one processor and so with one loop, and in kernel mode, which has a host to itself because the kernel then follows
# every connection that passes. vipd runs whole, with a virtual router. The ends are processes with sockets, which take half
# of what the machine has: what this measures is all three together. Those of an alone- load are frames (frames.c) that take
# next to nothing: what this measures is the proxy, which may have the whole machine. No host paces what it sends, as with
# Linux's default congestion control (CUBIC, which a namespace may not choose): where the machine's default is BBR, a bulk
# load measures its timers, which CONGESTION=bbr shows. Each line is the median over the rounds of the ratio to HAProxy with
# one thread in the same round: rate, processor time a unit of the proxy and of the whole machine, p99.
set -euo pipefail
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
. "$root/benchmarks/agent/load.sh"
. "$root/benchmarks/agent/frames.sh"
rounds=${ROUNDS:-7}
millis=${MILLIS:-1000}
congestion=${CONGESTION:-reno}
read -ra proxies <<<"${PROXIES:-haproxy-1 haproxy-2 haproxy-splice bare vipd vipd-1 vipd-kernel}"
read -ra loads <<<"${LOADS:-requests:32 requests:128 connections:32 bulk:1 bulk:8 alone-requests:32 alone-connections:32}"

client=vipd-$$-client proxy=vipd-$$-proxy kernel=vipd-$$-kernel server=vipd-$$-server
for host in "$client" "$proxy" "$kernel" "$server"; do
  host "$host"
  at "$host" sysctl -qw net.ipv4.tcp_congestion_control="$congestion"
done
cable "$client" to-proxy 10.77.1.1 "$proxy" to-client 10.77.1.2
cable "$proxy" to-server 10.77.2.2 "$server" to-proxy 10.77.2.3
cable "$client" to-kernel 10.77.3.1 "$kernel" to-client 10.77.3.2
cable "$kernel" to-server 10.77.4.2 "$server" to-kernel 10.77.4.3
at "$kernel" sysctl -qw net.ipv4.ip_forward=1

# Three servers, as a control plane has. Between two addresses there are 63,900 ports, and none is used again within a
# second: with one server a fast machine would measure the search for a free one.
servers=(3 4 5)
for each in "${servers[@]:1}"; do
  ip -n "$server" address add "10.77.2.$each/24" dev to-proxy
  ip -n "$server" address add "10.77.4.$each/24" dev to-kernel
done

# haproxy_servers PORT
haproxy_servers() {
  local each
  for each in "${servers[@]}"; do echo "  server s$each 10.77.2.$each:$1 check"; done
}

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
  bind 10.77.1.2:$3
  balance leastconn
$(haproxy_servers 18001)
listen bulk
  bind 10.77.1.2:$(($3 + 1))
  server a 10.77.2.3:18002 check
listen alone
  bind 10.77.1.2:$(($3 + 2))
  balance leastconn
$(haproxy_servers 18003)
CONFIG
}

splice="  option splice-request
  option splice-response"
haproxy_config 1 "" 18101 >"$work/haproxy-1.cfg"
haproxy_config 2 "" 18201 >"$work/haproxy-2.cfg"
haproxy_config 1 "$splice" 18301 >"$work/haproxy-splice.cfg"

# plan_servers NETWORK PORT
plan_servers() {
  local each between=
  for each in "${servers[@]}"; do
    echo "$between{\"name\": \"s$each\", \"address\": \"$1.$each\", \"port\": $2}"
    between=", "
  done
}

# vipd_plan NAME MODE ADDRESS NETWORK PORT: with a virtual router of its own on the way to the client
vipd_plan() {
  local timeouts='{"connectMillis":5000,"clientMillis":3600000,"serverMillis":3600000,"queueMillis":5000}'
  local id=$(($5 / 100 - 100))
  local common='"mode": "'$2'", "check": {"kind": "tcp"}, "timeouts": '$timeouts
  mkdir "$work/$1"
  cat >"$work/$1.json" <<PLAN
{"version": 1, "node": "here", "interfaces": [{"name": "to-client", "subnets": ["${3%.*}.0/24"]}],
 "virtualRouters": [{"name": "v", "interface": "to-client", "routerId": $id, "priority": 100, "advertisementIntervalMillis": 1000,
   "transport": {"kind": "unicast", "source": "$3", "peers": ["${3%.*}.1"]}, "addresses": ["${3%.*}.$id/24"]}],
 "proxies": [
  {"name": "answers", "listen": ["$3:$5"], $common,
   "servers": [$(plan_servers "$4" 18001)]},
  {"name": "bulk", "listen": ["$3:$(($5 + 1))"], $common,
   "servers": [{"name": "a", "address": "$4.3", "port": 18002}]},
  {"name": "alone", "listen": ["$3:$(($5 + 2))"], $common,
   "servers": [$(plan_servers "$4" 18003)]}],
 "status": {"listen": "127.0.0.1:$(($5 + 3))", "controlSocket": "$work/$1/control.sock"}}
PLAN
}
vipd_plan vipd splice 10.77.1.2 10.77.2 18401
vipd_plan vipd-1 splice 10.77.1.2 10.77.2 18601
vipd_plan vipd-kernel kernel 10.77.3.2 10.77.4 18401

# family PROCESS: it and all that it started
family() {
  echo "$1"
  local child
  for child in $(pgrep -P "$1"); do family "$child"; done
}

# carrier PROCESS: of a vipd that runs whole, the process that carries the bytes
carrier() {
  local tries=0
  until pgrep -f 'agent.Main proxy' | grep -xF "$(family "$1")"; do
    tries=$((tries + 1))
    [ $tries -lt 50 ] || { echo "vipd did not start its proxy" >&2; exit 1; }
    sleep 0.1
  done
}

declare -A pid whole to=([haproxy-1]="10.77.1.2 18101" [haproxy-2]="10.77.1.2 18201" [haproxy-splice]="10.77.1.2 18301"
  [bare]="10.77.1.2 18501" [vipd]="10.77.1.2 18401" [vipd-1]="10.77.1.2 18601" [vipd-kernel]="10.77.3.2 18401")
started ip netns exec "$server" "${java[@]}" serve 18001 18002
for each in "${proxies[@]}"; do
  case $each in
    haproxy-*)
      started ip netns exec "$proxy" haproxy -db -f "$work/$each.cfg"
      pid[$each]=$started
      ;;
    bare)
      started ip netns exec "$proxy" "${java[@]/%ProxyLoad/BareRelay}" 10.77.1.2 18501 18001 "${servers[@]/#/10.77.2.}"
      pid[$each]=$started
      ;;
    vipd*)
      host=$proxy
      [ "$each" != vipd-kernel ] || host=$kernel
      within=()
      [ "$each" != vipd-1 ] || within=(taskset -c 0)
      started ip netns exec "$host" ${within[@]+"${within[@]}"} "$root/vipd" run "$work/$each.json"
      pid[$each]=$(carrier "$started")
      ;;
  esac
  whole[$each]=$started
done
sleep 3

coproc LOAD { exec ip netns exec "$client" "${java[@]}" load; }
processes+=("$LOAD_PID")

# load WORK:COUNT PROXY MILLIS
load() {
  local address port result
  read -r address port <<<"${to[$2]}"
  if [[ $1 = alone-* ]]; then
    local kind=${1#alone-}
    frames_load "${kind%:*}" "$proxy" $((port + 2)) "${kind#*:}" "$3" "${pid[$2]}"
    return
  fi
  [[ $1 != bulk:* ]] || port=$((port + 1))
  echo "${1%:*} $address $port ${1#*:} $3 ${pid[$2]}" >&"${LOAD[1]}"
  read -r result <&"${LOAD[0]}" || { echo "no load of $1 for $2" >&2; return 1; }
  echo "$result"
}

# carries PROXY LOAD
carries() {
  case $1/$2 in bare/bulk:* | bare/alone-* | vipd-kernel/alone-*) return 1 ;; esac
}

# compare WORK:COUNT...: prints a line for each round, load and proxy
compare() {
  local round kind each result
  # the compilers of the JVMs, of which one is the servers', have seen everything before anything is measured
  for kind in "$@"; do
    for each in "${proxies[@]}"; do
      case $each in haproxy-1 | bare | vipd | vipd-1) ! carries "$each" "$kind" || load "$kind" "$each" 4000 >/dev/null ;; esac
    done
  done
  for round in $(seq "$rounds"); do
    for kind in "$@"; do
      for each in "${proxies[@]}"; do
        carries "$each" "$kind" || continue
        result=$(load "$kind" "$each" "$millis")
        echo "$round $each $kind $result"
      done
    done
  done
}

# One part after the other: the ends of the second answer in the way of the first's, and where they fill a thread of vipd,
# another one helps it for some time.
crowded=() alone=()
for kind in "${loads[@]}"; do
  case $kind in alone-*) alone+=("$kind") ;; *) crowded+=("$kind") ;; esac
done
compare ${crowded[@]+"${crowded[@]}"} >"$work/results"
if [ ${#alone[@]} -gt 0 ]; then
  frames_begin "$client" to-proxy "$server" to-proxy
  sleep 6 # until the checks have succeeded
  compare "${alone[@]}" >>"$work/results"
fi

printf '%-21s %-15s %10s %8s %8s %8s %8s\n' load proxy units/s rate cpu machine p99
awk '
  function median(values, count,   i, j, swap) {
    for (i = 1; i <= count; i++) for (j = i + 1; j <= count; j++) if (values[j] < values[i]) { swap = values[i]; values[i] = values[j]; values[j] = swap }
    return values[int((count + 1) / 2)]
  }
  function ratio(of, measure) { return measure > 0 ? of / measure : 0 }
  { for (i = 4; i <= 8; i++) seen[$1, $2, $3, i] = $i; kinds[$3] = 1; names[$2] = 1; rounds = $1 }
  END {
    for (kind in kinds) for (name in names) {
      if (!((1, name, kind, 4) in seen)) continue
      for (r = 1; r <= rounds; r++) {
        absolute[r] = seen[r, name, kind, 4]
        rates[r] = ratio(seen[r, name, kind, 4], seen[r, "haproxy-1", kind, 4])
        costs[r] = ratio(seen[r, name, kind, 5], seen[r, "haproxy-1", kind, 5])
        machines[r] = ratio(seen[r, name, kind, 6], seen[r, "haproxy-1", kind, 6])
        lates[r] = ratio(seen[r, name, kind, 8], seen[r, "haproxy-1", kind, 8])
      }
      printf "%-21s %-15s %10.0f %8.2f %8.2f %8.2f %8.2f\n", kind, name, median(absolute, rounds), median(rates, rounds), \
        median(costs, rounds), median(machines, rounds), median(lates, rounds)
    }
  }' "$work/results" | sort
# what all its processes had resident at most
for each in "${proxies[@]}"; do
  for process in $(family "${whole[$each]}"); do cat "/proc/$process/status"; done |
    awk -v name="$each" '/VmHWM/ { sum += $2; count++ } END { printf "%-15s at most %.0f MiB resident, %d processes\n", name, sum / 1024, count }'
done
