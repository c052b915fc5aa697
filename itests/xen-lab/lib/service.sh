# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agents as services of a real systemd, with the unit that the distribution ships: they are restarted and killed
# beside a domain, before, in and after migrations, and the guest is rebooted in between. What must not be harmed is
# looked at before and after. What is claimed is checked, and what is checked is written down in work/service.txt.

# The hosts must have been booted by systemd, and so are booted anew when they were not.
boot_by_systemd() {
  local host
  LAB_INIT=systemd
  for host in "${LAB_HOSTS[@]}"; do
    if process_alive "$host" && ! under_systemd "$host"; then
      stop_manager
      down
      return
    fi
  done
}

under_systemd() { on "$1" 'test -d /run/systemd/system'; }

# service_story [restarts|moves]: one half of it, or both.
service_story() {
  local half
  (($# > 0)) || set -- restarts moves
  for half in "$@"; do
    [[ $half == restarts || $half == moves ]] || die "service tells of restarts and of moves, not of '$half'"
  done
  STORY_BEGAN=$SECONDS
  STORY=$LAB_WORK/service.txt
  ATTACK=$LAB_WORK/service
  ATTACK_BEGAN=$SECONDS
  : >"$STORY"
  rm -rf "$ATTACK"
  mkdir -p "$ATTACK"
  prepare_attacks
  settle_domain
  tell "$(on "$SOURCE" 'systemctl --version | head -n 1'), agents $(transhume version), $LAB_ATTACKED runs on $SOURCE"
  show "processes of $SOURCE that serve domains:" servers "$SOURCE"
  check "none of them is in the control group of the agent's service" servers_are_elsewhere "$SOURCE"
  for half in "$@"; do "service_$half"; done
  tell 'Done: every check held.'
}

service_restarts() {
  unharmed 'systemctl restart' "$SOURCE" restart
  unharmed 'SIGKILL to the agent alone' "$SOURCE" 'kill --signal=KILL --kill-who=main'
  reboot_guest
  move_undisturbed
  unharmed 'systemctl restart where the domain has arrived' "$SOURCE" restart
  reboot_guest
}

service_moves() {
  move_while "$TARGET" restart 3
  reboot_guest
  move_while "$SOURCE" restart 3
  move_while "$SOURCE" 'kill --signal=KILL --kill-who=main' 7
}

# servers HOST: monitor daemons, device models and receivers, each with its process id.
servers() {
  # shellcheck disable=SC2016  # expanded in the host
  on "$1" 'for pid in $(pgrep -f "^[^ ]*/(xl [^ ]* *(create|restore|migrate-receive)|qemu-system-)|^xl create"); do
    echo "$pid $(tr "\0" " " <"/proc/$pid/cmdline")"; done'
}

servers_are_elsewhere() {
  local pid _
  while read -r pid _; do
    if on "$1" "grep -q transhume-agent.service /proc/$pid/cgroup"; then return 1; fi
  done < <(servers "$1")
}

# restart_service HOST VERB: until another process than before answers, and the manager hears it.
restart_service() {
  local before
  before=$(main_process "$1")
  on "$1" "systemctl $2 transhume-agent"
  await 300 "another agent on $1" other_process "$1" "$before" || die "systemd did not start the agent on $1 anew"
  await_agent "$1"
  await 500 'the manager to see both hosts' no_host_stale || die 'the manager misses a host'
}

main_process() { on "$1" 'systemctl show --value --property=MainPID transhume-agent'; }

other_process() {
  local now
  now=$(main_process "$1")
  [[ $now != 0 && $now != "$2" ]]
}

# unharmed WHAT HOST VERB
unharmed() {
  local before after
  tell "$1, on $2"
  hear before
  before=$(servers "$2")
  restart_service "$2" "$3"
  hear after
  after=$(servers "$2")
  check "$LAB_ATTACKED went on: the same boot id, and a count that is higher" went_on
  check 'its disk is as it wrote it' test "$(guest disk)" = fits
  check "what serves domains on $2 is the same as before" test "$before" = "$after"
  check "its MBean is at the agent of $2 again" mbean_present "$2" "$LAB_ATTACKED"
}

hear() { await 60 "$LAB_ATTACKED to answer" hear_guest "$1" || die "$LAB_ATTACKED does not answer"; }

went_on() {
  local before after _
  read -r before _ <"$ATTACK/counter-before"
  read -r after _ <"$ATTACK/counter-after"
  cmp -s "$ATTACK/boot-before" "$ATTACK/boot-after" && ((after > before))
}

# Through its MBean. That it comes back is the work of the monitor daemon that xl has left behind.
reboot_guest() {
  tell "$LAB_ATTACKED is rebooted on $SOURCE"
  hear before
  jmx "$SOURCE" invoke "org.transhume:type=Domain,host=$SOURCE,name=$LAB_ATTACKED" reboot >/dev/null
  await 300 "$LAB_ATTACKED to boot" booted_anew || die "$LAB_ATTACKED did not come back"
  await 60 "$LAB_ATTACKED to run, once" runs_once || die "$LAB_ATTACKED does not run once"
  check "it booted anew, and runs once" booted_anew
}

booted_anew() { hear_guest after && ! cmp -s "$ATTACK/boot-before" "$ATTACK/boot-after"; }

move_undisturbed() {
  MIGRATION=$(jmx manager invoke "org.transhume:type=Domain,name=$LAB_ATTACKED" migrate "$TARGET")
  tell "$MIGRATION takes $LAB_ATTACKED from $SOURCE to $TARGET"
  await 500 "$MIGRATION to end" migration_over || die "$MIGRATION has not ended"
  check "$MIGRATION is DONE" test "$(migration_phase)" = DONE
  settle_domain
}

# move_while HOST VERB STEP: a move during which the agent of HOST is restarted at that step.
move_while() {
  tell "a move from $SOURCE to $TARGET, and at its step $3 systemctl $2 on $1"
  hear before
  move_until "$3" || die "$MIGRATION did not come to step $3"
  restart_service "$1" "$2"
  let_go_on
  await_end
  show "$MIGRATION:" transhume show "$MIGRATION"
  check "$MIGRATION has ended, with no task for a person" ended_by_itself
  check "$LAB_ATTACKED runs once" runs_once
  settle_domain
  hear after
  check "$LAB_ATTACKED went on: the same boot id, and a count that is higher" went_on
  check 'its disk is as it wrote it' test "$(guest disk)" = fits
}

ended_by_itself() { [[ $(migration_phase) =~ ^(DONE|ROLLED_BACK|CANCELLED)$ ]]; }
