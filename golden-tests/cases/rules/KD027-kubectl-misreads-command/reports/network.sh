kubectl -f apply https://example.com/{calico,rbac-kdd}.yaml
kubectl apply -f manifests/{flannel,rbac}.yaml
