#!/bin/sh
# another port than the proxy binds
curl -sfk --max-time 2 https://localhost:9443/readyz
