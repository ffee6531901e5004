#!/bin/sh
# How long `vipc prove` takes for three balancers before nine masters, with two faults at once:
#   benchmarks/prove.sh
# Prints the median wall time of 9 runs, start and all, and how many cases were decided.
set -eu
root=$(dirname "$(dirname "$(readlink -f "$0")")")
runs=${RUNS:-9}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

{
  for n in 1 2 3; do echo "10.77.0.1$n lb$n"; done
  for n in 1 2 3 4 5 6 7 8 9; do echo "10.77.0.2$n m$n"; done
} >"$work/hosts.txt"
for n in 1 2 3; do
  mkdir -p "$work/lb$n"
  cat >"$work/lb$n/keepalived.conf" <<END
vrrp_script proxy {
    script "/usr/bin/curl -sfk --max-time 1 https://127.0.0.1:6443/readyz"
    interval 2
    fall 2
    rise 2
}
vrrp_instance VI_1 {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority $((120 - n * 10))
    virtual_ipaddress {
        10.77.0.100/24
    }
    track_script {
        proxy
    }
}
END
  {
    cat <<END
defaults
    mode tcp
    timeout connect 2s
    timeout client 35m
    timeout server 35m
frontend api
    bind *:6443
    default_backend masters
backend masters
    option httpchk GET /readyz
    default-server check check-ssl verify none inter 2s fall 3 rise 2
END
    for m in 1 2 3 4 5 6 7 8 9; do echo "    server m$m 10.77.0.2$m:6443"; done
  } >"$work/lb$n/haproxy.cfg"
done
mkdir -p "$work/m1"
cat >"$work/m1/kubeadm-config.yaml" <<END
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.34.2
controlPlaneEndpoint: 10.77.0.100:6443
END

"$root/vipc" prove --faults 2 "$work" >"$work/out" || { cat "$work/out"; exit 1; }
cases=$("$root/vipc" prove --faults 2 --format json "$work" | grep -o '"repaired"' | wc -l)
i=0
while [ $i -lt "$runs" ]; do
  start=$(date +%s%N)
  "$root/vipc" prove --faults 2 "$work" >/dev/null
  end=$(date +%s%N)
  echo $(((end - start) / 1000000))
  i=$((i + 1))
done | sort -n | awk -v cases="$cases" '{ a[NR] = $1 } END { printf "9 masters + 3 balancers, two faults, %d cases: median %d ms\n", cases, a[int((NR + 1) / 2)] }'
