#!/bin/sh
kube-vip manifest pod --arp --controlplane --servicesInterface ens4 --address 10.30.0.100 >kube-vip.yaml
