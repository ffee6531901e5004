kubectl apply -f a.yaml -f b.yaml
kubectl -n kube-system get pods
kubectl apply -f "{a,b}.yaml"
