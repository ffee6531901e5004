#!/bin/sh
docker run --rm -t --network host ghcr.io/kube-vip/kube-vip:v1.2.3 manifest pod \
  --arp --controlplane --address 10.30.0.100 >/etc/kubernetes/manifests/kube-vip.yaml
