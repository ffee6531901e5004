export CP0_IP=10.0.0.10 CP0_HOSTNAME=cp0
export CP2_IP=10.0.0.12 CP2_HOSTNAME=cp2
kubectl exec -n kube-system etcd-${CP0_HOSTNAME} -- etcdctl member add ${CP1_HOSTNAME} https://${CP1_IP}:2380
