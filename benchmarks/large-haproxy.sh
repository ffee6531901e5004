#!/bin/sh
# large-haproxy.sh LINES: prints a haproxy.cfg of so many lines that HAProxy accepts: a frontend that chooses among
# backends of 16 servers each.
set -eu
awk -v lines="$1" 'BEGIN {
  print "global\n  maxconn 4000\n\ndefaults\n  mode tcp\n  timeout connect 5s\n  timeout client 1h\n  timeout server 1h\n"
  n = 9
  chosen = lines < 2000 ? 1 : 1000
  print "frontend all\n  bind 127.0.0.1:8080"; n += 2
  for (i = 0; i < chosen; i++) {
    printf "  use_backend b%d if { src 10.%d.%d.0/24 }\n", i, i / 250, i % 250; n++ }
  for (i = 0; n < lines; i++) {
    printf "backend b%d\n", i; n++
    if (n < lines) { print "  balance leastconn  # one of many"; n++ }
    if (n < lines) { print "  option tcp-check"; n++ }
    for (s = 0; s < 16 && n < lines; s++) {
      printf "  server s%d 10.%d.%d.%d:8080 check inter 2s rise 2 fall 3\n", s, i / 62500, i / 250 % 250, s + 1; n++ }
    if (n < lines) { print ""; n++ }
  }
}'
