# Sourced by ./vipd; POSIX sh. The flags of the JVM for each kind of process, and how their caches are made.

# A command is over before C2 would pay.
command_flags="-XX:TieredStopAtLevel=1"
# The loop allocates nothing after its start: the heap is what the start needs, and grows where a plan has thousands of servers.
vip_flags="-XX:TieredStopAtLevel=1 -Xms6m -Xmx64m -Xmn2m -XX:ReservedCodeCacheSize=8m -Xss256k"
# Half of what the heap may grow to holds connections, 1 KiB each (Proxies); with few of them it stays at what it begins with.
proxy_flags="-Xmn8m -Xms48m -Xmx256m -XX:ReservedCodeCacheSize=24m -Xss512k"

# A plan for the training of a process: everything on the loopback interface of a network namespace of its own.
training_plan() {
  cat <<PLAN
{"version": 1, "node": "training", "interfaces": [{"name": "lo", "subnets": ["127.0.0.0/8"]}],
 "checks": [{"name": "page", "question": {"kind": "http", "address": "127.0.0.1", "port": 9640, "path": "/"},
             "intervalMillis": 100, "timeoutMillis": 100},
            {"name": "port", "question": {"kind": "tcp", "address": "127.0.0.1", "port": 9640}, "intervalMillis": 100},
            {"name": "shell", "question": {"kind": "process", "process": "sh"}, "intervalMillis": 100}],
 "virtualRouters": [{"name": "v", "interface": "lo", "routerId": 1, "priority": 100, "advertisementIntervalMillis": 10,
   "transport": {"kind": "unicast", "source": "127.0.0.1", "peers": ["127.0.0.2"]}, "addresses": ["127.0.0.9/8"],
   "tracks": [{"check": "port"}, {"check": "shell", "weight": -1}, {"check": "page", "weight": -1}]}],
 "proxies": [{"name": "p", "listen": ["127.0.0.1:9641"], "servers": [{"name": "s", "address": "127.0.0.1", "port": 9640}],
   "check": {"kind": "http", "path": "/", "intervalMillis": 100},
   "timeouts": {"connectMillis": 1000, "clientMillis": 1000, "serverMillis": 1000, "queueMillis": 1000}}],
 "status": {"controlSocket": "$1/control.sock"}}
PLAN
}

# train KIND ARGUMENT...: records a run into the cache of a kind of process. -Xshare and the like are the JVM's own matter.
train() {
  kind=$1
  shift
  eval "flags=\$${kind}_flags"
  exec "$jdk/bin/java" $common $flags -XX:AOTCacheOutput="$target/$kind.aot" -p "$modules" \
    -m dev.vipc.agent/dev.vipc.agent.Main "$@"
}

# Both processes as they run, for as long as it takes to become master and to answer some requests.
train_processes() {
  ip link set lo up
  (train proxy proxy "$1/plan.json") &
  proxy=$!
  (train vip vip "$1/plan.json") &
  vip=$!
  tries=0
  while [ $tries -lt 20 ]; do
    tries=$((tries + 1))
    sleep 0.2
    curl -s -m 1 -o /dev/null http://127.0.0.1:9641/ http://127.0.0.1:9641/metrics http://127.0.0.1:9641/status.json
  done
  kill -TERM "$vip" "$proxy"
  wait
}

# Without a cache a process only starts slower, so a machine that cannot make one (it needs a network namespace, which an
# ordinary user may have within a user namespace) is no fault.
make_caches() {
  rm -f "$target"/*.aot
  (train command train) >/dev/null 2>&1 || true
  folder=$(mktemp -d) || return 0
  training_plan "$folder" >"$folder/plan.json"
  user=--map-root-user
  [ "$(id -u)" = 0 ] && user=
  unshare $user --net sh -c '. "$0/launch/vipd-flags.sh"; jdk=$1 target=$2 modules=$3 common=$4; train_processes "$5"' \
    "$root" "$jdk" "$target" "$modules" "$common" "$folder" >/dev/null 2>&1 || true
  rm -rf "$folder"
}
