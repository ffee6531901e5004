#!/bin/sh
# How `vipc check` stands against the programs themselves, side by side in one run (needs haproxy and keepalived):
#   benchmarks/check.sh
# 1. a haproxy.cfg of a million lines: wall time and the most memory, vipc : haproxy -c;
# 2. a small haproxy.cfg: wall time, medians of runs in turns, vipc : haproxy -c;
# 3. 1,000 nodes of three files each: one `vipc lint` : `haproxy -c` and `keepalived -t` one after another
#    (measured on some of the nodes and multiplied).
set -eu
root=$(dirname "$(dirname "$(readlink -f "$0")")")
runs=${RUNS:-41}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
vipc=$root/vipc

"$root/benchmarks/large-haproxy.sh" 1000000 >"$work/haproxy.cfg"
"$root/benchmarks/large-haproxy.sh" 40 >"$work/small.cfg"
"$root/benchmarks/nodes.sh" 1000 "$work/nodes"
"$vipc" --version >/dev/null

# Milliseconds of one run of a command; it must succeed, or end as a linter with findings does.
once() {
  start=$(date +%s%N)
  "$@" >/dev/null 2>&1 || [ $? -eq 1 ]
  end=$(date +%s%N)
  echo $(((end - start) / 1000000))
}

# The median of the numbers on standard input.
median() {
  sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'
}

# in_turns RUNS FILE: sets `ours` and `theirs` to the medians of the two checks of a file. A machine's speed changes from
# second to second, and so no program has the one second to itself and the other program the next.
in_turns() {
  : >"$work/ours"
  : >"$work/theirs"
  i=0
  while [ $i -lt "$1" ]; do
    once "$vipc" check --program haproxy "$2" >>"$work/ours"
    once haproxy -c -f "$2" >>"$work/theirs"
    i=$((i + 1))
  done
  ours=$(median <"$work/ours")
  theirs=$(median <"$work/theirs")
}

# The most memory of a run, in MB: VmHWM of /proc, seen until the process ends. The file is a large one: for small ones the
# launcher is the JVM's parent.
memory() {
  "$@" >/dev/null 2>&1 &
  most=0
  while kill -0 $! 2>/dev/null; do
    now=$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$!/status" 2>/dev/null || true)
    [ "${now:-0}" -gt "$most" ] && most=$now
    sleep 0.02
  done
  wait $! || true
  echo "$most"
}

ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

in_turns 3 "$work/haproxy.cfg"
our_memory=$(memory "$vipc" check --program haproxy "$work/haproxy.cfg")
their_memory=$(memory haproxy -c -f "$work/haproxy.cfg")
echo "1,000,000 lines: vipc $ours ms, haproxy -c $theirs ms: $(ratio "$theirs" "$ours") times faster"
echo "1,000,000 lines: vipc $our_memory MB, haproxy -c $their_memory MB: a $(ratio "$their_memory" "$our_memory")th"

in_turns "$runs" "$work/small.cfg"
echo "small file: vipc $ours ms, haproxy -c $theirs ms: $(ratio "$ours" "$theirs") times its time"

sample=$(ls -d "$work"/nodes/* | awk 'NR % 20 == 1')
start=$(date +%s%N)
for node in $sample; do
  haproxy -c -f "$node/etc/haproxy/haproxy.cfg" >/dev/null 2>&1 || true
  keepalived -t -f "$node/etc/keepalived/keepalived.conf" >/dev/null 2>&1 || true
done
end=$(date +%s%N)
theirs=$(((end - start) / 1000000 * 20))
ours=$(once "$vipc" lint "$work/nodes")
echo "3,000 files: vipc lint $ours ms, the programs $theirs ms: $(ratio "$theirs" "$ours") times faster"
