kubeadm init
vault server --ca-file ca.crt
