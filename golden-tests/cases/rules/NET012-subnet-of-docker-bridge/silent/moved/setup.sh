#!/bin/sh
apt-get install -y docker-ce
echo '{"bip": "10.99.0.1/24"}' > /etc/docker/daemon.json
kubeadm init --config kubeadm.yaml
