// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.MigrationPhase;

/**
 * Everything at one instant: hosts with their copies and xl processes, agents and managers with
 * their memories and journals, and what is on its way between them.
 */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class World {

  static final int MANAGERS = 2;

  private static final MigrationPhase[] PHASES = MigrationPhase.values();

  final Scenario scenario;
  int faults;
  List<Copy> copies = new ArrayList<>();
  final int[] epochKnown;
  final boolean[] agentLives;
  final int[] nextDomid;
  final Passage[] passages;
  final Run[][] runs;
  final Boss[] bosses = new Boss[MANAGERS];

  /** What the managers' common journal holds: 0 nothing, 1 intent, 2 hand-over, 3 closed. */
  final int[] journal;

  final MigrationPhase[] outcome;
  List<Integer> messages = new ArrayList<>();

  /** Whether the domain's guest has ended by itself, or its host was lost while it ran. */
  final boolean[] excused;

  final boolean[] requested;

  World(Scenario scenario) {
    this.scenario = scenario;
    int migrations = scenario.migrations().size();
    epochKnown = new int[scenario.hosts()];
    agentLives = new boolean[scenario.hosts()];
    nextDomid = new int[scenario.hosts()];
    passages = new Passage[scenario.passages()];
    for (int i = 0; i < passages.length; i++) {
      passages[i] = new Passage();
    }
    runs = new Run[migrations][2];
    for (Run[] both : runs) {
      both[0] = new Run();
      both[1] = new Run();
    }
    for (int i = 0; i < MANAGERS; i++) {
      bosses[i] = new Boss(migrations);
    }
    journal = new int[migrations];
    outcome = new MigrationPhase[migrations];
    java.util.Arrays.fill(outcome, MigrationPhase.REQUESTED);
    excused = new boolean[scenario.domains()];
    requested = new boolean[migrations];
  }

  static World initial(Scenario scenario) {
    World world = new World(scenario);
    java.util.Arrays.fill(world.agentLives, true);
    for (int domain = 0; domain < scenario.domains(); domain++) {
      Copy copy = new Copy();
      copy.domain = domain;
      copy.host = homeOf(scenario, domain);
      copy.domid = ++world.nextDomid[copy.host];
      world.copies.add(copy);
    }
    world.bosses[0].alive = true;
    world.bosses[0].epoch = 1;
    return world;
  }

  static int homeOf(Scenario scenario, int domain) {
    return scenario.migrations().stream()
        .filter(move -> move.domain() == domain)
        .findFirst()
        .orElseThrow()
        .source();
  }

  static World of(Scenario scenario, byte[] bytes) {
    World world = new World(scenario);
    world.pass(Tape.of(bytes), true);
    return world;
  }

  byte[] bytes() {
    copies.sort(Comparator.<Copy>comparingInt(c -> c.host).thenComparingInt(c -> c.domid));
    messages.sort(null);
    Tape tape = Tape.empty();
    pass(tape, false);
    return tape.written();
  }

  byte[] bytesBesidesMessages() {
    List<Integer> kept = messages;
    messages = new ArrayList<>();
    byte[] bytes = bytes();
    messages = kept;
    return bytes;
  }

  private void pass(Tape tape, boolean reading) {
    faults = tape.small(faults);
    int count = tape.small(copies.size());
    for (int i = 0; i < count; i++) {
      Copy copy = Copy.pass(tape, reading ? null : copies.get(i));
      if (reading) {
        copies.add(copy);
      }
    }
    for (int host = 0; host < agentLives.length; host++) {
      epochKnown[host] = tape.small(epochKnown[host]);
      agentLives[host] = tape.flag(agentLives[host]);
      nextDomid[host] = tape.small(nextDomid[host]);
    }
    for (Passage passage : passages) {
      passage.pass(tape);
    }
    for (Run[] both : runs) {
      both[0].pass(tape);
      both[1].pass(tape);
    }
    for (Boss boss : bosses) {
      boss.pass(tape);
    }
    for (int i = 0; i < journal.length; i++) {
      journal[i] = tape.small(journal[i]);
      outcome[i] = tape.word(outcome[i], PHASES);
      requested[i] = tape.flag(requested[i]);
    }
    for (int i = 0; i < excused.length; i++) {
      excused[i] = tape.flag(excused[i]);
    }
    messages = tape.numbers(messages);
  }

  // Looking around

  Stream<Copy> copiesOf(int domain) {
    return copies.stream().filter(copy -> copy.domain == domain);
  }

  Optional<Copy> copy(int host, int domid) {
    for (Copy copy : copies) {
      if (copy.host == host && copy.domid == domid) {
        return Optional.of(copy);
      }
    }
    return Optional.empty();
  }

  Optional<Copy> named(int host, int domain, CopyKind kind) {
    for (Copy copy : copies) {
      if (copy.host == host && copy.domain == domain && copy.kind == kind) {
        return Optional.of(copy);
      }
    }
    return Optional.empty();
  }

  Copy create(int host, int domain, CopyKind kind, int broughtBy) {
    Copy copy = new Copy();
    copy.host = host;
    copy.domain = domain;
    copy.domid = ++nextDomid[host];
    copy.kind = kind;
    copy.broughtBy = broughtBy;
    copy.state = Copy.State.PAUSED;
    copies.add(copy);
    return copy;
  }

  /** Whether an xl process that moves the domain lives on the host. */
  boolean isBusy(int host, int domain) {
    for (int i = 0; i < passages.length; i++) {
      Scenario.Move way = scenario.way(i);
      if (way.domain() == domain
          && (way.source() == host && passages[i].senderLives()
              || way.target() == host && passages[i].receiverLives())) {
        return true;
      }
    }
    return false;
  }

  /** A copy starts to run: now its image counts, and every other one is out of date. */
  void runs(Copy copy) {
    if (copy.state == Copy.State.RUNNING) {
      return;
    }
    String where = copy.name() + " (domid " + copy.domid + " on host " + hostName(copy.host) + ")";
    if (copy.stale) {
      throw new Violation("A STALE IMAGE GOES ON: " + where + " after another copy has run");
    }
    copiesOf(copy.domain)
        .filter(other -> other != copy && other.state == Copy.State.RUNNING)
        .findAny()
        .ifPresent(
            other -> {
              throw new Violation("THE DOMAIN RUNS TWICE: " + where + " and " + other.name());
            });
    copy.state = Copy.State.RUNNING;
    copiesOf(copy.domain).filter(other -> other != copy).forEach(other -> other.stale = true);
    for (int i = 0; i < passages.length; i++) {
      if (scenario.way(i).domain() == copy.domain && passages[i].pagesOnTheirWay) {
        passages[i].pagesStale = true;
      }
    }
  }

  static String hostName(int host) {
    return String.valueOf((char) ('A' + host));
  }
}
