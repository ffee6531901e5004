etcdctl --ca-file ca.crt member add cp2 https://10.0.0.12:2380
