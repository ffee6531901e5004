#!/bin/sh
set -eu
curl -sfk --max-time 2 https://localhost:8443/ -o /dev/null || exit 1
curl -sfk --max-time 2 https://localhost:8443 -o /dev/null || exit 1
