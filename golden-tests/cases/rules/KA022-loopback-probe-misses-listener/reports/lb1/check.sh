#!/bin/sh
curl -sfk --max-time 2 https://localhost:8443/readyz
