#!/bin/sh
if ! pidof haproxy >/dev/null; then
  exit 1
fi
