#!/bin/sh
exec curl -sfk --max-time 1 -o /dev/null https://127.0.0.1:8443/readyz
