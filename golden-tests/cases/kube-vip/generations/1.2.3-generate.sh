#!/bin/sh
VIP=10.20.0.100
kube-vip manifest pod --address $VIP --controlplane --services --arp --leaderElection \
  --leaseDuration 15 --leaseRenewDuration 10 --leaseRetry 2 >/etc/kubernetes/manifests/kube-vip.yaml
