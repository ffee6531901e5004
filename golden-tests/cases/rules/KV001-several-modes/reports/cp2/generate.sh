#!/bin/sh
export VIP=10.0.0.100
kube-vip manifest pod --interface eth0 --address $VIP --controlplane \
  --arp --table --leaderElection >/etc/kubernetes/manifests/kube-vip.yaml
