etcdctl member list
