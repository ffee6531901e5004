#!/bin/sh
set -eu
curl -sfk --max-time 2 https://localhost:6443/readyz -o /dev/null || exit 1
if ip addr | grep -qw 10.0.0.100; then
  timeout 2 curl -sfk https://10.0.0.100:6443/readyz -o /dev/null || exit 1
fi
