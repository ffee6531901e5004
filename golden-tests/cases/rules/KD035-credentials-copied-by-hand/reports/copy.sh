scp /etc/kubernetes/pki/ca.crt /etc/kubernetes/pki/ca.key root@10.0.0.12:
scp /etc/kubernetes/admin.conf root@10.0.0.12:
kubectl get nodes
kubeadm token list
