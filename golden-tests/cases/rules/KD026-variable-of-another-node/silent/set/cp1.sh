export CP0_IP=10.0.0.10 CP1_IP=10.0.0.11
ssh root@${CP1_IP} kubeadm reset
