#!/bin/sh
# How fast `vipc lint` is, as medians of one run:
#   benchmarks/lint.sh [PATH]      PATH defaults to examples/broken
# 1. the wall time of a lint of a small deployment, warm (the launcher, the JVM and all);
# 2. lines a second for a haproxy.cfg of 100,000 lines: its wall time less that of an almost empty file.
set -eu
root=$(dirname "$(dirname "$(readlink -f "$0")")")
small=${1:-$root/examples/broken}
runs=${RUNS:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$root/benchmarks/large-haproxy.sh" 100000 >"$work/haproxy.cfg"
printf 'defaults\n  mode tcp\n' >"$work/small-haproxy.cfg"

# Milliseconds of one run; findings are expected, a failure (exit 2) is not.
once() {
  start=$(date +%s%N)
  "$root/vipc" lint "$@" >/dev/null || [ $? -eq 1 ]
  end=$(date +%s%N)
  echo $(((end - start) / 1000000))
}

median() {
  sort -n "$1" | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'
}

# In turns, so that a machine that gets slower or faster meanwhile does so for all three.
i=0
while [ $i -le "$runs" ]; do
  for each in deployment:"$small" empty:"$work/small-haproxy.cfg" large:"$work/haproxy.cfg"; do
    taken=$(once "${each#*:}")
    [ $i -eq 0 ] || echo "$taken" >>"$work/${each%%:*}" # the first one warms up
  done
  i=$((i + 1))
done

lines=$(wc -l <"$work/haproxy.cfg")
deployment=$(median "$work/deployment")
empty=$(median "$work/empty")
large=$(median "$work/large")
echo "lint of $small: median $deployment ms of $runs runs"
echo "lint of an almost empty haproxy.cfg: median $empty ms"
echo "lint of $lines lines of haproxy.cfg: median $large ms; $((lines * 1000 / (large - empty))) lines/s after start"
