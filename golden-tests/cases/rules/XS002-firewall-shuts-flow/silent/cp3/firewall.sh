#!/bin/bash
# variables are not worked out, so nothing is said of this one
for port in 6443 2379-2380; do
  firewall-cmd --permanent --add-port=${port}/tcp
done
firewall-cmd --reload
