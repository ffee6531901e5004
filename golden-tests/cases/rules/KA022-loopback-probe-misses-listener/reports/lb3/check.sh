#!/bin/sh
wget -q -T 2 -t 1 -O /dev/null --no-check-certificate https://localhost:8443/readyz
