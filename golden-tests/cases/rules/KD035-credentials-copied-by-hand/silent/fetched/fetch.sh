scp root@10.0.0.11:/etc/kubernetes/admin.conf $HOME/.kube/config
kubectl -n kube-system get pods
