#!/bin/sh
set -eu
curl -sfk --max-time 2 https://localhost:6443/readyz -o /dev/null || exit 1
curl -sfk --max-time 2 https://10.0.0.100:6443/readyz -o /dev/null
