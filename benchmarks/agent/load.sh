# shellcheck shell=bash
# Sourced by the benchmarks of the proxy; bash. The caller sets `root`. Sets `work`, a folder that goes with the script,
# `processes`, which end with it, and `java`, the command of both ends of a proxy under load.
. "$root/launch/common.sh"
need_jdk "${0##*/}"
work=$(mktemp -d --tmpdir vipc-XXXXXXXX) # no period, which libbpf would make an underscore
processes=() at_the_end=:
trap 'kill "${processes[@]}" 2>/dev/null || true; wait; eval "$at_the_end"; rm -rf "$work"' EXIT

# at_end COMMAND: what the script does last when its processes have ended; the command that was asked for last goes first.
at_end() {
  at_the_end="$1; $at_the_end"
}

# not each time: where the processor is emulated Maven takes minutes to find that there is nothing to do
built=$root/benchmarks/target/load.stamp
is_fresh "$built" "$root/pom.xml" "$root/benchmarks/pom.xml" "$root/benchmarks/src" "$root/runtime-agent/pom.xml" \
  "$root/runtime-agent/src/main" || {
  (cd "$root" && mvn -q -B -Dvipc.quick -pl benchmarks -am -DskipTests compile && pwd -P >"$built")
}
"$root/vipd" --help >/dev/null # builds it, and its cache

java=("$jdk/bin/java" -XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED
  -cp "$root/benchmarks/target/classes:$root/runtime-agent/target/classes" dev.vipc.benchmark.ProxyLoad)

# started COMMAND...: runs it beside this script, and sets `started` to its process.
started() {
  "$@" >"$work/out.$#.$RANDOM" 2>&1 &
  started=$!
  processes+=("$started")
}

hosts=()

# host NAME: a network namespace that goes with the script
host() {
  [ "${#hosts[@]}" -gt 0 ] || at_end 'for host in "${hosts[@]}"; do ip netns delete "$host"; done'
  ip netns add "$1"
  hosts+=("$1")
  ip -n "$1" link set lo up
  # a benchmark opens more connections than the ports of a minute allow
  at "$1" sysctl -qw net.ipv4.ip_local_port_range="1100 65000" net.ipv4.tcp_tw_reuse=1
}

# at HOST COMMAND...: runs it there
at() {
  local where=$1
  shift
  ip netns exec "$where" "$@"
}

# cable HOST INTERFACE ADDRESS HOST INTERFACE ADDRESS
cable() {
  ip -n "$1" link add "$2" type veth peer name "$5" netns "$4"
  ip -n "$1" address add "$3/24" dev "$2"
  ip -n "$4" address add "$6/24" dev "$5"
  ip -n "$1" link set "$2" up
  ip -n "$4" link set "$5" up
}
