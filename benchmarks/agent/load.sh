# shellcheck shell=bash
# Sourced by the benchmarks of the proxy; bash. The caller sets `root`. Sets `work`, a folder that goes with the script,
# `processes`, which end with it, and `java`, the command of both ends of a proxy under load.
. "$root/launch/common.sh"
need_jdk "${0##*/}"
work=$(mktemp -d)
processes=() last=:
trap 'kill "${processes[@]}" 2>/dev/null || true; wait; rm -rf "$work"; eval "$last"' EXIT

# at_end COMMAND: what the script does last, when its processes have ended.
at_end() {
  last=$1
}

(cd "$root" && mvn -q -o -B -Dvipc.quick -pl benchmarks -am -DskipTests compile)
"$root/vipd" --help >/dev/null # builds it, and its cache

java=("$jdk/bin/java" -XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED
  -cp "$root/benchmarks/target/classes:$root/runtime-agent/target/classes" dev.vipc.benchmark.ProxyLoad)

# started COMMAND...: runs it beside this script, and sets `started` to its process.
started() {
  "$@" >"$work/out.$#.$RANDOM" 2>&1 &
  started=$!
  processes+=("$started")
}
