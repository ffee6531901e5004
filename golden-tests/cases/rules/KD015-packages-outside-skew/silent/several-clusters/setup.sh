apt-get install -y kubelet=1.24.3-00
kubeadm init
