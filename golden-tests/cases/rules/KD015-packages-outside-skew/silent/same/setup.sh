V=1.24.3
yum install -y kubelet-$V kubeadm-$V
kubeadm init
