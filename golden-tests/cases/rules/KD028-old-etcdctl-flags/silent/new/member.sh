etcdctl --cacert ca.crt --cert peer.crt --key peer.key member list
