#!/bin/sh
set -eu
curl -sfk --max-time 2 https://localhost/ -o /dev/null || exit 1
