swapoff -a
sed -i '/ swap / s/^/#/' /etc/fstab
kubeadm init
