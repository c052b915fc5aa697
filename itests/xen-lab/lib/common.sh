# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What every part of the lab shares: where things are, how the two hosts are called and reached, stages, processes.
# Sourced by `lab` and its stages; LAB_HOME is the folder of `lab` itself.

LAB_WORK=${LAB_WORK:-$LAB_HOME/work}
LAB_ROOTFS=$LAB_WORK/rootfs
LAB_BOOT=$LAB_WORK/boot
LAB_RUN=$LAB_WORK/run
LAB_LOGS=$LAB_WORK/logs
LAB_KEY=$LAB_WORK/key

# The names the transcript and the certificates use. The digit behind the last hyphen is the host's number in the lab:
# the last byte of its address, the last byte of its network cards and the last digit of its ports.
LAB_HOSTS=(a-204-02 a-204-03)
LAB_DOMAINS=(etch-1-1 dapper-1-1)
# The domain that attacks are made on, and the disk that it writes: one file of this machine, plugged into both hosts as
# the same unit of a storage network would be.
LAB_ATTACKED=warty-1-1
LAB_SHARED_DISK=/dev/sda
LAB_SHARED_WWN=0x5000c50a20400001
LAB_NETWORK=10.77.0
NTP_PORT=11123
# What the lab runs in a host once that is up; with lab-init and lab-setup, which boot it, they are in its image, too.
LAB_PROGRAMS=(lab-service lab-watch lab-count lab-sample lab-resume lab-relay lab-freeze)

# Everything is emulated on a shared machine: what takes a second on real hardware may take ten here, and more when the
# machine is busy. Every time-out of the lab is multiplied by this.
LAB_PATIENCE=${LAB_PATIENCE:-1}

log() { printf '%s  %s\n' "$(date '+%H:%M:%S')" "$*" >&2; }

die() {
  printf 'lab: %s\n' "$*" >&2
  exit 1
}

host_number() {
  case $1 in
    a-204-02) echo 2 ;;
    a-204-03) echo 3 ;;
    *) die "unknown host '$1': the lab has ${LAB_HOSTS[*]}" ;;
  esac
}

other_host() { if [[ $1 == a-204-02 ]]; then echo a-204-03; else echo a-204-02; fi; }

host_address() { echo "$LAB_NETWORK.$(host_number "$1")"; }

# The same port numbers inside and outside, so that an address that a host gives out of itself is true on both sides.
ssh_port() { echo $((22020 + $(host_number "$1"))); }
jmx_port() { echo $((17400 + $(host_number "$1"))); }
stream_port() { echo $((17500 + $(host_number "$1"))); }
link_port() { echo $((10900 + $(host_number "$1"))); }

domain_address() {
  case $1 in
    etch-1-1) echo "$LAB_NETWORK.101" ;;
    dapper-1-1) echo "$LAB_NETWORK.102" ;;
    "$LAB_ATTACKED") echo "$LAB_NETWORK.103" ;;
    *) die "unknown domain '$1': the lab has ${LAB_DOMAINS[*]} $LAB_ATTACKED" ;;
  esac
}

# on HOST COMMAND...: runs a command in a dom0. One master connection per host is kept, because a key exchange costs
# seconds of emulated CPU; its socket is named relative to the run folder, because the kernel refuses long paths.
on() (
  local host=$1
  shift
  cd "$LAB_RUN" || exit
  exec ssh -i "$LAB_KEY" -p "$(ssh_port "$host")" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    -o LogLevel=ERROR -o ConnectTimeout=30 -o ControlMaster=auto -o ControlPath="ssh-$host" \
    -o ControlPersist=3600 root@127.0.0.1 "$@"
)

# stage NAME FUNCTION FILE...: runs FUNCTION unless it was done before with the same FILEs (scripts and their inputs).
stage() {
  local name=$1 function=$2 stamp sum began
  shift 2
  stamp=$LAB_WORK/stamps/$name
  sum=$(cat "$@" | sha256sum)
  if [[ -f $stamp && $(<"$stamp") == "$sum" ]]; then
    log "$name: done before"
    return
  fi
  mkdir -p "$LAB_WORK/stamps"
  rm -f "$stamp"
  log "$name: begins"
  began=$SECONDS
  "$function"
  echo "$sum" >"$stamp"
  log "$name: done in $((SECONDS - began)) s"
}

# await SECONDS WHAT COMMAND...: until the command succeeds; fails with one line that says what was awaited.
await() {
  local deadline=$((SECONDS + $1 * LAB_PATIENCE)) what=$2
  shift 2
  until "$@"; do
    if ((SECONDS >= deadline)); then
      log "gave up waiting for $what"
      return 1
    fi
    sleep 0.5
  done
}

# start_process NAME COMMAND...: in the background and in a session of its own, its pid recorded under NAME.
start_process() {
  local name=$1
  shift
  mkdir -p "$LAB_RUN" "$LAB_LOGS"
  setsid "$@" >"$LAB_LOGS/$name.log" 2>&1 </dev/null &
  record_pid "$name" $!
}

# A pid alone may be another process's by tomorrow; with its start time it is not.
record_pid() { echo "$2 $(start_time "$2")" >"$LAB_RUN/$1.pid"; }

start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

process_alive() {
  local pid began
  [[ -f $LAB_RUN/$1.pid ]] || return 1
  read -r pid began <"$LAB_RUN/$1.pid"
  [[ -n $began && $(start_time "$pid") == "$began" ]]
}

process_gone() { ! process_alive "$1"; }

end_process() {
  local name=$1 pid
  if process_alive "$name"; then
    read -r pid _ <"$LAB_RUN/$name.pid"
    kill "$pid" || true
    await 20 "the end of $name" process_gone "$name" || kill -KILL "$pid"
  fi
  rm -f "$LAB_RUN/$name.pid"
}
