#!/bin/sh
set -eu
nc -z 127.0.0.1 8443
