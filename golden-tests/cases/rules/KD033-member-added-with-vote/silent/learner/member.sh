etcdctl member add cp2 --learner --peer-urls=https://10.0.0.12:2380
