# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Attacks: a domain that counts and writes its count on a disk that both hosts see is moved by the manager; at a chosen
# step of the move its stream is held where it is, somebody is struck, and the stream goes on. Then everything is healed,
# and once the manager calls the migration ended, `judge-attack` judges by what both hypervisors and the disk have shown.
# Each attack has a folder of its own in work/attacks, with its verdict and all that it was judged by.

LAB_ATTACKS=$LAB_WORK/attacks
FAULTS=(source-agent target-agent relay sender receiver network source-host target-host)
STEPS=(3 4 5 7 8 10)

# What is said here replaces the story's waits: a move that hangs is to be ended within minutes. In clear, because encryption
# makes an emulated move three times as long.
hurry_for_attacks() {
  LAB_WAITS=3 LAB_STALL_MILLIS=45000 LAB_SETTLE_MILLIS=5000 LAB_LIMIT_MILLIS=300000 LAB_STREAM_TLS=no
}

# Each fault and each step come early, those that differ most first; then the rest.
attacks() {
  local fault step
  {
    printf '%s\n' target-agent@3 sender@4 receiver@8 relay@5 network@7 source-host@10 source-agent@7 target-host@8 receiver@3 \
      network@4 target-host@4 source-agent@5 target-agent@8 sender@7 source-host@7 relay@10 receiver@5 target-host@7
    for step in "${STEPS[@]}"; do
      for fault in "${FAULTS[@]}"; do echo "$fault@$step"; done
    done
  } | awk '!seen[$0]++'
}

# attack [ATTACK...]: those named, each once more; without names, all that have no result yet.
attack() {
  local name failed=0
  (($# > 0)) || mapfile -t < <(attacks_to_do)
  (($# > 0)) || set -- "${MAPFILE[@]}"
  for name in "$@"; do is_attack "$name" || die "no attack '$name': FAULT@STEP, of ${FAULTS[*]}, and ${STEPS[*]}"; done
  prepare_attacks
  for name in "$@"; do
    attack_once "$name" || failed=1
    report_attacks >"$LAB_ATTACKS/table.md"
  done
  cat "$LAB_ATTACKS/table.md"
  return $failed
}

is_attack() { attacks | grep -qx -e "$1"; }

attacks_to_do() {
  local name
  while read -r name; do
    grep -qsv '^not struck' "$LAB_ATTACKS/$name".*/verdict || echo "$name"
  done < <(attacks)
}

report_attacks() { python3 "$LAB_HOME/judge-attack" table "$LAB_ATTACKS"; }

# An agent that was killed comes back as slowly as an emulated host is; nothing else needs as much patience as in the story.
prepare_attacks() {
  local host
  mkdir -p "$LAB_ATTACKS"
  for host in "${LAB_HOSTS[@]}"; do configure_agent "$host"; done
  jmx manager set org.transhume:type=Manager Mode OBSERVE
}

# attack_once FAULT@STEP
attack_once() {
  local name=$1 fault=${1%@*} step=${1#*@} number=1
  while [[ -d $LAB_ATTACKS/$name.$number ]]; do number=$((number + 1)); done
  ATTACK=$LAB_ATTACKS/$name.$number
  mkdir -p "$ATTACK"
  ATTACK_BEGAN=$SECONDS
  note "attack $name, $number. time"
  settle_domain
  observe_both
  if move_until "$step"; then
    note "$MIGRATION is at step $step: $fault is struck"
    note_lists before
    date +%s.%3N >"$ATTACK/struck"
    "strike_$fault"
    let_go_on
    "heal_$fault"
    await_end
  fi
  take_down_evidence
  python3 "$LAB_HOME/judge-attack" judge "$ATTACK" | tee -a "$ATTACK/transcript.txt" >&2
  [[ -f $ATTACK/verdict ]] && grep -q '^held' "$ATTACK/verdict"
}

note() { printf '[%4d s] %s\n' $((SECONDS - ATTACK_BEGAN)) "$*" | tee -a "$ATTACK/transcript.txt" >&2; }

note_lists() {
  local host
  for host in "$SOURCE" "$TARGET"; do
    {
      printf '         | %s, %s:\n' "$host" "$1"
      on "$host" 'xl list -v' 2>&1 | sed 's/^/         | /'
    } >>"$ATTACK/transcript.txt"
  done
}

# The domain, once, under its own name, on whichever host the attack before has left it; else anew.
settle_domain() {
  local host
  SOURCE=
  HOLDER=
  await 300 "the manager to see both hosts" no_host_stale || die "the manager misses a host"
  for host in "${LAB_HOSTS[@]}"; do
    # shellcheck disable=SC2153  # set in common.sh
    if [[ $(copies_on "$host") == "$LAB_ATTACKED running" && $(copies_on "$(other_host "$host")") == '' ]]; then SOURCE=$host; fi
  done
  if [[ -z $SOURCE ]] || ! await 30 "$LAB_ATTACKED to count" counts "$SOURCE" "$LAB_ATTACKED"; then create_anew; fi
  TARGET=$(other_host "$SOURCE")
  await 300 "the manager to see $LAB_ATTACKED on $SOURCE" manager_names "$LAB_ATTACKED" "$SOURCE"
  await 120 "$LAB_ATTACKED to use its disk" disk_fits || die "the disk of $LAB_ATTACKED does not fit from the beginning"
  note "$LAB_ATTACKED runs on $SOURCE and is to move to $TARGET"
}

# copies_on HOST: each copy's name and whether it runs, in one line.
copies_on() {
  on "$1" 'xl list -v' | awk 'NR > 1 && $2 > 0 {printf "%s%s %s", sep, $1, ($5 ~ /[psd]/ ? $5 : "running"); sep = ", "}'
}

create_anew() {
  SOURCE=${LAB_HOSTS[0]}
  empty_hosts
  truncate -s 0 "$LAB_WORK/shared.img"
  truncate -s 1M "$LAB_WORK/shared.img"
  create_on "$SOURCE" "$LAB_ATTACKED"
  await 600 "$LAB_ATTACKED to count" counts "$SOURCE" "$LAB_ATTACKED" || die "$LAB_ATTACKED does not count"
  note "$LAB_ATTACKED was created anew"
}

# guest PATH: what the domain itself says, asked from where it runs.
guest() { on "${HOLDER:-$SOURCE}" "timeout 5 busybox wget -qO- http://$(domain_address "$LAB_ATTACKED")/$1" 2>/dev/null; }

# hear_guest WHEN: all that it says, into the attack's folder.
hear_guest() {
  guest boot_id >"$ATTACK/boot-$1" && guest disk >"$ATTACK/disk-$1" && guest counter >"$ATTACK/counter-$1"
}

disk_fits() { [[ $(guest disk) == fits ]]; }

# From here on every change of a copy's state on either host, and what is on the disk, is written down.
observe_both() {
  local host
  for host in "${LAB_HOSTS[@]}"; do watch_host "$host"; done
  start_process disk-log python3 "$LAB_HOME/judge-attack" follow-disk "$LAB_WORK/shared.img" "$ATTACK/disk.log"
  await 60 "$LAB_ATTACKED to answer" hear_guest before || die "$LAB_ATTACKED does not answer"
}

# Through a connection of its own, so that what was seen is here when the host is not any more.
watch_host() {
  start_process "watch-$1" ssh -i "$LAB_KEY" -p "$(ssh_port "$1")" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    -o LogLevel=ERROR -o ControlPath=none root@127.0.0.1 lab-watch 0.2
}

# Hosts log by their own clocks, which chrony keeps together.
take_down_watch() {
  local log=$LAB_LOGS/watch-$1.log
  end_process "watch-$1"
  [[ -f $log ]] && cat "$log" >>"$ATTACK/watch-$1.log"
  rm -f "$log"
}

# What of the stream begins each step, and where it is held: what has not been passed on has not happened for the others.
phase_of() {
  case $1 in
    3) echo data ;;
    4) echo suspended ;;
    5) echo ready ;;
    7 | 8) echo go ;;
    10) echo report ;;
  esac
}

# move_until STEP: asks for the move and waits until it is held there.
move_until() {
  local step=$1 phase
  phase=$(phase_of "$step")
  FROZEN=
  on "$SOURCE" "rm -rf /run/gate; mkdir /run/gate; touch /run/gate/hold-$phase"
  MIGRATION=$(jmx manager invoke "org.transhume:type=Domain,name=$LAB_ATTACKED" migrate "$TARGET")
  note "the manager calls it $MIGRATION"
  if ! await 400 "$MIGRATION to reach step $step" held_or_over "$phase" || migration_over; then
    note "it did not come to step $step"
    return 1
  fi
  if ((step == 8)) && ! freeze_receiver; then
    note 'the receiver could not be stopped'
    return 1
  fi
}

held_or_over() { on "$SOURCE" "timeout 10 sh -c 'until [ -e /run/gate/at-$1 ]; do sleep 0.1; done'" || migration_over; }

migration_phase() { jmx manager get "org.transhume:type=Migration,id=$MIGRATION" Phase; }

migration_over() { [[ $(migration_phase) =~ ^(DONE|ROLLED_BACK|CANCELLED|REFUSED|REPAIR)$ ]]; }

# Lets GO through, and stops the receiver when it has given its copy the name, before it starts it.
freeze_receiver() {
  local out=$ATTACK/freeze
  on "$TARGET" "lab-freeze $LAB_ATTACKED" >"$out" 2>&1 &
  await 60 "the receiver to be followed" grep -q tracing "$out" || return 1
  on "$SOURCE" 'rm -f /run/gate/hold-go'
  await 120 "the receiver to rename its copy" followed_to_the_end "$out" || return 1
  FROZEN=$(grep -x '[0-9]*' "$out")
}

followed_to_the_end() { (($(wc -l <"$1") > 1)); }

let_go_on() {
  if process_alive "$SOURCE" && on "$SOURCE" true 2>/dev/null; then on "$SOURCE" 'rm -f /run/gate/hold-*'; fi
  if [[ -n $FROZEN ]] && process_alive "$TARGET"; then on "$TARGET" "kill -CONT $FROZEN 2>/dev/null || true"; fi
}

# Strikes

strike_source-agent() { on "$SOURCE" 'lab-service kill transhume-agent'; }
strike_target-agent() { on "$TARGET" 'lab-service kill transhume-agent'; }
strike_relay() { on "$SOURCE" 'pkill -KILL -f "lab-relay ca[t]"'; }
strike_sender() { on "$SOURCE" 'pkill -KILL -f "^/[^ ]*/xl -vvv migrate -s"'; }

# Not the monitor daemon of an earlier arrival, which keeps the receiver's command line.
strike_receiver() {
  # shellcheck disable=SC2016  # expanded in the host
  on "$TARGET" 'for pid in $(pgrep -f "^/[^ ]*/xl migrate-receive"); do
    [ "$(readlink /proc/$pid/fd/0)" = /dev/null ] || kill -KILL "$pid"; done'
}

# The cable of the network that migrations go through; the one that managers reach agents by stays.
strike_network() { on "$TARGET" "ip link set \$(ls /sys/class/net/xenbr0/brif | grep -v vif) down"; }
strike_source-host() { lose_power "$SOURCE"; }
strike_target-host() { lose_power "$TARGET"; }

lose_power() {
  power_off "$1"
  date +%s.%3N >"$ATTACK/off-$1"
}

# Healing, by what heals in reality: a service manager, somebody who plugs the cable in, or switches the host on again.

heal_source-agent() { restart_agent "$SOURCE"; }
heal_target-agent() { restart_agent "$TARGET"; }
heal_relay() { :; }
heal_sender() { :; }
heal_receiver() { :; }

heal_network() {
  # Longer than an agent waits for the next byte.
  sleep "$((LAB_STALL_MILLIS / 1000 + 30))"
  on "$TARGET" "ip link set \$(ls /sys/class/net/xenbr0/brif | grep -v vif) up"
  note 'the network is back'
}

heal_source-host() { restart_host "$SOURCE"; }
heal_target-host() { restart_host "$TARGET"; }

restart_agent() {
  sleep 5
  start_agent "$1"
}

restart_host() {
  sleep 5
  take_down_watch "$1"
  echo "$(<"$ATTACK/off-$1") - - off" >>"$ATTACK/watch-$1.log"
  power_on "$1"
  await_host "$1"
  note "$1 has booted again"
  watch_host "$1"
  start_agent "$1"
}

# The end of the migration, the return of both agents, and then the time that what they still clean up may take.
await_end() {
  await 500 "$MIGRATION to end" migration_over || note "IT HAS NOT ENDED"
  note "$MIGRATION: $(migration_phase)"
  await 500 "both agents to be connected" no_host_stale || note 'AN AGENT IS MISSING'
  await 30 "$LAB_ATTACKED to run, once" runs_once || true
}

runs_once() {
  local both
  both=$(copies_on "$SOURCE"),$(copies_on "$TARGET")
  [[ $both == "$LAB_ATTACKED running," || $both == ",$LAB_ATTACKED running" ]]
}

take_down_evidence() {
  local host
  for host in "${LAB_HOSTS[@]}"; do
    on "$host" 'xl list -v' >"$ATTACK/list-$host"
    if domain_runs "$host" "$LAB_ATTACKED"; then HOLDER=$host; fi
    on "$host" "grep -a -h -e ${MIGRATION:-none} /var/lib/transhume/agent/data/log/transhume.log" >"$ATTACK/agent-$host.log" || true
    on "$host" "tail -n 40 /var/log/xen/xl-$LAB_ATTACKED*.log" >"$ATTACK/xl-$host.log" 2>&1 || true
  done
  note_lists after
  if [[ -n $HOLDER ]]; then await 60 "$LAB_ATTACKED to answer" hear_guest after || true; fi
  # Long enough for the disk to be written once more.
  sleep 3
  end_process disk-log
  for host in "${LAB_HOSTS[@]}"; do take_down_watch "$host"; done
  echo "${MIGRATION:-}" >"$ATTACK/migration"
  migration_phase >"$ATTACK/phase" || true
  transhume show "$MIGRATION" >"$ATTACK/shown" 2>&1 || true
  grep -a -h -e "$MIGRATION" "$LAB_MANAGER/data/log/transhume.log" >"$ATTACK/manager.log" || true
  sed 's/^/         | /' "$ATTACK/shown" >>"$ATTACK/transcript.txt"
  if [[ $(<"$ATTACK/phase") == REPAIR ]]; then
    # A person would do what the task says; the lab creates the domain anew where it does not run.
    jmx manager invoke org.transhume:type=Manager repaired "$MIGRATION" >/dev/null || true
  fi
  echo $((SECONDS - ATTACK_BEGAN)) >"$ATTACK/seconds"
}
