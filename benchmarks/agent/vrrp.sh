#!/bin/sh
# How soon vipd takes an address over and how regular its advertisements are, beside keepalived in the same run:
#   benchmarks/agent/vrrp.sh [TAKEOVERS [SECONDS]]      of each pair, 12; under load, 60
# Needs root (it makes network namespaces) and keepalived.
set -eu
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
. "$root/launch/common.sh"
need_jdk vrrp.sh
cd "$root"
mvn -q -B -Dvipc.quick -pl golden-tests -am test-compile >&2
exec "$jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
  -cp "runtime-agent/target/classes:golden-tests/target/test-classes" dev.vipc.lab.vrrp.VrrpBenchmark "${1:-12}" "${2:-60}"
