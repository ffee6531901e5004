#!/bin/sh
set -eu
if test -f /run/drained; then
  curl -sfk -m 2 https://localhost:8443/readyz
else
  curl -sfk -m 2 https://localhost:6443/readyz
fi
