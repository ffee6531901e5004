#!/bin/sh
set -eu
PORT=6443
curl -sk --max-time 2 \
  "https://127.0.0.1:${PORT}/readyz" -o /dev/null || exit 1
