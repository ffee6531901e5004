# shellcheck shell=bash
# Sourced by the benchmarks of the proxy; bash. Ends of a proxy that take next to no processor time (frames.c); the caller
# has sourced load.sh and has `at`. Needs clang, libbpf-dev, bpftool and tc.

frames_client=10.77.1.9

# frames_begin CLIENT INTERFACE SERVER INTERFACE: both hosts answer from now on what comes in there: to $frames_client, and
# to port 18003.
frames_begin() {
  local each a b c d
  for each in clang bpftool tc; do
    command -v $each >/dev/null || { echo "no $each: install clang, libbpf-dev, bpftool and iproute2" >&2; exit 1; }
  done
  IFS=. read -r a b c d <<<"$frames_client"
  clang -O2 -g -target bpf -Wall -Wno-address-of-packed-member "-I/usr/include/$(uname -m)-linux-gnu" \
    "-DCLIENT_ADDRESS=$(((a << 24) + (b << 16) + (c << 8) + d))U" -c "$root/benchmarks/agent/frames.c" -o "$work/frames.o"
  mkdir "$work/bpf"
  mount -t bpf bpf "$work/bpf"
  at_end 'umount "$work/bpf"'
  # it warns of what is no concern here
  bpftool prog loadall "$work/frames.o" "$work/bpf/programs" pinmaps "$work/bpf/maps" 2>"$work/bpftool" ||
    { cat "$work/bpftool" >&2; exit 1; }
  ip -n "$1" address add "$frames_client/24" dev "$2"
  frames_attach "$1" "$2" ask
  frames_attach "$3" "$4" serve
}

# frames_attach HOST INTERFACE PROGRAM
frames_attach() {
  at "$1" tc qdisc add dev "$2" clsact
  at "$1" tc filter add dev "$2" ingress bpf direct-action object-pinned "$work/bpf/programs/$3"
}

# frames_control ENTRY VALUE
frames_control() {
  bpftool map update pinned "$work/bpf/maps/control" key "$1" 0 0 0 value $(($2 & 255)) $(($2 >> 8)) 0 0 0 0 0 0
}

# frames_seen PROCESS: nanoseconds; hundredths of a second of the process, and of the machine; and a line for each latency
frames_seen() {
  echo "$(date +%s%N) $(sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }')" \
    "$(awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 + $9 }' /proc/stat)"
  bpftool map dump pinned "$work/bpf/maps/answers" | sed -n 's/.*"value": \([0-9]*\).*/\1/p'
}

# frames_ended: how many connections have ended since there is no load any more
frames_ended() {
  bpftool map lookup pinned "$work/bpf/maps/control" key 2 0 0 0 | sed -n 's/.*"value": \([0-9]*\).*/\1/p'
}

# frames_load requests|connections PROXY_HOST PORT COUNT MILLIS PROCESS: prints as ProxyLoad does
frames_load() {
  local first=$((1024 + $(date +%s) % 60 * 512)) # not those of the load before
  [ "$1" = requests ] || first=32768
  frames_control 1 "$3"
  frames_control 2 0
  frames_control 0 1
  at "$2" bash -c "for ((i = 0; i < $4; i++)); do printf . >/dev/udp/$frames_client/\$(($first + i)); done"
  sleep "$(awk "BEGIN { print $5 / 4000 }")"
  frames_seen "$6" >"$work/frames.before"
  sleep "$(awk "BEGIN { print $5 / 1000 }")"
  frames_seen "$6" >"$work/frames.after"
  frames_control 0 0
  sleep 0.2 # the last answers
  [ "$(frames_ended)" = "$4" ] || { echo "$(frames_ended) of $4 connections were left at the end of $1" >&2; return 1; }
  paste "$work/frames.before" "$work/frames.after" | awk '
    NR == 1 { seconds = ($4 - $1) / 1e9; micros = ($5 - $2) * 1e4; machine = ($6 - $3) * 1e4; next }
    { count[NR - 2] = $2 - $1; done += $2 - $1; last = NR - 2 }
    END {
      for (i = 0; i <= last; i++) {
        sum += count[i]
        if (!median && sum >= done * 0.5) median = i * 4.096
        if (!late && sum >= done * 0.99) late = i * 4.096
      }
      if (done) printf "%.1f %.2f %.2f %.0f %.0f\n", done / seconds, micros / done, machine / done, median, late
      else print "0 0 0 0 0"
    }'
}
