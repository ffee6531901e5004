#!/bin/sh
kube-vip manifest pod --arp --controlplane --serviceInterface ens4 --address 10.30.0.100 >kube-vip.yaml
