#!/bin/sh
set -eu
curl -sfk --max-time 1 https://127.0.0.1:6443/readyz -o /dev/null || exit 1
curl -sfk --max-time 1 https://10.0.0.100:8443/readyz -o /dev/null
