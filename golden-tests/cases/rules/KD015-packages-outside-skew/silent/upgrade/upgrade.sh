apt-get install -y kubeadm=1.23.1-00
kubeadm upgrade apply v1.23.1
apt-get install -y kubeadm=1.24.1-00
kubeadm upgrade apply v1.24.1
