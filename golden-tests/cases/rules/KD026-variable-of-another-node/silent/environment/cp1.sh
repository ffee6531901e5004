export CP0_IP=10.0.0.10
ssh ${USER}@${CP0_IP} kubeadm reset
