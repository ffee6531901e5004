#!/bin/bash
export CP0_HOSTNAME=cp0 CP0_IP=10.0.0.10 CP1_HOSTNAME=cp1 CP1_IP=10.0.0.11
cat << EOF > kubeadm-config.yaml
etcd:
  local:
    extraArgs:
      initial-cluster-state: new
EOF
kubeadm alpha phase etcd local --config kubeadm-config.yaml
kubectl exec -n kube-system etcd-${CP0_HOSTNAME} -- etcdctl --cacert /etc/kubernetes/pki/etcd/ca.crt member add ${CP1_HOSTNAME} https://${CP1_IP}:2380
