#!/bin/sh
# nodes.sh N DIR: writes the files of N nodes in clusters of three: keepalived.conf, the check script, haproxy.cfg and
# kubeadm's configuration.
set -eu
n=$1 d=$2 i=0
while [ $i -lt $n ]; do
  c=$((i / 3)); m=$((i % 3)); p=$d/node$i; mkdir -p $p/etc/keepalived $p/etc/haproxy $p/etc/kubernetes
  a=$((c / 250)); b=$((c % 250))
  cat >$p/etc/keepalived/keepalived.conf <<K
global_defs {
    router_id node$i
    enable_script_security
    script_user root
}
vrrp_script check_api {
    script "/etc/keepalived/check_apiserver.sh"
    interval 2
    fall 3
    rise 2
}
vrrp_instance VI_1 {
    state BACKUP
    interface eth0
    virtual_router_id $((c % 255 + 1))
    priority $((100 + m * 10))
    advert_int 1
    unicast_src_ip 10.$a.$b.$((10 + m))
    unicast_peer {
        10.$a.$b.$((10 + (m + 1) % 3))
        10.$a.$b.$((10 + (m + 2) % 3))
    }
    virtual_ipaddress {
        10.$a.$b.100/24
    }
    track_script {
        check_api
    }
}
K
  printf '#!/bin/sh\ncurl -sfk --max-time 2 https://localhost:6443/readyz -o /dev/null\n' >$p/etc/keepalived/check_apiserver.sh; chmod +x $p/etc/keepalived/check_apiserver.sh
  cat >$p/etc/haproxy/haproxy.cfg <<H
global
    maxconn 4000
defaults
    mode tcp
    timeout connect 5s
    timeout client 1h
    timeout server 1h
frontend api
    bind :8443
    default_backend apiservers
backend apiservers
    balance leastconn
    option httpchk GET /readyz
    http-check expect status 200
    server s0 10.$a.$b.10:6443 check check-ssl verify none
    server s1 10.$a.$b.11:6443 check check-ssl verify none
    server s2 10.$a.$b.12:6443 check check-ssl verify none
H
  cat >$p/etc/kubernetes/kubeadm-config.yaml <<Y
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint:
  advertiseAddress: 10.$a.$b.$((10 + m))
  bindPort: 6443
nodeRegistration:
  name: node$i
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
clusterName: cluster$c
kubernetesVersion: v1.34.1
controlPlaneEndpoint: 10.$a.$b.100:8443
apiServer:
  certSANs:
    - 10.$a.$b.100
networking:
  podSubnet: 172.20.0.0/16
  serviceSubnet: 172.21.0.0/16
Y
  i=$((i + 1))
done
