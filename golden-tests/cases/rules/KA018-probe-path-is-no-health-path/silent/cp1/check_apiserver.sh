#!/bin/sh
set -eu
for path in livez readyz; do
  curl -sfk --max-time 2 "https://localhost:6443/$path" -o /dev/null || exit 1
done
curl -sf --max-time 1 http://localhost:9000/ -o /dev/null
curl -sfk https://localhost:6443/readyz?verbose -o /dev/null
