# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agents as services of systemd, by the unit of the distribution, on hosts booted with LAB_INIT=systemd: what a restart
# of the service does to a domain, to the monitor daemon that xl has left for it, to a move by hand, to a managed move, and
# to a guest that reboots afterwards. Written down in work/service.txt.

SERVICE_PORT=8003

service_story() {
  local monitor boot
  [[ ${LAB_INIT:-} == systemd ]] || die 'the services are for hosts booted with systemd: LAB_INIT=systemd'
  STORY=$LAB_WORK/service.txt
  STORY_BEGAN=$SECONDS
  : >"$STORY"
  tell "Two hosts under $(on "${LAB_HOSTS[0]}" 'systemctl --version | head -n 1'), agents $(transhume version)"
  ATTACK=$LAB_LOGS
  ATTACK_BEGAN=$SECONDS
  create_anew
  TARGET=$(other_host "$SOURCE")
  HOLDER=
  await 300 "the manager to see $LAB_ATTACKED on $SOURCE" manager_names "$LAB_ATTACKED" "$SOURCE"
  boot=$(guest boot_id)

  monitor=$(monitor_on "$SOURCE")
  tell "$LAB_ATTACKED runs on $SOURCE, its monitor is process $monitor in $(on "$SOURCE" "cat /proc/$monitor/cgroup")"
  restart_service "$SOURCE"
  check 'the monitor is the same process' test "$(monitor_on "$SOURCE")" = "$monitor"
  check 'the domain goes on' goes_on "$boot"

  move_by_hand
  await_service "$SOURCE"
  check 'the move by hand has ended well' grep -q 'exit code 0' "$LAB_LOGS/by-hand.log"
  check 'the domain goes on' goes_on "$boot"

  swap_sides
  tell "a move by the manager, from $SOURCE to $TARGET; at step 3 the service of $SOURCE is restarted"
  restart_in_a_move "$SOURCE"
  check 'the domain goes on' goes_on "$boot"
  tell "a move by the manager, from $SOURCE to $TARGET; at step 3 the service of $TARGET is restarted"
  restart_in_a_move "$TARGET"
  check 'the domain goes on' goes_on "$boot"

  tell "a move by the manager, from $SOURCE to $TARGET"
  await 300 "$LAB_ATTACKED to be movable" movable
  show 'it ended as:' jmx manager migrate "$LAB_ATTACKED" "$TARGET"
  swap_sides
  check 'the domain goes on' goes_on "$boot"
  monitor=$(monitor_on "$SOURCE")
  tell "its monitor is process $monitor in $(on "$SOURCE" "cat /proc/$monitor/cgroup")"
  restart_service "$SOURCE"
  check 'the monitor is the same process' test "$(monitor_on "$SOURCE")" = "$monitor"
  jmx "$SOURCE" invoke "org.transhume:type=Domain,host=$SOURCE,name=$LAB_ATTACKED" reboot >/dev/null
  await 300 "$LAB_ATTACKED to boot again" booted_again "$boot" || true
  check 'the guest was asked to reboot, and the monitor has booted it again' booted_again "$boot"
  show "xl list on $SOURCE:" on "$SOURCE" 'xl list -v'
  tell 'Done: every check held.'
}

# The daemon that carries out what a guest wants when it ends: an xl that was left behind, with nothing to read.
monitor_on() {
  # shellcheck disable=SC2016  # expanded in the host
  on "$1" 'for pid in $(pgrep -f "^/[^ ]*/xl .*(create|migrate-receive)"); do
    if [ "$(readlink /proc/$pid/fd/0)" = /dev/null ]; then echo "$pid"; fi; done'
}

goes_on() {
  local before
  before=$(guest counter) || return 1
  await 60 "$LAB_ATTACKED to count on" counted_past "${before%% *}" && [[ $(guest boot_id) == "$1" ]]
}

counted_past() {
  local now
  now=$(guest counter) && ((${now%% *} > $1))
}

booted_again() {
  local now
  now=$(guest boot_id) && [[ -n $now && $now != "$1" ]]
}

movable() { [[ $(jmx manager invoke org.transhume:type=Manager checkMigration "$LAB_ATTACKED" "$TARGET") == *possible=true* ]]; }

swap_sides() {
  TARGET=$SOURCE
  SOURCE=$(other_host "$TARGET")
  await 300 "the manager to see $LAB_ATTACKED on $SOURCE" manager_names "$LAB_ATTACKED" "$SOURCE"
}

restart_service() {
  on "$1" 'systemctl restart transhume-agent'
  await_service "$1"
  tell "the service of $1 was restarted"
}

await_service() {
  await_agent "$1"
  await 500 "the manager to see $1 again" no_host_stale || die "the manager does not see $1 again"
}

# By hand, from and to a service that restarts meanwhile.
move_by_hand() {
  on "$TARGET" "systemd-run --scope --quiet setsid socat -b 262144 TCP-LISTEN:$SERVICE_PORT,reuseaddr,bind=$(host_address "$TARGET") EXEC:'xl migrate-receive' >/var/log/receive.log 2>&1 </dev/null &"
  await 60 'the receiver to listen' on "$TARGET" "ss -ltn | grep -q :$SERVICE_PORT"
  on "$SOURCE" "lab-sample \"xl migrate -s '' $LAB_ATTACKED 'socat -b 262144 - TCP:$(host_address "$TARGET"):$SERVICE_PORT'\"" >"$LAB_LOGS/by-hand.log" 2>&1 &
  await 60 'the copy to arrive' on "$TARGET" "xl list | grep -q -e --incoming"
  tell "xl migrate by hand, from $SOURCE to $TARGET; meanwhile both services are restarted"
  on "$SOURCE" 'systemctl restart transhume-agent'
  on "$TARGET" 'systemctl restart transhume-agent'
  wait $!
  HOLDER=$TARGET
}

restart_in_a_move() {
  ATTACK=$LAB_LOGS
  ATTACK_BEGAN=$SECONDS
  await 300 "$LAB_ATTACKED to be movable" movable
  move_until 3 || die "the move did not come to step 3"
  on "$1" 'systemctl restart transhume-agent'
  let_go_on
  await 500 "$MIGRATION to end" migration_over
  await_service "$1"
  show "$MIGRATION:" transhume show "$MIGRATION"
  check 'it runs once' runs_once
}
