#!/bin/sh
sudo swapoff --all
kubeadm init --config kubeadm.yaml
