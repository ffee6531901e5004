# Sourced by ./vipc, ./vipd and ./test; POSIX sh. The caller sets `root`, the project's folder.

# The major version of the JDK in a folder, read from its `release` file: asking java itself takes 50 ms.
jdk_major() {
  [ -x "$1/bin/java" ] && [ -f "$1/release" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ -n "$version" ] && echo "$version"
}

is_new_enough() {
  major=$(jdk_major "$1") && [ "$major" -ge 25 ]
}

# Prints the home of a JDK 25 or newer; fails where there is none.
find_jdk() {
  on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null) && on_path=${on_path%/bin/java}
  for home in "${VIPC_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-/nonexistent}"/.sdkman/candidates/java/*; do
    if [ -n "$home" ] && is_new_enough "$home"; then
      echo "$home"
      return 0
    fi
  done
  return 1
}

# Sets `jdk`, or ends the run as the contract says.
need_jdk() {
  jdk=$(find_jdk) || {
    echo "$1: needs a JDK 25 or newer: install one (Debian: temurin-25-jdk or openjdk-25-jdk; SDKMAN: sdk install java 25-tem) or point VIPC_JAVA_HOME at one" >&2
    exit 2
  }
}

# remember_jdk FILE: notes `jdk`, and what the search for it was made from.
remember_jdk() {
  printf '%s\n' "$jdk" "${VIPC_JAVA_HOME:-}:${JAVA_HOME:-}:$PATH" >"$1"
}

# remembered_jdk FILE: sets `jdk` to the one noted, where the search would be made from the same and it is still there.
remembered_jdk() {
  [ -f "$1" ] && { read -r noted && read -r searched; } <"$1" && [ -x "$noted/bin/java" ] &&
    [ "$searched" = "${VIPC_JAVA_HOME:-}:${JAVA_HOME:-}:$PATH" ] && jdk=$noted
}

# An ahead-of-time cache without machine code, which JDK 25 would run on a processor that lacks the instructions of the one
# that made it: the machine was moved, or the folder is part of an image. It starts no slower.
portable="-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching -XX:-AOTStubCaching"

# use_jdk FILE NAME: sets `jdk` to the one noted in FILE, or to what a search finds.
use_jdk() {
  remembered_jdk "$1" && return 0
  need_jdk "$2"
  # where only the PATH is another one the caches are still of this JDK: the next run need not search (it takes 20 ms)
  [ -f "$1" ] && read -r noted <"$1" && [ "$noted" = "$jdk" ] && [ -w "$1" ] && remember_jdk "$1"
  return 0
}

# need_build MODULE STAMP SOURCE...: builds a module where STAMP is missing or older than a source.
# Progress goes to standard error. Two first uses at once build one after the other.
need_build() {
  module=$1 stamp=$2
  shift 2
  is_fresh "$stamp" "$@" && return 0
  lock=$root/.vipc-build
  tries=0
  until mkdir "$lock" 2>/dev/null; do
    # the other build may have ended meanwhile
    is_fresh "$stamp" "$@" && return 0
    if [ ! -d "$lock" ]; then
      mkdir "$lock" 2>/dev/null && break
      [ -d "$lock" ] || {
        printf '%s\n' "${self##*/}: $(cd "$root" && pwd -P) must be built (first use, moved here, or the sources changed), and cannot be written to: run \`${self##*/} --help\` once as a user who may write there" >&2
        exit 2
      }
    fi
    tries=$((tries + 1))
    if [ "$tries" -gt 600 ]; then
      echo "vipc: another build holds $lock; remove it if none is running" >&2
      exit 2
    fi
    sleep 1
  done
  trap 'rmdir "$lock" 2>/dev/null' EXIT
  trap 'exit 2' INT TERM HUP PIPE
  if ! is_fresh "$stamp" "$@"; then
    command -v mvn >/dev/null 2>&1 || {
      echo "vipc: the first use builds with Maven, and there is no mvn on the PATH (Debian: apt install maven)" >&2
      exit 2
    }
    echo "vipc: building (first use, or the sources changed) ..." >&2
    # what is half built is not started; Maven only adds to this folder, and what a dependency left behind would stay on
    # the class path
    rm -f "$stamp"
    rm -rf "$root/$module/target/lib"
    (cd "$root" && mvn -q -B -Dstyle.color=never -pl "$module" -am -Dmaven.test.skip=true package) >&2 || {
      echo "vipc: the build failed" >&2
      exit 2
    }
    after_build >&2
    (cd "$root" && pwd -P) >"$stamp"
  fi
  rmdir "$lock"
  trap - EXIT INT TERM HUP PIPE
}

# built_here STAMP: whether it is of a build in this very folder, which class paths and caches name; it may have been moved.
built_here() {
  [ -f "$1" ] && [ -r "$1" ] && IFS= read -r place <"$1" && [ "$place" -ef "$root" ]
}

is_fresh() {
  built_here "$1" && [ -z "$(changed_since "$@")" ]
}

# changed_since STAMP SOURCE...: prints a source that is newer than STAMP, if there is one.
changed_since() {
  since=$1
  shift
  find "$@" -newer "$since" -print -quit 2>/dev/null
  # another run may have begun to build, and find then compared with nothing
  [ -f "$since" ] || echo "$since"
}
