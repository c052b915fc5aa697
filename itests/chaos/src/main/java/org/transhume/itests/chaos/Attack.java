// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.transhume.hypervisor.sim.internal.SimulationEvent;
import org.transhume.manager.internal.SimulatedManager;
import org.transhume.manager.internal.SimulatedManager.Standing;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HypervisorException;

/** What goes wrong in a run: some of it at any time, most in ambush for a step of a migration. */
final class Attack {

  private static final List<FaultKind> KINDS = List.of(FaultKind.values());
  private static final int EARLIEST_MILLIS = 2_000;
  private static final int SPREAD_MILLIS = 100_000;
  private static final int SHORTEST_MILLIS = 200;
  private static final int LONGER_MILLIS = 30_000;
  private static final int MOST_STEPPED_SECONDS = 3_600;
  private static final int MOST_BYTES = 3_000;

  private static final List<String> STEPS =
      List.of(
          "header",
          "create",
          "pre-copy",
          "suspend",
          "ready",
          "rename-away",
          "go",
          "rename-arrived",
          "unpause",
          "report");

  private static final List<String> TOOL_FAULTS =
      List.of(
          "sender-dies@pre-copy",
          "sender-dies@header",
          "sender-dies@suspend",
          "sender-dies@ready",
          "sender-dies@rename-away",
          "sender-dies@go",
          "sender-dies@report",
          "receiver-dies@pre-copy",
          "receiver-dies@create",
          "receiver-dies@ready",
          "receiver-dies@go",
          "receiver-dies@rename-arrived",
          "receiver-dies@unpause",
          "receiver-dies@report",
          "stream-cut@pre-copy",
          "stream-cut@suspend",
          "stream-cut@ready",
          "stream-cut@rename-away",
          "stream-cut@go",
          "stream-cut@report",
          "receiver-stream-cut@create",
          "receiver-stream-cut@ready",
          "receiver-stream-cut@go",
          "receiver-stream-cut@rename-arrived",
          "receiver-stream-cut@unpause",
          "receiver-stream-cut@report",
          "stream-stalls",
          "guest-does-not-suspend",
          "guest-suspends-late",
          "guest-reboots@pre-copy",
          "guest-powers-off@pre-copy",
          "guest-crashes@pre-copy",
          "no-memory",
          "name-in-use",
          "target-start-fails",
          "grant-is-lost",
          "source-stays");

  private final Testbed testbed;
  private final List<FaultKind> kinds;
  private final Random random;
  private final Consumer<String> trace;
  private final Map<String, Integer> faults = new TreeMap<>();
  private final List<Ambush> ambushes = new ArrayList<>();
  private boolean hit;
  private boolean over;

  /** A fault that waits for a step of a migration. */
  private record Ambush(String step, long delayNanos, FaultKind kind) {}

  /**
   * Nothing goes wrong yet.
   *
   * @param repairs whether hosts may be lost, too
   */
  Attack(Testbed testbed, boolean repairs, Random random, Consumer<String> trace) {
    this.testbed = testbed;
    this.kinds = KINDS.stream().filter(kind -> repairs || !kind.isOfRepairs()).toList();
    this.random = random;
    this.trace = trace;
  }

  /** Nothing goes wrong any more. */
  void end() {
    over = true;
  }

  /** How many faults struck, by kind. */
  Map<String, Integer> faults() {
    return faults;
  }

  /** Whether one struck a migration that was under way. */
  boolean hasHit() {
    return hit;
  }

  /** Draws what is to go wrong, and when. */
  void plan() {
    int count = 2 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      FaultKind kind = kinds.get(random.nextInt(kinds.size()));
      if (kind == FaultKind.TOOL_FAILED) {
        injectToolFault();
      } else if (random.nextInt(5) == 0) {
        String host = anyHost();
        testbed.after(
            Duration.ofMillis(EARLIEST_MILLIS + random.nextInt(SPREAD_MILLIS)),
            () -> strike(kind, host, "idle"));
      } else {
        ambushes.add(
            new Ambush(
                STEPS.get(random.nextInt(STEPS.size())), random.nextInt(400) * 1_000_000L, kind));
      }
    }
  }

  private String anyHost() {
    return testbed.hostNames().get(random.nextInt(testbed.hostNames().size()));
  }

  private void injectToolFault() {
    String fault = TOOL_FAULTS.get(random.nextInt(TOOL_FAULTS.size()));
    testbed.hostNames().forEach(host -> testbed.cluster().injectFault(host, fault));
    trace.accept("armed on every host: " + fault);
  }

  /** Follows what happens, and strikes. */
  void happened(SimulationEvent event) {
    if (event.what().startsWith("fault ")) {
      faults.merge(FaultKind.TOOL_FAILED.word(), 1, Integer::sum);
      hit = true;
    }
    if (over || !event.what().startsWith("step ")) {
      return;
    }
    String step = event.what().substring("step ".length());
    for (int i = 0; i < ambushes.size(); i++) {
      Ambush ambush = ambushes.get(i);
      if (ambush.step().equals(step)) {
        ambushes.remove(i);
        String host = random.nextInt(3) == 0 ? anyHost() : event.host();
        testbed
            .timeline()
            .after(
                ambush.delayNanos(),
                () -> strike(ambush.kind(), host, event.domain().split("--", 2)[0]));
        return;
      }
    }
  }

  private void strike(FaultKind kind, String host, String domain) {
    if (over) {
      return;
    }
    boolean migrating = isMigrating(side -> kind.isOfManagers() || side.endsWith(" at " + host));
    if (inflict(kind, host, domain)) {
      trace.accept("FAULT " + kind.word() + " at " + host);
      faults.merge(kind.word(), 1, Integer::sum);
      hit |= migrating;
    }
  }

  private boolean isMigrating(Predicate<String> side) {
    Stream<String> known =
        underWay().stream()
            .flatMap(
                one ->
                    Stream.of(one.id() + " at " + one.source(), one.id() + " at " + one.target()));
    return Stream.concat(testbed.underWayAtAgents().stream(), known).anyMatch(side);
  }

  private List<Standing> underWay() {
    return testbed.managers().leaders().stream()
        .flatMap(manager -> manager.migrations().stream())
        .filter(one -> !one.phase().isFinal())
        .toList();
  }

  private boolean inflict(FaultKind kind, String host, String domain) {
    Duration time = Duration.ofMillis(SHORTEST_MILLIS + random.nextInt(LONGER_MILLIS));
    switch (kind) {
      case AGENT_KILLED -> testbed.killAgent(host, time);
      case MANAGER_KILLED -> {
        return anyLeader(manager -> testbed.managers().kill(manager, time));
      }
      case MANAGER_STOPPED -> {
        return anyLeader(manager -> testbed.managers().stop(manager, time));
      }
      case MANAGER_PARTED -> {
        return anyLeader(manager -> testbed.managers().part(manager, time));
      }
      case HOST_REBOOTED -> testbed.rebootHost(host, time);
      case HOST_LOST -> testbed.loseHost(host);
      case FENCE_BROKEN -> testbed.breakFence(host, time.multipliedBy(20));
      case HOST_PARTED -> testbed.partHost(host, time);
      case LINK_CUT_ONE_WAY -> testbed.cutOneWay(host, random.nextBoolean(), time);
      case LINK_DISTURBED ->
          testbed.disturb(host, random.nextDouble() / 2, random.nextDouble() / 2, time);
      case STREAM_CUT -> {
        return testbed.cutStream(host, 1 + random.nextInt(MOST_BYTES));
      }
      case STREAM_STALLED -> testbed.stallStream(host, time.multipliedBy(6));
      case GUEST_ASKED -> {
        return askGuest(host, domain);
      }
      case CLOCK_STEPPED ->
          testbed.stepClock(
              host,
              Duration.ofSeconds(random.nextInt(2 * MOST_STEPPED_SECONDS) - MOST_STEPPED_SECONDS),
              time);
      case DISK_FULL -> fillDisk(host, time);
      case CANCELLED -> {
        return anyLeader(this::cancel);
      }
      case TOOL_FAILED -> throw new IllegalArgumentException("is armed, not inflicted");
    }
    return true;
  }

  /** Strikes one of those that believe to lead, if there is one. */
  private boolean anyLeader(Predicate<SimulatedManager> blow) {
    List<SimulatedManager> leaders = testbed.managers().leaders();
    return !leaders.isEmpty() && blow.test(leaders.get(random.nextInt(leaders.size())));
  }

  /** Of several managers none has a journal of its own. */
  private void fillDisk(String host, Duration time) {
    SimulatedManager manager = testbed.managers().all().get(0);
    if (!manager.isOneOfSeveral() && random.nextBoolean()) {
      testbed.managers().fillDisk(manager, time);
    } else {
      testbed.fillDisk(host, time);
    }
  }

  private boolean askGuest(String host, String domain) {
    try {
      for (DomainObservation copy : testbed.cluster().hypervisor(host).observe().domains()) {
        if (copy.baseName().equals(domain)) {
          if (random.nextInt(3) == 0) {
            testbed.cluster().hypervisor(host).shutdown(copy.identity());
          } else {
            testbed.cluster().hypervisor(host).reboot(copy.identity());
          }
          return true;
        }
      }
    } catch (HypervisorException e) {
      trace.accept("no guest is asked: " + e.getMessage());
    }
    return false;
  }

  private boolean cancel(SimulatedManager manager) {
    List<Standing> underWay =
        manager.migrations().stream().filter(one -> !one.phase().isFinal()).toList();
    underWay.forEach(one -> manager.cancel(one.id()));
    return !underWay.isEmpty();
  }
}
