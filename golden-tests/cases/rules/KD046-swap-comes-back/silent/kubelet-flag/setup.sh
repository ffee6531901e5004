swapoff -a
kubeadm init
