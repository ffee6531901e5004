#!/bin/sh
mkdir -p /etc/kubernetes/manifests/ /etc/kubelet/
kube-vip manifest pod --arp --controlplane \
  --address 10.30.0.100 >/etc/kubernetes/manifests/kube-vip.yaml
cat >/root/generate.sh <<EOF
kube-vip manifest pod --arp --controlplane \\
  --address 10.30.0.100
EOF
