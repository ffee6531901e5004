#!/bin/sh
# How long `vipc build` takes for 100 nodes, each with a proxy of its own, three of them holding the address:
#   benchmarks/build.sh       NODES=300 for another number of nodes, RUNS=9 for more runs than 5
# Medians of wall time, with the processor time of user and system behind. "After start" is the time of the build less
# that of `vipc --version`, which starts the same JVM and does nothing.
set -eu
root=$(dirname "$(dirname "$(readlink -f "$0")")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
nodes=${NODES:-100} runs=${RUNS:-5}

spec() {
  cat <<'S'
apiVersion: vipc.dev/v1
kind: HighAvailability
metadata: { name: benchmark }
kubernetes: { version: "1.34.2" }
nodes:
S
  i=0
  while [ "$i" -lt "$nodes" ]; do
    role=worker
    [ "$i" -lt 3 ] && role=control-plane
    echo "  - { name: node$i, addresses: [10.0.$((i / 200)).$((i % 200 + 11))], interface: eth0, roles: [$role] }"
    i=$((i + 1))
  done
  cat <<'S'
virtualAddresses:
  - { name: api, addresses: [10.0.0.9/16], holders: control-plane, vrrp: { routerId: 51 } }
proxies:
  - { name: api, on: every-node, listen: ["*:8443"] }
S
}

# seconds NAME COMMAND...: runs it and appends wall, user and system seconds to a file of that name.
seconds() {
  name=$1
  shift
  /usr/bin/time -o "$work/$name" -a -f '%e %U %S' "$@" >/dev/null
}

median() {
  awk '{ print $1, $2 + $3 }' "$work/$1" | sort -n | awk '{ wall[NR] = $1; cpu[NR] = $2 }
    END { m = int((NR + 1) / 2); print wall[m], cpu[m] }'
}

spec >"$work/ha.yaml"
"$root/vipc" --version >/dev/null
run=0
while [ "$run" -lt "$runs" ]; do
  seconds start "$root/vipc" --version
  seconds small "$root/vipc" build "$root/examples/minimal/ha.yaml" -o "$work/small$run"
  seconds first "$root/vipc" build "$work/ha.yaml" -o "$work/out$run"
  seconds again "$root/vipc" build "$work/ha.yaml" -o "$work/out$run"
  sed 's/routerId: 51/routerId: 52/' "$work/ha.yaml" >"$work/other.yaml"
  seconds changed "$root/vipc" build "$work/other.yaml" -o "$work/out$run"
  run=$((run + 1))
done

files=$(find "$work/out0" -type f ! -name .vipc-build | wc -l)
echo "medians of $runs runs; seconds, and seconds of processor time"
set -- $(median start)
start=$1
printf '%-42s %6.2f %6.2f\n' "vipc --version" "$1" "$2"
for each in "small:build of examples/minimal" "first:build of $nodes nodes, $files files" \
  "again:the same again, nothing to write" "changed:another spec, every file to write"; do
  set -- $(median "${each%%:*}")
  printf '%-42s %6.2f %6.2f\n' "${each#*:}" "$1" "$2"
  [ "${each%%:*}" = first ] && after=$(echo "$1 $start" | awk '{ printf "%.2f", $1 - $2 }')
done
echo "$nodes nodes after start: $after s"
