#!/bin/sh
curl -sfk --max-time 1 -o /dev/null https://127.0.0.1:6443/livez
