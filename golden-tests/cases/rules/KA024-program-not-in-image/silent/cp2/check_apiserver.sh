#!/bin/sh
wget -q -T 2 -t 1 --no-check-certificate -O /dev/null https://127.0.0.1:8443/readyz
