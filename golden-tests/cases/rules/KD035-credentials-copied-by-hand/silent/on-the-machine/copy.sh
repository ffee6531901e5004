cp -i /etc/kubernetes/admin.conf $HOME/.kube/config
kubeadm token list
