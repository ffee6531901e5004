etcdctl --cacert ca.crt member add cp2 --peer-urls=https://10.0.0.12:2380
