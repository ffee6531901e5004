#!/bin/bash
# Runs a command on a kernel of its own: in a virtual machine that has this machine's files, and with which all that was
# written goes. So tests and benchmarks see what this machine's kernel and its limits keep from them: another release's
# io_uring, as many descriptors as they ask for, a real systemd.
#   golden-tests/guest.sh [--systemd] COMMAND...        KERNEL=linux-image-amd64 CPU=Nehalem MEMORY=6G
# Exits as the command does. KERNEL is a Debian package, or one that depends on it; CPU a processor that QEMU knows.
# --systemd boots systemd with nothing but what every machine starts, and then runs the command. All is emulated, and some
# thirty times slower: no time means anything.
# Needs root (for the files that only root reads), and Debian's qemu-system-x86, busybox-static, cpio and kmod.
set -euo pipefail
root=$(dirname "$(dirname "$(readlink -f "$0")")")
systemd=
[ "${1:-}" != --systemd ] || { systemd=1 && shift; }
[ "$(id -u)" = 0 ] || { echo "guest.sh: needs root" >&2; exit 2; }
[ $# -gt 0 ] || { echo "usage: golden-tests/guest.sh [--systemd] COMMAND..." >&2; exit 2; }
for program in qemu-system-x86_64:qemu-system-x86 busybox:busybox-static cpio:cpio modprobe:kmod; do
  command -v "${program%:*}" >/dev/null || { echo "guest.sh: needs ${program%:*} (Debian: ${program#*:})" >&2; exit 2; }
done

cache=$root/golden-tests/target/guest/${KERNEL:=linux-image-amd64}
if [ ! -e "$cache/ready" ]; then
  rm -rf "$cache" && mkdir -p "$cache"
  depended=$(apt-cache depends --important "$KERNEL" | awk '$1 == "Depends:" && $2 ~ /^linux-image-[0-9]/ { print $2; exit }')
  (cd "$cache" && apt-get download -qq -o APT::Sandbox::User=root "${depended:-$KERNEL}")
  dpkg -x "$cache"/*.deb "$cache" && rm "$cache"/*.deb
  release=$(ls "$cache/lib/modules")
  depmod -b "$cache" "$release"
  mkdir -p "$cache/first"/{bin,proc,sys,dev,lower,upper,new,modules}
  cp "$(command -v busybox)" "$cache/first/bin/busybox"
  for module in virtio_pci 9pnet_virtio 9p overlay; do
    modprobe -d "$cache" -S "$release" --show-depends "$module"
  done | awk 'sub("^insmod ", "") && sub(" *$", "") && !seen[$0]++' >"$cache/modules"
  xargs -d '\n' -a "$cache/modules" cp -t "$cache/first/modules"
  sed 's|.*/||' "$cache/modules" >"$cache/first/modules/order"
  cat >"$cache/first/init" <<'INIT'
#!/bin/busybox sh
# The first process: this machine's files below, what is written above them in memory.
PATH=/bin
/bin/busybox --install /bin
mount -t proc proc /proc && mount -t sysfs sys /sys && mount -t devtmpfs dev /dev
while read -r module; do insmod "/modules/$module"; done </modules/order
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=1048576 files /lower
mount -t tmpfs -o size=90% tmpfs /upper && mkdir /upper/files /upper/work
mount -t overlay -o lowerdir=/lower,upperdir=/upper/files,workdir=/upper/work overlay /new
for place in proc sys dev; do mount --move /$place /new/$place; done
mkdir -p /new/dev/pts /new/dev/shm
mount -t tmpfs tmpfs /new/run && mkdir -p /new/run/guest
mount -t 9p -o trans=virtio,version=9p2000.L,msize=1048576 guest /new/run/guest
[ -c /new/dev/ttyS1 ] && stty -F /new/dev/ttyS1 raw
exec switch_root /new /bin/sh /run/guest/begin
INIT
  chmod +x "$cache/first/init"
  (cd "$cache/first" && find . | cpio -o -H newc --quiet) | gzip -1 >"$cache/initrd"
  touch "$cache/ready"
fi
release=$(ls "$cache/lib/modules")

work=$(mktemp -d)
machine=
trap 'kill $machine 2>/dev/null || true; rm -rf "$work"' EXIT
cat >"$work/run" <<RUN
{
  cd $(printf %q "$PWD") && $(printf '%q ' "$@")
  echo "\$?" >/run/guest/status
} </dev/null 2>&1 | cat >/dev/ttyS1
sync
busybox poweroff -f
RUN
cat >"$work/begin" <<BEGIN
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
mkdir -p /lib/modules/$release
mount --bind $(printf %q "$cache/lib/modules/$release") /lib/modules/$release
ip link set lo up
$(if [ -n "$systemd" ]; then
  cat <<'SYSTEMD'
: >/etc/fstab
mkdir -p /run/systemd/system
# it would empty /tmp, where this project may lie
ln -sf /dev/null /etc/systemd/system/systemd-tmpfiles-setup.service
ln -sf /dev/null /etc/systemd/system/systemd-tmpfiles-clean.timer
cat >/run/systemd/system/guest.service <<UNIT
[Unit]
After=basic.target
[Service]
Type=oneshot
Environment=HOME=/root
LimitNOFILE=1048576
ExecStart=/bin/bash /run/guest/run
UNIT
printf '[Unit]\nRequires=basic.target guest.service\nAllowIsolate=yes\n' >/run/systemd/system/guest.target
exec /lib/systemd/systemd --unit=guest.target
SYSTEMD
else
  cat <<'ALONE'
mount -t devpts devpts /dev/pts && mount -t tmpfs tmpfs /dev/shm && mount -t cgroup2 cgroup2 /sys/fs/cgroup
ln -s /proc/self/fd /dev/fd && ln -s /proc/self/fd/0 /dev/stdin && ln -s /proc/self/fd/1 /dev/stdout && ln -s /proc/self/fd/2 /dev/stderr
ulimit -n 1048576
exec /bin/bash /run/guest/run
ALONE
fi)
BEGIN
qemu-system-x86_64 -M q35 -accel tcg,thread=multi -cpu "${CPU:-Nehalem}" -smp "$(nproc)" -m "${MEMORY:-6G}" \
  -nodefaults -display none -no-reboot -serial "file:$work/console" -serial stdio \
  -kernel "$cache/boot/vmlinuz-$release" -initrd "$cache/initrd" -append "console=ttyS0 panic=-1 mitigations=off systemd.show_status=false" \
  -fsdev local,id=files,path=/,security_model=none,readonly=on,multidevs=remap -device virtio-9p-pci,fsdev=files,mount_tag=files \
  -fsdev local,id=guest,path="$work",security_model=none -device virtio-9p-pci,fsdev=guest,mount_tag=guest \
  </dev/null 2>"$work/qemu" &
machine=$!
wait "$machine" || { cat "$work/qemu" >&2; exit 2; }
[ -s "$work/status" ] || { tail -n 20 "$work/console" >&2; echo "guest.sh: the machine ended before the command did" >&2; exit 2; }
exit "$(cat "$work/status")"
