// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.MigrationPhase;
import org.transhume.hypervisor.sim.internal.CopyLedger.Violation;
import org.transhume.hypervisor.sim.internal.CopyLedger.Wrong;
import org.transhume.manager.internal.SimulatedManager;
import org.transhume.manager.internal.SimulatedManager.Standing;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * Says at the end of a run what became of every domain, by what the simulator knows and no host
 * does.
 */
final class Judge {

  private final Testbed testbed;
  private final Map<String, String> domains;
  private final Set<String> excused;
  private final Map<String, String> lostWith;
  private final List<String> revived;
  private final Set<String> stopped;
  private final List<SimulatedManager> leaders;
  private final Set<String> awaitingAPerson = new HashSet<>();
  private final Set<String> leftToAPerson = new HashSet<>();

  /** A judge of what has become of those domains. */
  Judge(Testbed testbed, Population population) {
    this.testbed = testbed;
    this.domains = population.names();
    this.excused = population.excused();
    this.lostWith = population.lostWith();
    this.revived = population.revived();
    this.leaders = testbed.managers().leaders();
    this.stopped =
        leaders.stream().flatMap(manager -> manager.stopped().stream()).collect(Collectors.toSet());
  }

  /** The migrations that the leading manager knows. */
  List<Standing> migrations() {
    return leaders.stream().flatMap(manager -> manager.migrations().stream()).toList();
  }

  /** Judges. */
  Verdict verdict() {
    List<Standing> migrations = migrations();
    List<String> failures = new ArrayList<>();
    if (leaders.size() != 1) {
      failures.add("LEADERS " + leaders.stream().map(SimulatedManager::name).toList());
    }
    testbed.obeyedTooLate().forEach(order -> failures.add("OBEYED " + order));
    revived.forEach(name -> failures.add("REVIVED " + name));
    int untold = repairTasks(migrations, failures);
    int doubled = 0;
    int stale = 0;
    for (Violation violation : testbed.cluster().violations()) {
      doubled += violation.wrong() == Wrong.DOUBLED ? 1 : 0;
      stale += violation.wrong() == Wrong.STALE ? 1 : 0;
      failures.add(violation.wrong() + " " + domains.get(violation.uuid()) + " " + violation);
    }
    int lost = lost(failures);
    int unfinished = untold + unfinished(migrations, failures);
    int repairs = awaitingAPerson.size();
    return new Verdict(lost, doubled, stale, unfinished, repairs, failures);
  }

  /** A repair task is one only when the manager's warnings tell of it. */
  private int repairTasks(List<Standing> migrations, List<String> failures) {
    List<String> warnings =
        leaders.stream().flatMap(manager -> manager.warnings().stream()).toList();
    int untold = 0;
    for (Standing migration : migrations) {
      if (migration.phase() != MigrationPhase.REPAIR) {
        continue;
      }
      String id = "migration " + migration.id() + " ";
      if (warnings.stream().anyMatch(warning -> warning.startsWith(id))) {
        awaitingAPerson.add(migration.domainUuid());
        leftToAPerson.add(migration.id());
      } else {
        untold++;
        failures.add("UNTOLD " + migration);
      }
    }
    return untold;
  }

  private int lost(List<String> failures) {
    Map<String, List<DomainObservation>> copies = copies();
    int lost = 0;
    for (Map.Entry<String, String> domain : domains.entrySet()) {
      List<DomainObservation> found = copies.getOrDefault(domain.getKey(), List.of());
      boolean runs = found.stream().anyMatch(copy -> copy.state().isRunning());
      boolean explained =
          awaitingAPerson.contains(domain.getKey())
              || stopped.contains(domain.getKey())
              || (excused.contains(domain.getKey()) && !shouldHaveBeenBooted(domain));
      if (runs && stopped.contains(domain.getKey())) {
        lost++;
        failures.add("TAKEN FOR STOPPED " + domain.getValue() + ": " + found);
      }
      if (!runs && !explained) {
        lost++;
        failures.add("LOST " + domain.getValue() + ": " + found);
      }
    }
    return lost;
  }

  /** Whether it went down with a host that stays off, and nobody says why it is not elsewhere. */
  private boolean shouldHaveBeenBooted(Map.Entry<String, String> domain) {
    String host = lostWith.get(domain.getValue());
    return host != null
        && testbed.isDead(host)
        && leaders.stream()
            .flatMap(manager -> manager.lost(host).stream())
            .noneMatch(loss -> loss.named().contains(domain.getKey()))
        && !isWarnedOf(host, domain.getValue());
  }

  private boolean isWarnedOf(String host, String domain) {
    return leaders.stream()
        .flatMap(manager -> manager.warnings().stream())
        .anyMatch(line -> line.startsWith(host + " is silent") && line.contains(domain));
  }

  private int unfinished(List<Standing> migrations, List<String> failures) {
    int unfinished = 0;
    for (Standing migration : migrations) {
      if (!migration.phase().isFinal()) {
        unfinished++;
        failures.add("UNFINISHED " + migration);
      }
    }
    for (SimulatedManager leader : leaders) {
      for (Map.Entry<String, String> stop : leader.stopping().entrySet()) {
        if (!testbed.isDead(stop.getValue())) {
          unfinished++;
          failures.add("UNFINISHED stop " + stop);
        }
      }
    }
    for (String side : testbed.underWayAtAgents()) {
      if (leftToAPerson.contains(side.split(" ", 2)[0])) {
        continue;
      }
      unfinished++;
      failures.add("UNFINISHED " + side);
    }
    for (List<DomainObservation> found : copies().values()) {
      for (DomainObservation copy : found) {
        String uuid = copy.identity().uuid();
        if (copy.copyKind() != CopyKind.ORDINARY && !awaitingAPerson.contains(uuid)) {
          unfinished++;
          failures.add("LEFTOVER " + copy.identity() + " " + copy.state());
        }
      }
    }
    return unfinished;
  }

  private Map<String, List<DomainObservation>> copies() {
    Map<String, List<DomainObservation>> copies = new HashMap<>();
    for (Hypervisor hypervisor : testbed.cluster().hypervisors()) {
      if (testbed.isDead(hypervisor.host())) {
        continue;
      }
      try {
        for (DomainObservation copy : hypervisor.observe().domains()) {
          copies.computeIfAbsent(copy.identity().uuid(), uuid -> new ArrayList<>()).add(copy);
        }
      } catch (HypervisorException e) {
        throw new IllegalStateException("every other host is up by now", e);
      }
    }
    return copies;
  }

  /**
   * What a run came to.
   *
   * @param lost domains that do not run and that nobody knows of
   * @param doubled how often two copies ran at once
   * @param stale how often a copy went on from an image that was not the newest
   * @param unfinished migrations, sides of them and leftovers that nothing will come of, and repair
   *     tasks that the manager does not tell
   * @param repairs domains that a person has to look after, as the manager says
   * @param failures all of the first four, and what else must not be, for people
   */
  record Verdict(
      int lost, int doubled, int stale, int unfinished, int repairs, List<String> failures) {

    Verdict {
      failures = List.copyOf(failures);
    }
  }
}
