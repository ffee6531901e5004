gerritctl member add alice
kubectl apply -f cluster.yaml
