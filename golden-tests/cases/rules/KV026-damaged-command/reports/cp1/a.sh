#!/bin/sh
mkdir -p /etc/kuberentes/manifests/
kube-vip manifest pod --arp --controlplane \\
  --address 10.30.0.100 >/etc/kubernetes/manifests/kube-vip.yaml
