#!/bin/sh
curl -sfk --max-time 2 https://127.0.0.1:8443/readyz
