#!/bin/sh
set -eu
curl -sfk --max-time 2 https://127.0.0.1:6443/readyz -o /dev/null || exit 1
code=$(curl -sk -m 2 -o /dev/null -w '%{http_code}' https://127.0.0.1:6443/livez)
[ "$code" = 200 ] || exit 1
curl -sk -m 2 https://127.0.0.1:6443/healthz | grep -q ok
wget -q -T 2 -t 1 -O /dev/null --no-check-certificate https://127.0.0.1:6443/readyz
curl -sSL -o /tmp/page https://127.0.0.1:6443/version
