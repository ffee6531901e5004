#!/bin/bash
# Runs the unit that vipc emits for examples/vipd-pair under a real systemd, in a machine of its own:
#   golden-tests/unit.sh
# Needs what guest.sh needs.
# shellcheck disable=SC2016,SC2317 # what is asked of is called by its name
set -euo pipefail
root=$(dirname "$(dirname "$(readlink -f "$0")")")

if [ "${1:-}" != in-the-guest ]; then
  "$root/vipd" --help >/dev/null # builds it, and its caches
  "$root/vipc" build "$root/examples/vipd-pair/ha.yaml" -o "$root/golden-tests/target/unit" >/dev/null
  exec "$root/golden-tests/guest.sh" --systemd "$root/golden-tests/unit.sh" in-the-guest
fi

[ -e /run/guest/run ] || { echo "unit.sh: this is no guest" >&2; exit 2; }

failed=0
# holds WHAT COMMAND...: says whether it does, within a time that an emulated machine may take.
holds() {
  local what=$1 tries=0
  shift
  until "$@" >/run/said 2>&1; do
    tries=$((tries + 1))
    [ $tries -lt 90 ] || {
      echo "FAILED  $what: $(cat /run/said)"
      ss --tcp --all --numeric --processes --options
      ip netns exec lan ss --tcp --all --numeric --processes --options
      failed=1
      return 0
    }
    sleep 1
  done
  echo "ok      $what"
}

# property NAME: of the service
property() { systemctl show vipd --property "$1" --value; }
# process KIND: the ID of the JVM of a kind
process() { pgrep --full "dev.vipc.agent.Main $1 "; }
# of_process KIND FIELD: a line of its status
of_process() { awk -v field="$2:" '$1 == field { print $2 }' "/proc/$(process "$1")/status"; }
says() { grep -q -- "$1" <(shift && "$@"); }
is() {
  local expected=$1 found
  shift
  found=$("$@") || true
  echo "it is $found"
  [ "$found" = "$expected" ]
}
isnt() {
  local other=$1 found
  shift
  found=$("$@") || return 1
  echo "it is $found"
  [ -n "$found" ] && [ "$found" != "$other" ]
}
answers() { [ "$("$@" curl -sk -m 20 -o /dev/null -w '%{http_code}' https://192.168.88.201:6443/readyz)" = 200 ]; }

# the load balancer's network, with the masters and a client at its other end
ip netns add lan
ip link add ens160 type veth peer name lan netns lan
ip address add 192.168.88.11/24 dev ens160
ip link set ens160 up
ip -n lan link set lo up
ip -n lan link set lan up
for host in 97 98 99; do ip -n lan address add 192.168.88.$host/24 dev lan; done
openssl req -x509 -newkey rsa:2048 -nodes -keyout /run/key -out /run/certificate -days 2 -subj /CN=api 2>/dev/null
ip netns exec lan python3 - >/dev/null 2>&1 <<'SERVER' &
import http.server, ssl
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/run/certificate", "/run/key")
server = http.server.ThreadingHTTPServer(("", 6443), Ready)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
server.serve_forever()
SERVER

cp -r "$root/golden-tests/target/unit/lb1/." /
ln -sfn "$root/vipd" /usr/local/bin/vipd
# nothing else of the unit is changed: it may see the project wherever it lies, and take the time of an emulated machine
mkdir -p /etc/systemd/system/vipd.service.d
printf '[Service]\nBindReadOnlyPaths=%s\nTimeoutStartSec=300\nWatchdogSec=60\n' "$root" >/etc/systemd/system/vipd.service.d/test.conf
systemctl daemon-reload
systemd-sysusers
systemd-tmpfiles --create vipd.conf

holds "starts, and is ready" systemctl start vipd
holds "runs as its user" is "$(id -u vipd)" of_process vip Uid
holds "has three capabilities" is 0000000000003400 of_process proxy CapEff
holds "can get no more" is 0000000000003400 of_process proxy CapBnd
holds "is filtered" is 2 of_process proxy Seccomp
holds "schedules what holds the address in real time" says "event=scheduled realtime=true" journalctl -u vipd
holds "moves messages by io_uring" says "event=data-path by=io_uring" journalctl -u vipd
holds "holds the address" says 192.168.88.201/24 ip address show dev ens160
holds "carries a client of the network" answers ip netns exec lan
holds "carries a client of its own machine" answers env
pinged=$(property WatchdogTimestampMonotonic)
holds "speaks to the watchdog" isnt "$pinged" property WatchdogTimestampMonotonic

vip=$(process vip) proxy=$(process proxy)
holds "reloads" systemctl reload vipd
holds "and is ready again" is active property ActiveState
holds "in the same processes" is "$vip $proxy" eval 'echo "$(process vip) $(process proxy)"'
cp /etc/vipd/plan.json /run/plan.json
printf '{' >/etc/vipd/plan.json
holds "refuses a bad plan" eval '! systemctl reload vipd'
holds "and says where it is bad" says "/etc/vipd/plan.json:1:2: " journalctl -u vipd
cp /run/plan.json /etc/vipd/plan.json
holds "and goes on" answers ip netns exec lan
kill -KILL "$proxy"
holds "starts a killed proxy again" isnt "$proxy" process proxy
holds "and says how it ended" says "event=process-died name=proxy status=137" journalctl -u vipd
holds "which carries on" answers ip netns exec lan
# longer than the watchdog waits
for _ in $(seq 80); do
  pkill --signal KILL --full 'dev.vipc.agent.Main proxy ' || true
  sleep 1
done
holds "carries on when a proxy that dies again and again has stopped to" answers ip netns exec lan
holds "beside the same vip process" is "$vip" process vip
holds "and systemd had nothing to do" is 0 property NRestarts
holds "stops" systemctl stop vipd
holds "in order" is success property Result
holds "and has given the address away" eval 'says 192.168.88.11/24 ip address show dev ens160 && ! says 192.168.88.201 ip address show dev ens160'
if [ $failed = 1 ]; then journalctl --no-pager -u vipd; fi
exit $failed
