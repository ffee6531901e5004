source ./nodes.env
export CP0_IP=10.0.0.10
ssh root@${CP1_IP} kubeadm reset
