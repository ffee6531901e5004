ETCDCTL_API=2 etcdctl --ca-file ca.crt member list
