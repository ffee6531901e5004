#!/bin/sh
set -eu
VIP=10.0.0.1
if ip addr | grep -q 10.0.0.1; then
  curl -sfk -m 1 https://127.0.0.1:6443/readyz -o /dev/null
fi
ip -4 addr show dev eth0 | grep "$VIP" || exit 1
