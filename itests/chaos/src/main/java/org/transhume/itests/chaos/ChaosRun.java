// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.transhume.hypervisor.sim.internal.ClusterSettings;
import org.transhume.hypervisor.sim.internal.Costs;
import org.transhume.hypervisor.sim.internal.HostShape;
import org.transhume.hypervisor.sim.internal.SimulationEvent;
import org.transhume.manager.internal.SimulatedManager.Standing;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * One cluster, one schedule of wishes and faults, all drawn from one seed: the same seed leads to
 * the same run, to the nanosecond of virtual time.
 */
final class ChaosRun {

  private static final long MEBIBYTE = 1L << 20;
  private static final Duration ATTACK = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Duration GLANCE = Duration.ofSeconds(5);

  private static final List<FaultKind> KINDS = List.of(FaultKind.values());

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

  private final long seed;
  private final Random random;
  private final Testbed testbed;
  private final Consumer<String> trace;
  private final Map<String, String> domains = new TreeMap<>();
  private final Map<String, String> places = new TreeMap<>();
  private final Set<String> excused = new HashSet<>();
  private final Map<String, Integer> faults = new TreeMap<>();
  private final List<Ambush> ambushes = new ArrayList<>();
  private boolean hit;
  private boolean attacking = true;

  /** A fault that waits for a step of a migration. */
  private record Ambush(String step, long delayNanos, FaultKind kind) {}

  /**
   * What a run came to.
   *
   * @param seed from which it was drawn
   * @param migrations how many ended, by phase
   * @param faults how many struck, by kind
   * @param hit whether a fault struck a migration that was under way
   * @param verdict what became of the domains
   */
  record Result(
      long seed,
      Map<String, Integer> migrations,
      Map<String, Integer> faults,
      boolean hit,
      Judge.Verdict verdict) {

    Result {
      migrations = Map.copyOf(migrations);
      faults = Map.copyOf(faults);
    }
  }

  /**
   * A run that has not begun.
   *
   * @param trace takes a line for everything that happens
   */
  ChaosRun(long seed, Consumer<String> trace) {
    this.seed = seed;
    this.random = new Random(seed);
    this.trace = trace;
    this.testbed = new Testbed(settings(), random);
    testbed.cluster().onEvent(this::happened);
  }

  private ClusterSettings settings() {
    List<HostShape> hosts = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    for (int i = 1; i <= count; i++) {
      hosts.add(
          HostShape.of(
              "host-" + i,
              1 + random.nextInt(4),
              (1L + random.nextInt(2)) << 30,
              256 * MEBIBYTE,
              (16 + random.nextInt(112)) * (double) MEBIBYTE));
    }
    return new ClusterSettings(random.nextLong(), hosts, Costs.ordinary(), 0, 4096);
  }

  /** Runs it to its end. */
  Result run() {
    createDomains();
    testbed.start();
    planWishes();
    planFaults();
    testbed.timeline().advance(ATTACK);
    attacking = false;
    testbed.heal();
    trace("healed");
    testbed.timeline().advance(GLANCE);
    boolean quiet = false;
    for (Duration waited = GLANCE; !quiet && waited.compareTo(PATIENCE) < 0; ) {
      testbed.timeline().advance(GLANCE);
      waited = waited.plus(GLANCE);
      quiet = isQuiet();
    }
    return result();
  }

  private boolean isQuiet() {
    return testbed.underWayAtAgents().isEmpty()
        && testbed.manager().migrations().stream().allMatch(one -> one.phase().isFinal());
  }

  private Result result() {
    Map<String, Integer> migrations = new TreeMap<>();
    for (Standing migration : testbed.manager().migrations()) {
      trace(migration.toString());
      migrations.merge(migration.phase().name(), 1, Integer::sum);
    }
    Judge.Verdict verdict = new Judge(testbed, domains, excused).verdict();
    verdict.failures().forEach(this::trace);
    return new Result(seed, migrations, faults, hit, verdict);
  }

  // The cluster

  private void createDomains() {
    int count = 2 + random.nextInt(4);
    for (int i = 1; i <= count; i++) {
      String host = anyHost();
      String name = "domain-" + i;
      String configuration =
          "name = \""
              + name
              + "\"\nmemory = "
              + (32 << random.nextInt(3))
              + "\nsim_dirty_rate = \""
              + random.nextInt(8)
              + "MiB/s\"\non_poweroff = \"destroy\"\non_reboot = \"restart\"\non_crash = \""
              + (random.nextBoolean() ? "destroy" : "restart")
              + "\"\n";
      try {
        DomainIdentity domain = testbed.cluster().hypervisor(host).create(configuration);
        domains.put(domain.uuid(), name);
        places.put(name, host);
      } catch (HypervisorException e) {
        trace(name + " finds no room on " + host + ": " + e.getMessage());
      }
    }
  }

  private String anyHost() {
    return testbed.hostNames().get(random.nextInt(testbed.hostNames().size()));
  }

  private String anyDomain() {
    List<String> names = List.copyOf(domains.values());
    return names.get(random.nextInt(names.size()));
  }

  // What people want

  private void planWishes() {
    int count = 3 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      String domain = anyDomain();
      int choice = random.nextInt(Integer.MAX_VALUE);
      testbed.after(Duration.ofMillis(5_000 + random.nextInt(80_000)), () -> wish(domain, choice));
    }
  }

  private void wish(String domain, int choice) {
    if (!testbed.manager().isAlive()) {
      return;
    }
    List<String> others =
        testbed.hostNames().stream().filter(host -> !host.equals(places.get(domain))).toList();
    String target = others.get(choice % others.size());
    try {
      String id = testbed.manager().migrate(domain, target);
      trace("wanted: " + domain + " to " + target + ", migration " + id);
    } catch (IllegalArgumentException e) {
      trace("wanted in vain: " + e.getMessage());
    }
  }

  // What goes wrong

  private void planFaults() {
    int count = 2 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      FaultKind kind = KINDS.get(random.nextInt(KINDS.size()));
      if (kind == FaultKind.TOOL_FAILED) {
        injectToolFault();
      } else if (random.nextInt(5) == 0) {
        String host = anyHost();
        testbed.after(
            Duration.ofMillis(2_000 + random.nextInt(100_000)), () -> strike(kind, host, "idle"));
      } else {
        ambushes.add(
            new Ambush(
                STEPS.get(random.nextInt(STEPS.size())), random.nextInt(400) * 1_000_000L, kind));
      }
    }
  }

  private void injectToolFault() {
    String fault = TOOL_FAULTS.get(random.nextInt(TOOL_FAULTS.size()));
    testbed.hostNames().forEach(host -> testbed.cluster().injectFault(host, fault));
    trace("armed on every host: " + fault);
  }

  private void happened(SimulationEvent event) {
    trace(event.host() + " " + event.domain() + " " + event.what());
    follow(event);
    if (event.what().startsWith("fault ")) {
      faults.merge(FaultKind.TOOL_FAILED.word(), 1, Integer::sum);
      hit = true;
    }
    if (!attacking || !event.what().startsWith("step ")) {
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

  /** Keeps account of ends that no migration has to answer for. */
  private void follow(SimulationEvent event) {
    String name = event.domain().split("--", 2)[0];
    switch (event.what()) {
      case "SHUT_DOWN", "CRASHED" -> excuse(name);
      case "RUNNING" -> places.put(name, event.host());
      case "power off" ->
          places.forEach(
              (domain, host) -> {
                if (host.equals(event.host())) {
                  excuse(domain);
                }
              });
      default -> {
        // Nothing that ends a domain.
      }
    }
  }

  private void excuse(String name) {
    domains.forEach(
        (uuid, domain) -> {
          if (domain.equals(name)) {
            excused.add(uuid);
          }
        });
  }

  private void strike(FaultKind kind, String host, String domain) {
    if (!attacking) {
      return;
    }
    boolean struck = inflict(kind, host, domain);
    if (struck) {
      trace("FAULT " + kind.word() + " at " + host);
      faults.merge(kind.word(), 1, Integer::sum);
      hit |= isMigrating(host);
    }
  }

  private boolean isMigrating(String host) {
    return testbed.underWayAtAgents().stream().anyMatch(side -> side.endsWith(" at " + host))
        || testbed.manager().migrations().stream()
            .anyMatch(
                one ->
                    !one.phase().isFinal()
                        && (one.source().equals(host) || one.target().equals(host)));
  }

  private boolean inflict(FaultKind kind, String host, String domain) {
    Duration time = Duration.ofMillis(200 + random.nextInt(30_000));
    switch (kind) {
      case AGENT_KILLED -> testbed.killAgent(host, time);
      case MANAGER_KILLED -> testbed.killManager(time);
      case HOST_REBOOTED -> testbed.rebootHost(host, time);
      case HOST_PARTED -> testbed.partHost(host, time);
      case LINK_CUT_ONE_WAY -> testbed.cutOneWay(host, random.nextBoolean(), time);
      case LINK_DISTURBED ->
          testbed.disturb(host, random.nextDouble() / 2, random.nextDouble() / 2, time);
      case STREAM_CUT -> {
        return testbed.cutStream(host, 1 + random.nextInt(3_000));
      }
      case STREAM_STALLED -> testbed.stallStream(host, time.multipliedBy(6));
      case GUEST_ASKED -> {
        return askGuest(host, domain);
      }
      case CLOCK_STEPPED ->
          testbed.stepClock(host, Duration.ofSeconds(random.nextInt(7_200) - 3_600));
      case DISK_FULL -> {
        if (random.nextBoolean()) {
          testbed.fillManagersDisk(time);
        } else {
          testbed.fillDisk(host, time);
        }
      }
      case CANCELLED -> {
        return cancel();
      }
      case TOOL_FAILED -> throw new IllegalArgumentException("is armed, not inflicted");
    }
    return true;
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
      trace("no guest is asked: " + e.getMessage());
    }
    return false;
  }

  private boolean cancel() {
    if (!testbed.manager().isAlive()) {
      return false;
    }
    List<Standing> underWay =
        testbed.manager().migrations().stream().filter(one -> !one.phase().isFinal()).toList();
    underWay.forEach(one -> testbed.manager().cancel(one.id()));
    return !underWay.isEmpty();
  }

  private void trace(String line) {
    trace.accept(String.format("%10.3f %s", testbed.timeline().nanos() / 1e9, line));
  }
}
