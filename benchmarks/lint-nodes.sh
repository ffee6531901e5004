#!/bin/sh
# How `vipc lint` with all rules grows with the number of nodes, each with keepalived.conf, check script, haproxy.cfg and
# kubeadm's configuration:
#   benchmarks/lint-nodes.sh       NODES="10 1000" for other numbers than 10, 30, 100, 300, 1000
# Wall time, processor time and the most memory of one run, once with all nodes side by side in one folder, and once in a
# folder for each cluster of three; and how often the processor time of the line before it is, beside n log n.
set -eu
root=$(dirname "$(dirname "$(readlink -f "$0")")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/vipc" --version >/dev/null

# Seconds, processor seconds of user and system, and kilobytes of one lint; findings are expected, a failure (exit 2) is not.
once() {
  status=0
  /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$root/vipc" lint --summary "$1" >/dev/null || status=$?
  [ "$status" -le 1 ]
  tail -n 1 "$work/time"
}

measure() {
  layout=$1 before=
  for n in ${NODES:-10 30 100 300 1000}; do
    "$root/benchmarks/nodes.sh" "$n" "$work/$layout$n"
    if [ "$layout" = clusters ]; then
      for node in "$work/$layout$n"/node*; do
        cluster=$work/$layout$n/cluster$((${node##*node} / 3))
        mkdir -p "$cluster"
        mv "$node" "$cluster/"
      done
    fi
    once "$work/$layout$n" >/dev/null
    now="$n $(once "$work/$layout$n")"
    echo "$now $before" | awk -v layout="$layout" '{
      printf "%s: %4d nodes: %6.2f s, %6.2f s of processor time, %4d MB", layout, $1, $2, $3 + $4, $5 / 1024
      if (NF > 5)
        printf "; %.1f times as much, n log n is %.1f", ($3 + $4) / ($8 + $9), $1 * log($1) / ($6 * log($6))
      print ""
    }'
    before=$now
  done
}

measure nodes
measure clusters
