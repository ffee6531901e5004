#!/bin/sh
set -eu
VIP=10.0.0.1
ip addr | grep -q 'inet 10\.0\.0\.1/' && curl -sfk -m 1 https://127.0.0.1:6443/readyz -o /dev/null
ip addr | grep -qw "$VIP"
ip addr | grep -q " ${VIP}/"
ip addr show | grep -q eth0 || exit 1
