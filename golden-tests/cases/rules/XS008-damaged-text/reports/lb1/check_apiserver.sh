#!/bin/sh
curl -sfk https://127.0.0.1:6443/readyz || exit 1
