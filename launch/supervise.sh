# Sourced by ./vipd; POSIX sh. What `vipd run` does: a shell watches over both processes, since a third JVM would cost
# more memory than both need. The caller sets `vipd`, its own path, and gives prepare_plan, start_vip and start_proxy.

# log LEVEL EVENT [FIELDS]: one line as the processes write them.
log() {
  echo "time=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ) level=$1 process=run event=$2${3:+ $3}"
}

# await PID: sets `status` to that of the child when it has ended, however many signals come meanwhile.
await() {
  status=0
  while kill -0 "$1" 2>/dev/null; do
    wait "$1" 2>/dev/null # the shell says of what a child died, and so does the log
    status=$?
  done
  # a signal that comes together with the child's end may stand for its status (bash: -1), until the shell is asked again
  for _ in 1 2 3; do
    case $status in 129 | 143 | -*) ;; *) return 0 ;; esac
    again=0
    wait "$1" 2>/dev/null || again=$?
    [ "$again" != 127 ] || return 0
    status=$again
  done
}

# follow PID: awaits it as the `child` that signals are passed on to, also a stop that came before it was known whom to tell.
follow() {
  child=$1
  [ -z "$stopping" ] || kill -TERM "$child" 2>/dev/null
  await "$child"
}

# Waits for a while that a signal ends.
pause() {
  sleep "$1" &
  follow $!
}

# supervise NAME: runs `start_NAME` again whenever it dies. One that ends with 0 has done what it was asked to (a drained
# node gives its address away, a plan without virtual routers needs no vip process) and starts again with the next reload.
supervise() {
  name=$1 child='' stopping='' fast=0
  trap 'stopping=yes; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null' TERM
  trap '[ -z "$child" ] || kill -HUP "$child" 2>/dev/null' HUP
  trap '' INT
  while [ -z "$stopping" ]; do
    began=$(date +%s)
    "start_$name" &
    follow $!
    [ -z "$stopping" ] || break
    if [ "$status" = 0 ]; then
      log info process-ended "name=$name"
      pause 2147483647
      continue
    fi
    [ "$status" != 3 ] || continue # it asks to be started anew
    # what dies at once again and again waits longer each time, from nothing to ten seconds
    if [ $(($(date +%s) - began)) -ge 30 ]; then fast=0; else fast=$((fast + 1)); fi
    case $fast in 0 | 1) delay=0 ;; 2) delay=0.2 ;; 3) delay=0.5 ;; 4) delay=1 ;; 5) delay=2 ;; 6) delay=5 ;; *) delay=10 ;; esac
    log warning process-died "name=$name status=$status restart_in_seconds=$delay"
    # systemd's watchdog is for what hangs: it would end the other process too, and move the address (so it does not see one
    # that hangs while the other dies again and again)
    [ -z "${NOTIFY_SOCKET:-}" ] || systemd-notify WATCHDOG=1 2>/dev/null &
    [ "$delay" = 0 ] || pause "$delay"
  done
}

# run PLAN: both processes until SIGTERM; SIGHUP reads the plan again. The processes read a copy of the last good plan, so
# that a bad one never reaches them, not even when one of them dies while the file is bad.
run() {
  plan=$1
  copy=$(prepare_plan "$plan" alone) || exit
  supervise vip &
  vip=$!
  supervise proxy &
  proxy=$!
  # the address goes first, so that new connections find another node while the old ones end here
  trap 'kill -TERM "$vip" "$proxy" 2>/dev/null' TERM INT
  trap 'reload' HUP
  log info started "plan=$plan vip_supervisor=$vip proxy_supervisor=$proxy"
  await "$vip"
  await "$proxy"
  log info stopped
  exit 0
}

reload() {
  if again=$(prepare_plan "$plan"); then
    if [ "$again" = "$copy" ]; then
      log info reload
      kill -HUP "$vip" "$proxy"
    else
      log error reload-refused "why=\"another control socket needs a restart\""
    fi
  else
    log error reload-refused "why=\"the plan is bad and the last good one goes on\" plan=$plan"
  fi
}
