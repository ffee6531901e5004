kubectl exec -n kube-system etcd-cp0 -- etcdctl --ca-file /etc/kubernetes/pki/etcd/ca.crt --cert-file=/etc/kubernetes/pki/etcd/peer.crt --key-file=/etc/kubernetes/pki/etcd/peer.key member list
