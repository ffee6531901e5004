#!/bin/sh
docker run -it --rm --network host ghcr.io/kube-vip/kube-vip:v1.2.3 manifest pod \
  --arp --controlplane --address 10.30.0.100 | sed s/eth0/ens3/ \
  | tee /etc/kubernetes/manifests/kube-vip.yaml
