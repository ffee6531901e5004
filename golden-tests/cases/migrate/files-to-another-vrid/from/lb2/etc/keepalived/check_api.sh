#!/bin/sh
# made by vipc 0.1.0 from old.yaml (sha256 9e1dcac05477)
# do not edit: change the spec and run `vipc build` again
# Exits 0 while the proxy api on this node answers; keepalived counts the failures.
# A node without curl cannot judge itself, so it must not hold the address.
if ! command -v curl >/dev/null 2>&1; then
  logger -t keepalived-check "curl is not installed" 2>/dev/null
  exit 1
fi
exec curl -sfk --max-time 1 -o /dev/null 'https://127.0.0.1:6443/readyz'
