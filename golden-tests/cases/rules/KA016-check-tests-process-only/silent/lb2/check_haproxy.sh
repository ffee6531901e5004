#!/bin/sh
pidof haproxy >/dev/null || exit 1
curl -sfk --max-time 1 https://127.0.0.1:8443/readyz -o /dev/null
