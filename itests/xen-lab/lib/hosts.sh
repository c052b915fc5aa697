# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stage 4: the two dom0s under QEMU's software emulation, and the time service they set their clocks by.

# A model with nested paging that Xen 4.17 accepts under emulation: qemu64 lacks nested paging, max ends in a crash of dom0.
LAB_CPU=Opteron_G3,+npt
LAB_MEMORY_MIB=2560
LAB_DOM0_MIB=1280
# An emulated host whose processor is taken away for seconds is no host: on a shared machine it is the others that wait.
LAB_NICE=${LAB_NICE:-0}
# yes: before everything else on the machine, as root, where other work does not let go in time.
LAB_REALTIME=${LAB_REALTIME:-no}

up() {
  local host
  require_images
  start_clock
  for host in "${LAB_HOSTS[@]}"; do start_host "$host"; done
  for host in "${LAB_HOSTS[@]}"; do await_host "$host"; done
  for host in "${LAB_HOSTS[@]}"; do bring_programs "$host"; done
}

down() {
  local host
  for host in "${LAB_HOSTS[@]}"; do
    end_process "$host"
    rm -f "$LAB_RUN/ssh-$host" "$LAB_RUN/$host.qcow2" "$LAB_RUN/$host".*.installed
  done
  end_process clock
}

require_images() {
  [[ -f $LAB_WORK/dom0.img && -f $LAB_BOOT/xen ]] || die "no images yet: run '$0 build' first"
}

# Of domains, and of what has carried them by hand.
empty_hosts() {
  local host
  # shellcheck disable=SC2016  # expanded in the host
  for host in "${LAB_HOSTS[@]}"; do
    on "$host" 'for id in $(xl list | awk "NR > 1 && \$2 > 0 {print \$2}"); do xl destroy "$id"; done; pkill -x socat; true'
  done
}

# The hosts' chronyd must agree on a clock that nothing outside this folder has to serve: chronyd from the dom0 tree, with
# the loader of that tree, on an unprivileged port of the loopback, forbidden to touch this machine's clock (-x).
start_clock() {
  process_alive clock && return
  mkdir -p "$LAB_RUN"
  printf '%s\n' "port $NTP_PORT" 'bindaddress 127.0.0.1' 'allow 127.0.0.1' 'local stratum 8' 'cmdport 0' 'bindcmdaddress /' \
    "pidfile $LAB_RUN/chronyd.pid" >"$LAB_RUN/chronyd.conf"
  start_process clock "$LAB_ROOTFS/lib64/ld-linux-x86-64.so.2" --library-path "$LAB_ROOTFS/usr/lib/x86_64-linux-gnu" \
    "$LAB_ROOTFS/usr/sbin/chronyd" -x -d -U -u "$(id -un)" -f "$LAB_RUN/chronyd.conf"
}

start_host() {
  local host=$1
  if process_alive "$host"; then
    log "$host: runs already"
    return
  fi
  rm -f "$LAB_RUN/$host.qcow2" "$LAB_RUN/$host".*.installed "$LAB_RUN/ssh-$host"
  # Each start begins with the image as it was built: nothing that an earlier run did to a host is left, nor what a
  # manager remembers of it.
  stop_manager
  rm -rf "$LAB_MANAGER"
  qemu-img create -q -f qcow2 -b "$LAB_WORK/dom0.img" -F raw "$LAB_RUN/$host.qcow2"
  [[ -f $LAB_WORK/shared.img ]] || truncate -s 1M "$LAB_WORK/shared.img"
  power_on "$host"
}

# Goes on with the disk that the host has.
power_on() {
  local host=$1
  : >"$LAB_LOGS/$host.console"
  mapfile -t arguments < <(qemu_arguments "$host")
  local priority=(nice -n "$LAB_NICE")
  [[ $LAB_REALTIME == no ]] || priority=(chrt --rr 1)
  start_process "$host" "${priority[@]}" qemu-system-x86_64 "${arguments[@]}"
  log "$host: started"
}

# Without a word to anybody in the host. What it had told its disk to keep is kept, and nothing else.
power_off() {
  local host=$1 pid
  read -r pid _ <"$LAB_RUN/$host.pid"
  kill -KILL "$pid"
  await 20 "the end of $host" process_gone "$host"
  rm -f "$LAB_RUN/$host.pid" "$LAB_RUN/ssh-$host"
  log "$host: has lost its power"
}

qemu_arguments() {
  local host=$1 number other
  number=$(host_number "$host")
  other=$(other_host "$host")
  printf '%s\n' \
    -name "$host" -accel tcg,thread=multi,tb-size=512 -cpu "$LAB_CPU" -smp 1 -m "$LAB_MEMORY_MIB" \
    -nodefaults -display none -no-reboot \
    -kernel "$LAB_BOOT/xen" \
    -append "dom0_mem=${LAB_DOM0_MIB}M,max:${LAB_DOM0_MIB}M com1=115200,8n1 console=com1 loglvl=warning guest_loglvl=warning noreboot=1" \
    -initrd "$LAB_BOOT/vmlinux console=hvc0 lab.host=$host lab.number=$number mitigations=off nokaslr quiet ${LAB_INIT:+lab.init=$LAB_INIT},$LAB_BOOT/dom0-initramfs" \
    -drive "file=$LAB_RUN/$host.qcow2,if=none,id=disk,format=qcow2,cache=writeback" -device virtio-blk-pci,drive=disk \
    -drive "file=$LAB_WORK/shared.img,if=none,id=shared,format=raw,cache=writeback,file.locking=off" \
    -device virtio-scsi-pci -device "scsi-hd,drive=shared,share-rw=on,wwn=$LAB_SHARED_WWN" \
    -netdev "user,id=outside,$(forwards "$host")" \
    -device "virtio-net-pci,netdev=outside,mac=52:54:00:00:0$number:01,romfile=" \
    -netdev "dgram,id=lab,local.type=inet,local.host=127.0.0.1,local.port=$(link_port "$host"),remote.type=inet,remote.host=127.0.0.1,remote.port=$(link_port "$other")" \
    -device "virtio-net-pci,netdev=lab,mac=52:54:00:00:0$number:02,romfile=" \
    -device virtio-rng-pci \
    -serial "file:$LAB_LOGS/$host.console"
}

forwards() {
  local port
  printf 'hostfwd=tcp:127.0.0.1:%s-:22' "$(ssh_port "$1")"
  for port in "$(jmx_port "$1")" "$(stream_port "$1")"; do printf ',hostfwd=tcp:127.0.0.1:%s-:%s' "$port" "$port"; done
}

await_host() {
  await 600 "$1 to answer" host_ready_or_dead "$1" || die "$1 did not come up: see logs/$1.console in the work folder"
  process_alive "$1" || die "$1 ended: see logs/$1.log and logs/$1.console in the work folder"
  log "$1: ready"
}

# The lab's own programs as they are now: those in the image are as old as it is, and a host that runs was booted from
# whatever image there was. Written to the disk at once, because hosts lose their power in attacks.
bring_programs() {
  tar -c -C "$LAB_HOME/dom0" "${LAB_PROGRAMS[@]}" lab-cat |
    on "$1" 'tar -x --no-same-owner -C /usr/sbin && install -D -m 755 /usr/sbin/lab-cat /usr/lib/lab/cat && rm /usr/sbin/lab-cat && sync' ||
    die "$1 does not take the lab's programs"
}

host_ready_or_dead() { process_gone "$1" || host_ready "$1"; }

host_ready() { grep -aq "LAB-READY $1" "$LAB_LOGS/$1.console" && on "$1" true 2>/dev/null; }

status() {
  local host
  for host in "${LAB_HOSTS[@]}"; do
    if ! process_alive "$host"; then
      printf '%-10s down\n' "$host"
    elif ! host_ready "$host"; then
      printf '%-10s starting\n' "$host"
    else
      printf '%-10s up, ssh on 127.0.0.1:%s, JMX on 127.0.0.1:%s\n' "$host" "$(ssh_port "$host")" "$(jmx_port "$host")"
      on "$host" 'xl list -v; chronyc -n tracking | grep -E "^(Leap|System time)"' | sed 's/^/           /'
    fi
  done
}
