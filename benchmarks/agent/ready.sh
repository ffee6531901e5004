#!/bin/bash
# How soon vipd's process for the virtual routers is ready (needs root for a network namespace, and python3):
#   benchmarks/agent/ready.sh             RUNS=21
# From the start of ./vipd to READY=1 on the socket of systemd, and the memory that the process has resident half a second
# later.
set -euo pipefail
root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/plan.json" <<PLAN
{"version": 1, "node": "here", "interfaces": [{"name": "lo", "subnets": ["127.0.0.0/8"]}],
 "virtualRouters": [{"name": "v", "interface": "lo", "routerId": 1, "priority": 100, "advertisementIntervalMillis": 1000,
   "transport": {"kind": "unicast", "source": "127.0.0.1", "peers": ["127.0.0.2"]}, "addresses": ["127.0.0.9/8"]}],
 "status": {"controlSocket": "$work/control.sock"}}
PLAN
"$root/vipd" check "$work/plan.json" # built before it is measured
unshare --net python3 - "$root" "$work" "${RUNS:-21}" <<'SCRIPT'
import os, signal, socket, statistics, subprocess, sys, time

root, work, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
told.bind(work + "/notify")
told.settimeout(20)


def resident(process):
    with open("/proc/%d/status" % process) as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


ready, memory = [], []
for _ in range(runs):
    begun = time.monotonic()
    process = subprocess.Popen([root + "/vipd", "vip", work + "/plan.json"], stdout=subprocess.DEVNULL,
                               env=dict(os.environ, NOTIFY_SOCKET=work + "/notify"))
    try:
        while b"READY=1" not in told.recv(4096):
            pass
        ready.append(time.monotonic() - begun)
        time.sleep(0.5)
        memory.append(resident(process.pid))
        process.send_signal(signal.SIGTERM)
        while b"STOPPING=1" not in told.recv(4096):
            pass
        process.wait(20)
    finally:
        process.kill()
print("ready after %.0f ms, the median of %d (%.0f to %.0f); at most %.0f MiB resident"
      % (statistics.median(ready) * 1000, runs, min(ready) * 1000, max(ready) * 1000, max(memory) / 1024))
SCRIPT
