kubeadm init --config kubeadm.yaml
sysctl -w vm.overcommit_memory=1 kernel.panic=10 kernel.panic_on_oops=1
