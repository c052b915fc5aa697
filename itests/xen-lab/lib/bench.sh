# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Managed migration against bare `xl migrate` through socat, of the same domain, in the same minutes, in pairs. Both are
# measured where they are asked for, without the seconds that a client of ours takes to start: the managed one from the
# request to its end by the manager, the bare one around xl by its host. The downtime of both is told by lab-watch in
# both hosts: suspension at the source to unpausing at the target.

BENCH_DOMAIN=etch-1-1
BENCH_PORT=8002

# bench PAIRS LABEL: PAIRS pairs into work/bench-LABEL.csv
bench() {
  local pairs=$1 label=$2 pair out=$LAB_WORK/bench-$2.csv host
  for host in "${LAB_HOSTS[@]}"; do on "$host" 'lab-service start lab-watch lab-watch 0.05'; done
  echo 'pair,way,from,to,total_millis,downtime_millis' >"$out"
  for ((pair = 1; pair <= pairs; pair++)); do
    # Each pair goes there and back, and the ways take turns at which goes first: no direction and no order favours one.
    if ((pair % 2)); then
      measure "$pair" managed "$out"
      measure "$pair" bare "$out"
    else
      measure "$pair" bare "$out"
      measure "$pair" managed "$out"
    fi
  done
  for host in "${LAB_HOSTS[@]}"; do on "$host" 'lab-service stop lab-watch'; done
  python3 "$LAB_HOME/bench-ratio" "$out"
}

# Only the domain that moves is there, and it burns nothing: what is compared is the work of moving it.
calm() {
  local host name
  jmx manager set org.transhume:type=Manager Mode OBSERVE
  for name in "${LAB_DOMAINS[@]}"; do
    host=$(where_is "$name") || continue
    if [[ $name == "$BENCH_DOMAIN" ]]; then
      on "$host" "busybox wget -qO- 'http://$(domain_address "$name")/cgi-bin/load?off'" >/dev/null
    else
      on "$host" "xl destroy $name"
    fi
    on "${LAB_HOSTS[1]}" "lab-service stop count-$name"
  done
}

# measure PAIR WAY CSV
measure() {
  local pair=$1 way=$2 out=$3 from to down host
  from=$(where_is "$BENCH_DOMAIN")
  to=$(other_host "$from")
  for host in "${LAB_HOSTS[@]}"; do on "$host" ': >/var/log/lab-watch.log'; done
  "move_$way" "$from" "$to"
  down=$(downtime "$from" "$to")
  echo "$pair,$way,$from,$to,$(<"$LAB_RUN/bench-millis"),$down" | tee -a "$out"
  await 600 "the manager to see $BENCH_DOMAIN on $to" manager_names "$BENCH_DOMAIN" "$to"
}

where_is() { jmx manager get "org.transhume:type=Domain,name=$1" Host; }

move_bare() {
  on "$2" "setsid socat -b 262144 TCP-LISTEN:$BENCH_PORT,reuseaddr,bind=$(host_address "$2") EXEC:'xl migrate-receive' >/var/log/receive.log 2>&1 </dev/null &"
  await 60 'the receiver to listen' on "$2" "ss -ltn | grep -q :$BENCH_PORT"
  on "$1" "began=\$(date +%s%3N); xl migrate -s '' $BENCH_DOMAIN 'socat -b 262144 - TCP:$(host_address "$2"):$BENCH_PORT' >&2 &&
    echo \$((\$(date +%s%3N) - began))" >"$LAB_RUN/bench-millis" 2>>"$LAB_LOGS/bench-bare.log"
}

# By one client, which has started before the migration begins and sleeps until it ends.
move_managed() {
  local answer
  mapfile -t answer < <(jmx manager migrate "$BENCH_DOMAIN" "$2")
  [[ ${answer[1]:-} == DONE ]] || die "migration ${answer[0]:-of $BENCH_DOMAIN} did not end DONE: ${answer[*]}"
  echo "${answer[2]}" >"$LAB_RUN/bench-millis"
}

# From "suspended" at the source to "runs" at the target.
downtime() {
  local suspended runs
  suspended=$(on "$1" 'cat /var/log/lab-watch.log' | awk '$4 == "suspended" {print $1; exit}')
  runs=$(on "$2" 'cat /var/log/lab-watch.log' | awk '$4 == "runs" {last = $1} END {print last}')
  awk -v a="$suspended" -v b="$runs" 'BEGIN {printf "%d", (b - a) * 1000}'
}
