# Sourced by ./vipd; POSIX sh. The flags of the JVM for each kind of process, and how its cache is made.

# A command is over before C2 would pay.
command_flags="-XX:TieredStopAtLevel=1"
# The loop allocates nothing after its start: the heap is what the start needs.
vip_flags="-XX:TieredStopAtLevel=1 -Xms8m -Xmx8m -Xmn3m -XX:ReservedCodeCacheSize=8m -Xss256k"
proxy_flags="-Xmn8m -Xmx48m -XX:ReservedCodeCacheSize=24m -Xss512k"

# Without a cache a process only starts slower, so a JDK that cannot make one is no fault.
make_caches() {
  rm -f "$target"/*.aot
  for kind in command; do
    eval "flags=\$${kind}_flags"
    "$jdk/bin/java" $common $flags -XX:AOTCacheOutput="$target/$kind.aot" -p "$modules" \
      -m dev.vipc.agent/dev.vipc.agent.Main train "$kind" >/dev/null 2>&1 || true
  done
}
