scp /etc/kubernetes/pki/ca.crt root@10.0.0.12:
kubeadm token list
