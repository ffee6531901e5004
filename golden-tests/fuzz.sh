#!/bin/sh
# Feeds the readers and checks of keepalived.conf, haproxy.cfg and nginx.conf with inputs that a coverage-guided fuzzer (Jazzer) makes:
#   golden-tests/fuzz.sh [RUNS]      RUNS of each reader, 500,000 unless told, and a fiftieth of that of each check
# An exception, an input that takes 10 s, or more than 1 GB ends it with the input in golden-tests/target/fuzz.
set -eu
root=$(dirname "$(dirname "$(readlink -f "$0")")")
. "$root/launch/common.sh"
need_jdk fuzz
runs=${1:-500000}
work=$root/golden-tests/target/fuzz
mkdir -p "$work"
cd "$root"
mvn -q -B -Dvipc.quick -DskipTests -pl golden-tests -am test-compile
[ -f "$work/jazzer-0.28.0.jar" ] ||
  for artifact in jazzer jazzer-api; do
    mvn -q -B dependency:copy -Dartifact=com.code-intelligence:$artifact:0.28.0 -DoutputDirectory="$work"
  done
[ -f "$work/classpath" ] ||
  mvn -q -B -Dvipc.quick -pl golden-tests -am -DskipTests test-compile dependency:build-classpath \
    -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime >/dev/null
classes=$root/golden-tests/target/test-classes
for module in grammar schemas compiler; do classes=$classes:$root/$module/target/classes; done
classpath=$work/jazzer-0.28.0.jar:$work/jazzer-api-0.28.0.jar:$classes:$(cat "$work/classpath")

fuzz() {
  seeds=$work/$1
  mkdir -p "$seeds"
  find "$root/examples" "$root/golden-tests/cases" -type f -name "$2" -size -4k | head -n 300 | while read -r file; do
    cp "$file" "$seeds/$(echo "$file" | cksum | cut -d' ' -f1)"
  done
  "$jdk/bin/java" -Xmx512m -cp "$classpath" com.code_intelligence.jazzer.Jazzer --target_class=dev.vipc.golden.fuzz.$1 \
    '--instrumentation_includes=dev.vipc.**' --reproducer_path="$work" -artifact_prefix="$work/" \
    -runs="$3" -max_len=4000 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 "$seeds" 2>&1 |
    grep -E '^== |^Exception|at dev\.|^Done|stat::|^ERROR|ALARM' || true
}

fuzz HaproxyReaderFuzz '*.cfg' "$runs" &
fuzz KeepalivedReaderFuzz '*.conf' "$runs" &
fuzz NginxReaderFuzz 'nginx*.conf' "$runs"
wait
fuzz HaproxyFuzz '*.cfg' $((runs / 50)) &
fuzz KeepalivedFuzz '*.conf' $((runs / 50)) &
fuzz NginxFuzz 'nginx*.conf' $((runs / 50))
wait
if ls "$work"/crash-* "$work"/timeout-* "$work"/oom-* >/dev/null 2>&1; then
  echo "fuzz: inputs that fail are in $work" >&2
  exit 1
fi
