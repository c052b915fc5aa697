# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The story: an overloaded host is relieved by a live migration that the manager decided on, and the domain is brought
# back by hand. What is claimed is checked, and what is checked is written down in work/story.txt.

HOT=a-204-02
COOL=a-204-03

# An emulated migration is a load of its own on both hosts for minutes: the hold is longer than that.
HIGH=0.8
LOW=0.6
HOLD_MILLIS=${LAB_HOLD_MILLIS:-60000}

story() {
  local moved
  STORY_BEGAN=$SECONDS
  mkdir -p "$LAB_LOGS"
  STORY=$LAB_WORK/story.txt
  : >"$STORY"
  tell "Two hosts under Xen $(on "$HOT" "xl info xen_version"), agents $(transhume version), streams encrypted: $LAB_STREAM_TLS"
  prepare_cluster
  listen
  create_domains
  heat
  moved=$(await_automatic_move) || die "nothing was moved: see logs/notifications.log"
  check_move "$moved" "$HOT" "$COOL"
  move_back "$moved"
  check_move "$moved" "$COOL" "$HOT"
  check_counters
  stop_watching
  tell 'Done: every check held.'
}

tell() { printf '[%4d s] %s\n' $((SECONDS - STORY_BEGAN)) "$*" | tee -a "$STORY"; }

# show TITLE COMMAND...: what a command printed, indented.
show() {
  local title=$1
  shift
  tell "$title"
  "$@" 2>&1 | sed 's/^/         | /' | tee -a "$STORY"
}

check() {
  local claim=$1
  shift
  if "$@"; then
    tell "check: $claim"
  else
    tell "CHECK FAILED: $claim"
    return 1
  fi
}

prepare_cluster() {
  local host
  jmx manager set org.transhume:type=Manager Mode OBSERVE
  for host in "${LAB_HOSTS[@]}"; do
    jmx "$host" set "org.transhume:type=Probe,host=$host,name=cpu" HighThreshold "$HIGH"
    jmx "$host" set "org.transhume:type=Probe,host=$host,name=cpu" LowThreshold "$LOW"
    jmx "$host" set "org.transhume:type=Probe,host=$host,name=cpu" HoldMillis "$HOLD_MILLIS"
  done
  tell "thresholds of the cpu probe: high $HIGH, low $LOW, hold $HOLD_MILLIS ms"
}

# Through the Manager MBean, with the file's text: what an operator does in JConsole.
create_domains() {
  local name
  for name in "${LAB_DOMAINS[@]}"; do
    create_on "$HOT" "$name"
    tell "$name created on $HOT through the manager"
  done
  for name in "${LAB_DOMAINS[@]}"; do
    await 600 "$name to count" counts "$HOT" "$name" || die "$name does not count"
  done
  show "xl list on $HOT:" on "$HOT" 'xl list -v'
  watch_domains
}

counts() { on "$1" "timeout 5 busybox wget -qO- http://$(domain_address "$2")/counter" >/dev/null 2>&1; }

# As viewers, who may listen and nothing more.
listen() {
  local CLIENT
  client_command viewer manager listen org.transhume:type=Manager
  start_process notifications "${CLIENT[@]}"
  client_command viewer "$HOT" listen "org.transhume:type=Agent,host=$HOT"
  start_process notifications-agent "${CLIENT[@]}"
}

watch_domains() {
  local host name
  for host in "${LAB_HOSTS[@]}"; do on "$host" 'lab-service start lab-watch lab-watch 0.2'; done
  # Each domain is asked from the host where it is not: its answers cross the network either way.
  for name in "${LAB_DOMAINS[@]}"; do
    on "$COOL" "lab-service start count-$name lab-count $(domain_address "$name")"
  done
}

stop_watching() {
  local host name
  end_process notifications
  end_process notifications-agent
  for host in "${LAB_HOSTS[@]}"; do
    on "$host" 'cat /var/log/lab-watch.log' >"$LAB_LOGS/watch-$host.log"
    on "$host" 'lab-service stop lab-watch'
  done
  for name in "${LAB_DOMAINS[@]}"; do on "$COOL" "lab-service stop count-$name"; done
}

heat() {
  local name
  for name in "${LAB_DOMAINS[@]}"; do
    on "$HOT" "busybox wget -qO- 'http://$(domain_address "$name")/cgi-bin/load?on'" >/dev/null
  done
  tell "both domains burn what their cap of 45 % allows"
  jmx manager set org.transhume:type=Manager Mode AUTOMATIC
  tell 'manager in mode AUTOMATIC'
}

await_automatic_move() {
  await 1800 'a migration to end' migration_done >&2 || return 1
  sed -n 's/.*migration\.done .*[{ ]domain=\([^,}]*\).*/\1/p' "$LAB_LOGS/notifications.log" | head -n 1
}

migration_done() { grep -q 'org.transhume.migration.done' "$LAB_LOGS/notifications.log"; }

# check_move DOMAIN FROM TO
check_move() {
  local name=$1 from=$2 to=$3
  show "notifications of the agent of $HOT:" notifications 'probe|domain|migration' notifications-agent
  show 'notifications of the manager:' notifications 'migration|policy' notifications
  show 'migrations:' transhume list migrations
  show "xl list on $from:" on "$from" 'xl list -v'
  show "xl list on $to:" on "$to" 'xl list -v'
  check "$name is not on $from" domain_absent "$from" "$name"
  check "$name runs on $to" domain_runs "$to" "$name"
  await 60 "the MBean of $name on $from to go" mbean_absent "$from" "$name" || die 'it stayed'
  check "its MBean is gone from the agent of $from" mbean_absent "$from" "$name"
  check "its MBean is at the agent of $to" mbean_present "$to" "$name"
  check "the manager's MBean of $name names $to" manager_names "$name" "$to"
}

# notifications PATTERN LOG: time, sequence number, type and message, without the data.
notifications() { grep -E "^[0-9:.]+ [0-9]+ org\.transhume\.($1)" "$LAB_LOGS/$2.log" | sed 's/ {.*//'; }

domain_absent() { ! on "$1" 'xl list' | grep -q "^$2"; }
domain_runs() { on "$1" 'xl list -v' | awk -v name="$2" '$1 == name && $5 !~ /[psd]/ {found = 1} END {exit !found}'; }
mbean_present() { jmx "$1" names "org.transhume:type=Domain,host=$1,*" | grep -q "name=$2\$"; }
mbean_absent() { ! mbean_present "$1" "$2"; }
manager_names() { [[ $(jmx manager get "org.transhume:type=Domain,name=$1" Host) == "$2" ]]; }

move_back() {
  local name=$1 answer
  jmx manager set org.transhume:type=Manager Mode OBSERVE
  tell 'manager in mode OBSERVE: from here on nobody moves anything by himself'
  tell "Domain.migrate($HOT) of $name at the manager"
  mapfile -t answer < <(jmx manager migrate "$name" "$HOT")
  show "migration ${answer[0]}:" transhume show "${answer[0]}"
  check "${answer[0]} is DONE" test "${answer[1]}" = DONE
}

check_counters() {
  local name
  for name in "${LAB_DOMAINS[@]}"; do
    on "$COOL" "cat /var/log/count-$name.log" >"$LAB_LOGS/count-$name.log"
    show "what $name counted:" python3 "$LAB_HOME/check-counter" "$LAB_LOGS/count-$name.log"
  done
}
