# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stage 5: our distribution in both hosts and, for the manager and the command line, on this machine.

LAB_DISTRIBUTION=$LAB_WORK/distribution
LAB_CLIENT=$LAB_WORK/client
LAB_IDENTITIES=$LAB_WORK/identities
LAB_MANAGER=$LAB_WORK/manager
MANAGER_PORT=17400
# How much more patient agents and manager are than by default: their hosts are emulated.
LAB_WAITS=${LAB_WAITS:-10}
LAB_STALL_MILLIS=${LAB_STALL_MILLIS:-900000}
LAB_SETTLE_MILLIS=${LAB_SETTLE_MILLIS:-60000}
LAB_LIMIT_MILLIS=${LAB_LIMIT_MILLIS:-1200000}
# yes or no: whether migration streams are encrypted.
LAB_STREAM_TLS=${LAB_STREAM_TLS:-yes}

# transhume ARGUMENT...: the command line of the distribution under test, as the operator of the lab.
transhume() {
  XDG_CACHE_HOME=$LAB_WORK/cache TRANSHUME_ADDRESS=127.0.0.1:$MANAGER_PORT TRANSHUME_IDENTITY=$LAB_IDENTITIES/operator \
    "$LAB_DISTRIBUTION/transhume" "$@"
}

install_transhume() {
  local archive host job installing=()
  archive=${1:-$(newest_archive)}
  [[ -f $archive ]] || die "no distribution: build it, or name a transhume-*.tar.gz"
  LAB_ARCHIVE=$archive
  stage distribution unpack_distribution "$archive"
  stage client compile_client "$LAB_HOME/LabJmx.java" "$archive"
  stage identities make_identities "$LAB_HOME/lib/common.sh"
  # Side by side: ssh is what takes long here, and each host has its own emulated processor to do it on.
  for host in "${LAB_HOSTS[@]}"; do
    install_agent "$host" &
    installing+=($!)
  done
  for job in "${installing[@]}"; do wait "$job"; done
  for host in "${LAB_HOSTS[@]}"; do start_agent "$host"; done
  for host in "${LAB_HOSTS[@]}"; do await_agent "$host"; done
  start_manager
}

newest_archive() {
  # shellcheck disable=SC2012  # names without spaces, sorted by time
  ls -t "$LAB_HOME"/../../karaf-assembly/target/transhume-*.tar.gz 2>/dev/null | head -n 1
}

unpack_distribution() {
  rm -rf "$LAB_DISTRIBUTION"
  mkdir -p "$LAB_DISTRIBUTION"
  tar -xzf "$LAB_ARCHIVE" -C "$LAB_DISTRIBUTION" --strip-components 1
}

# Compiled once: to start it from its source would cost each call two seconds of the processors that the hosts need.
compile_client() {
  rm -rf "$LAB_CLIENT"
  mkdir -p "$LAB_CLIENT"
  javac -cp "$(cli_jar)" -d "$LAB_CLIENT" "$LAB_HOME/LabJmx.java"
}

cli_jar() { echo "$LAB_DISTRIBUTION"/cli/org.transhume.cli-*-all.jar; }

# client_command ROLE HOST|manager ARGUMENT...: sets CLIENT to the call of a JMX client under that role's certificate.
client_command() {
  local role=$1 port=$MANAGER_PORT
  [[ $2 == manager ]] || port=$(jmx_port "$2")
  shift 2
  CLIENT=(java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$LAB_CLIENT:$(cli_jar)" LabJmx "$LAB_IDENTITIES/$role"
    "127.0.0.1:$port" "$@")
}

# jmx HOST|manager ARGUMENT...: as the operator.
jmx() {
  local CLIENT
  client_command operator "$@"
  "${CLIENT[@]}"
}

# create_on HOST DOMAIN: has the manager create it there, from its file. It may have to wait: for a minute after the
# domain was destroyed on the other host its guest might be rebooting there.
create_on() {
  await 300 "the manager to create $2 on $1" creates_on "$1" "$2" || die "$2 is not created on $1: $CREATION"
}

creates_on() {
  CREATION=$(jmx manager invoke org.transhume:type=Manager create "$(on "$1" "cat /var/lib/lab/$2.cfg")" "$1" 2>&1) || return 1
  [[ $CREATION == *created=true* ]]
}

# Each agent's certificate names the host, its address on the lab network and the loopback, through which this machine
# reaches it.
make_identities() {
  local host
  rm -rf "$LAB_IDENTITIES"
  mkdir -p "$LAB_IDENTITIES"
  transhume ca init lab --authority "$LAB_IDENTITIES/authority"
  for host in "${LAB_HOSTS[@]}"; do
    issue "$host" agent --host "$host" --host "$(host_address "$host")" --host 127.0.0.1
  done
  issue manager manager --host manager --host 127.0.0.1
  issue operator operator
  issue viewer viewer
}

issue() {
  local name=$1 role=$2
  shift 2
  transhume ca issue "$name" --role "$role" "$@" --authority "$LAB_IDENTITIES/authority" --out "$LAB_IDENTITIES/$name"
}

install_agent() {
  local host=$1 mark
  mark=$LAB_RUN/$host.installed
  if [[ -f $mark && $(<"$mark") == "$(<"$LAB_WORK/stamps/distribution")" ]]; then
    log "$host: agent is installed"
    return
  fi
  stop_agent "$host"
  on "$host" 'rm -rf /opt/transhume /etc/transhume; mkdir -p /opt/transhume /etc/transhume /var/lib/transhume/agent/etc'
  on "$host" 'tar -xz -C /opt/transhume --strip-components 1' <"$LAB_ARCHIVE"
  tar -c -C "$LAB_IDENTITIES/$host" . | on "$host" 'mkdir -m 700 /etc/transhume/identity && tar -x -C /etc/transhume/identity'
  configure_agent "$host"
  if under_systemd "$host"; then install_unit "$host"; fi
  cp "$LAB_WORK/stamps/distribution" "$mark"
  log "$host: agent installed"
}

# As the distribution ships it; the lab's cat comes before everybody else's: see attack.sh.
install_unit() {
  # shellcheck disable=SC2016  # expanded in the host
  on "$1" 'cp /opt/transhume/systemd/transhume-agent.service /etc/systemd/system/
    mkdir -p /etc/systemd/system/transhume-agent.service.d
    printf "[Service]\nEnvironment=PATH=/usr/lib/lab:%s\n" "$PATH" >/etc/systemd/system/transhume-agent.service.d/lab.conf
    systemctl daemon-reload'
}

# Every time limit is ten times the default: the hosts are emulated. And they are looked at every ten seconds, because a
# look starts a program or two, which takes up to a second of emulated processor time.
configure_agent() {
  local host=$1 folder=$LAB_WORK/etc/$1
  mkdir -p "$folder"
  cat >"$folder/org.transhume.connector.cfg" <<CFG
identity = /etc/transhume/identity
address = 0.0.0.0
port = $(jmx_port "$host")
handshakeTimeoutMillis = 100000
streamTls = $(truth "$LAB_STREAM_TLS")
CFG
  cat >"$folder/org.transhume.hypervisor.xl.cfg" <<CFG
host = $host
commandTimeoutMillis = 300000
createTimeoutMillis = 600000
CFG
  cat >"$folder/org.transhume.agent.cfg" <<CFG
streamAddress = $(host_address "$host")
streamPort = $(stream_port "$host")
publicStreamHost = $host
stallMillis = $LAB_STALL_MILLIS
patience = $LAB_WAITS
periodMillis = 10000
CFG
  tar -c -C "$folder" . | on "$host" 'tar -x -C /var/lib/transhume/agent/etc'
}

# encrypt_streams yes|no: both agents take up the change without a restart, with a connector made anew.
encrypt_streams() {
  local host log=/var/lib/transhume/agent/data/log/transhume.log before
  LAB_STREAM_TLS=$1
  for host in "${LAB_HOSTS[@]}"; do
    grep -q "^streamTls = $(truth "$1")\$" "$LAB_WORK/etc/$host/org.transhume.connector.cfg" && continue
    before=$(on "$host" "grep -c 'JMX on' $log")
    configure_agent "$host"
    on "$host" "timeout $((300 * LAB_PATIENCE)) sh -c 'until [ \$(grep -c \"JMX on\" $log) -gt $before ]; do sleep 1; done'" ||
      die "the agent on $host did not take up its configuration"
  done
  await 300 "the manager to be connected again" no_host_stale || die "the manager lost a host"
  log "streams encrypted: $1"
}

no_host_stale() { [[ $(jmx manager get org.transhume:type=Cluster StaleHosts) == '[]' ]]; }

truth() { if [[ $1 == yes ]]; then echo true; else echo false; fi; }

# The lab's cat comes before everybody else's: see attack.sh.
start_agent() {
  if under_systemd "$1"; then
    on "$1" 'systemctl start transhume-agent'
  else
    # shellcheck disable=SC2016  # expanded in the host
    on "$1" 'lab-service start transhume-agent env PATH="/usr/lib/lab:$PATH" /opt/transhume/bin/container agent /var/lib/transhume/agent'
  fi
  log "$1: agent started"
}

stop_agent() {
  if under_systemd "$1"; then
    on "$1" 'systemctl stop transhume-agent 2>/dev/null || true'
  else
    on "$1" 'lab-service stop transhume-agent'
  fi
}

# Waits inside the host, because each question by ssh takes processor time from what it waits for. The port is opened
# last. That something answers there is then for the manager to find out.
await_agent() {
  on "$1" "timeout $((1800 * LAB_PATIENCE)) sh -c 'until ss -ltn | grep -q :$(jmx_port "$1"); do sleep 2; done'" ||
    die "the agent on $1 does not answer: see /var/lib/transhume/agent/data/log in it"
  log "$1: agent answers"
}

start_manager() {
  local host endpoints=()
  process_alive manager && return
  for host in "${LAB_HOSTS[@]}"; do endpoints+=("127.0.0.1:$(jmx_port "$host")"); done
  mkdir -p "$LAB_MANAGER/etc"
  cat >"$LAB_MANAGER/etc/org.transhume.connector.cfg" <<CFG
identity = $LAB_IDENTITIES/manager
address = 127.0.0.1
port = $MANAGER_PORT
handshakeTimeoutMillis = 100000
CFG
  cat >"$LAB_MANAGER/etc/org.transhume.manager.cfg" <<CFG
name = manager
endpoints = $(IFS=,; echo "${endpoints[*]}")
mode = ${LAB_MODE:-OBSERVE}
policyModes = hotspot=AUTOMATIC
staleAfterMillis = 100000
settleMillis = $LAB_SETTLE_MILLIS
limitBaseMillis = $LAB_LIMIT_MILLIS
limitMillisPerMebibyte = $((LAB_LIMIT_MILLIS / 150))
patience = $LAB_WAITS
CFG
  start_process manager "$LAB_DISTRIBUTION/bin/container" manager "$LAB_MANAGER"
  await 600 "the manager to see both hosts" manager_sees_hosts || die "the manager does not see both hosts: see manager/data/log in the work folder"
  log "manager: sees ${LAB_HOSTS[*]}"
}

manager_sees_hosts() {
  local listing host
  listing=$(transhume list hosts 2>/dev/null) || return 1
  for host in "${LAB_HOSTS[@]}"; do grep -q "$host" <<<"$listing" || return 1; done
}

stop_manager() {
  end_process notifications
  end_process notifications-agent
  end_process manager
}

stop_transhume() {
  local host
  stop_manager
  for host in "${LAB_HOSTS[@]}"; do
    if process_alive "$host"; then stop_agent "$host"; fi
  done
}
